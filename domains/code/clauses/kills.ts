/** Which cases tell variants of the clauses apart from what is asked for: rows of the kill matrix. */
import { InputSet } from '../synthesis/input-set.ts';
import { sameOutput } from '../synthesis/operations.ts';
import type { Case } from './cases.ts';
import { type Outcome, outcomeOn, type Specification } from './clause.ts';
import { Sample } from './sample.ts';
import type { Variant } from './variants.ts';

/** Sets of cases, by what a clause has to do with them. */
interface Bearing {
  readonly applies: InputSet;
  readonly decides: InputSet;
  /** It would give something else, did it decide. */
  readonly differs: InputSet;
}

/**
 * Another guard tells by the cases that its clause gains or loses, another order by those that another clause gets: all
 * of them sets of cases that are known beforehand, so that such variants need not be run.
 */
export class ClauseKills {
  readonly #specification: Specification;
  readonly #cases: readonly Case[];
  readonly #all: InputSet;
  readonly #sample: Sample;
  readonly #bearings: readonly Bearing[];
  /** Where the normal case would give something else. */
  readonly #normalDiffers: InputSet;
  /** By clause, what it would tell by if it applied as well, and if it did not. */
  readonly #gains: readonly InputSet[];
  readonly #losses: readonly InputSet[];

  constructor(specification: Specification, cases: readonly Case[]) {
    [this.#specification, this.#cases] = [specification, cases];
    this.#all = InputSet.all(cases.length);
    this.#sample = new Sample(cases.map(({ values }) => values));
    this.#bearings = specification.clauses.map(({ guard, outcome }, clause) => ({
      applies: this.#sample.meeting(guard),
      decides: this.#where(({ decider }) => decider === clause),
      differs: this.#where((one) => one.decider !== clause && this.#givesElse(outcome, one)),
    }));
    this.#normalDiffers = this.#where((one) => this.#givesElse(undefined, one));
    const { order } = specification;
    this.#gains = this.#bearings.map(({ applies, differs }, clause) => {
      const place = order.indexOf(clause);
      // What comes before the clause decides whatever the clause says.
      return this.#where(({ rank }) => rank >= place)
        .and(differs)
        .without(applies);
    });
    this.#losses = this.#bearings.map(({ decides }, clause) =>
      this.#differing(decides, order.slice(order.indexOf(clause) + 1)),
    );
  }

  of(variant: Variant): InputSet {
    switch (variant.kind) {
      case 'guard': {
        const { clause, guard } = variant;
        const meeting = this.#sample.meeting(guard);
        return this.#gains[clause]!.and(meeting).or(this.#losses[clause]!.without(meeting));
      }
      case 'outcome': {
        const { decides } = this.#bearings[variant.clause]!;
        return decides.filter((number) => this.#givesElse(variant.outcome, this.#cases[number]!));
      }
      case 'order':
        return this.#differing(this.#all, variant.order);
    }
  }

  /** Of these cases those for which the first of these clauses that applies, or else the normal case, gives something else. */
  #differing(cases: InputSet, order: readonly number[]): InputSet {
    let left = cases;
    let told = InputSet.none(this.#cases.length);
    for (const clause of order) {
      const { applies, differs } = this.#bearings[clause]!;
      told = told.or(left.and(applies).and(differs));
      left = left.without(applies);
    }
    return told.or(left.and(this.#normalDiffers));
  }

  #givesElse(outcome: Outcome | undefined, one: Case): boolean {
    return !sameOutput(outcomeOn(this.#specification.normal, outcome, one), one.output);
  }

  #where(is: (one: Case) => boolean): InputSet {
    return InputSet.where(this.#cases.length, (number) => is(this.#cases[number]!));
  }
}
