import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../../domains/random.ts';
import { syllogisms } from '../../../domains/reasoning/b1-syllogisms.ts';
import { ruleChains } from '../../../domains/reasoning/b2-rule-chains.ts';
import { gridPuzzles } from '../../../domains/reasoning/b5-grid-puzzles.ts';
import { canonicalPuzzle } from '../../../domains/reasoning/grid/canonical.ts';
import type { Clue } from '../../../domains/reasoning/grid/clues.ts';
import type { Puzzle, Statement } from '../../../domains/reasoning/grid/puzzle.ts';
import { canonicalRules } from '../../../domains/reasoning/rules/canonical.ts';
import type { Rule } from '../../../domains/reasoning/rules/logic.ts';
import { canonicalSyllogism } from '../../../domains/reasoning/syllogisms/canonical.ts';
import { type Claim, forms, isSymmetric } from '../../../domains/reasoning/syllogisms/claims.ts';
import { generateTask } from '../../../domains/task.ts';

type Syllogism = ReturnType<typeof syllogisms.generate>['reference'];
type RuleChain = ReturnType<typeof ruleChains.generate>['reference'];

const instances = 60;
const seeds = Array.from({ length: instances }, (_, seed) => `isomorphs ${seed}`);

/** Small enough for isomorphs to be drawn by themselves, or at the defaults. */
function parametersAt<T extends object>(seed: string, small: T): T | Record<string, never> {
  return Number(seed.split(' ')[1]) % 2 === 0 ? small : {};
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}

/** The list with each item in turn replaced by what `change` makes of it. */
function changedOne<T>(items: readonly T[], change: (item: T) => readonly T[]): T[][] {
  return items.flatMap((item, at) => change(item).map((other) => items.with(at, other)));
}

describe('the canonical form of syllogisms', () => {
  const at = (seed: string) =>
    generateTask('reasoning', syllogisms, parametersAt(seed, { chain: 2, distractors: 3 }), seed)
      .reference as Syllogism;

  it('is the same for other terms in another order, and other for another form or a premise less', () => {
    for (const seed of seeds) {
      const random = new RandomStream(seed);
      const { classes, premises, statements } = at(seed);
      const form = canonicalSyllogism(premises, statements);
      const numbers = random.shuffle(numbersTo(classes.length));
      const renamed = (claim: Claim): Claim => {
        const [subject, predicate] = [numbers[claim.subject]!, numbers[claim.predicate]!];
        return isSymmetric(claim.form) && random.chance(0.5)
          ? { ...claim, subject: predicate, predicate: subject }
          : { ...claim, subject, predicate };
      };
      const shuffled = (claims: readonly Claim[]) => random.shuffle(claims.map(renamed));
      expect(canonicalSyllogism(shuffled(premises), shuffled(statements))).toBe(form);
      const others = (claim: Claim) =>
        forms.filter((other) => other !== claim.form).map((other) => ({ ...claim, form: other }));
      for (const changed of changedOne(premises, others))
        expect(canonicalSyllogism(changed, statements)).not.toBe(form);
      for (const premise of premises) {
        const fewer = premises.filter((other) => other !== premise);
        expect(canonicalSyllogism(fewer, statements)).not.toBe(form);
        expect(canonicalSyllogism(fewer, [...statements, premise])).not.toBe(form);
      }
    }
  });
});

describe('the canonical form of rule chains', () => {
  const at = (seed: string) =>
    generateTask(
      'reasoning',
      ruleChains,
      { ...parametersAt(seed, { depth: 2, branching: 1 }), openWorld: 0.5 },
      seed,
    ).reference as RuleChain;

  it('is the same for other atoms in another order, and other for a condition turned or a rule less', () => {
    for (const seed of seeds) {
      const random = new RandomStream(seed);
      const { system, goal } = at(seed);
      const form = canonicalRules(system, goal);
      const numbers = random.shuffle(numbersTo(system.atoms));
      const renamed = ({ head, body }: Rule): Rule => ({
        head: numbers[head]!,
        body: random.shuffle(body.map((condition) => ({ ...condition, atom: numbers[condition.atom]! }))),
      });
      const isomorph = {
        atoms: system.atoms,
        facts: random.shuffle(system.facts.map((fact) => numbers[fact]!)),
        ...(system.denied && { denied: random.shuffle(system.denied.map((atom) => numbers[atom]!)) }),
        rules: random.shuffle(system.rules.map(renamed)),
      };
      expect(canonicalRules(isomorph, numbers[goal]!)).toBe(form);
      const turned = (rule: Rule) =>
        changedOne(rule.body, (condition) => [{ ...condition, negated: !condition.negated }]).map((body) => ({
          ...rule,
          body,
        }));
      const changed = [
        ...changedOne(system.rules, turned),
        ...system.rules.map((rule) => system.rules.filter((other) => other !== rule)),
      ];
      for (const rules of changed) expect(canonicalRules({ ...system, rules }, goal)).not.toBe(form);
      for (const fact of system.facts) {
        const facts = system.facts.filter((other) => other !== fact);
        expect(canonicalRules({ ...system, facts }, goal)).not.toBe(form);
      }
      for (const atom of system.denied ?? []) {
        const denied = system.denied!.filter((other) => other !== atom);
        expect(canonicalRules({ ...system, denied }, goal)).not.toBe(form);
      }
      const { denied, ...closed } = system;
      const otherWorld = denied === undefined ? { ...closed, denied: [] } : closed;
      expect(canonicalRules(otherWorld, goal)).not.toBe(form);
    }
  });
});

describe('the canonical form of grid puzzles', () => {
  const at = (seed: string) =>
    generateTask(
      'reasoning',
      gridPuzzles,
      { ...parametersAt(seed, { positions: 3, categories: 3 }), distractors: 2 },
      seed,
    ).reference as Puzzle;

  it('is the same for other attributes, values and clue orders and without distractors', () => {
    for (const seed of seeds) {
      const random = new RandomStream(seed);
      const puzzle = at(seed);
      expect(canonicalPuzzle(isomorphOf(puzzle, random))).toBe(canonicalPuzzle(puzzle));
    }
  });

  it('is another for a clue less or a clue about another value of the attribute', () => {
    for (const seed of seeds) {
      const puzzle = at(seed);
      const { positions, statements } = puzzle;
      const next = (item: number) => item - (item % positions) + ((item + 1) % positions);
      const another = ({ text, clue }: Statement): Statement[] =>
        clue === null
          ? []
          : clue.items.map((item, index) => ({
              text,
              clue: { ...clue, items: clue.items.with(index, next(item)) },
            }));
      for (const changed of changedOne(statements, another))
        expect(canonicalPuzzle({ ...puzzle, statements: changed })).not.toBe(canonicalPuzzle(puzzle));
      for (const lost of statements.filter(({ clue }) => clue !== null)) {
        const fewer = statements.filter((statement) => statement !== lost);
        expect(canonicalPuzzle({ ...puzzle, statements: fewer })).not.toBe(canonicalPuzzle(puzzle));
      }
    }
  });
});

function isomorphOf(puzzle: Puzzle, random: RandomStream): Puzzle {
  const { positions } = puzzle;
  const order = random.shuffle(numbersTo(puzzle.categories.length));
  const values = puzzle.categories.map(() => random.shuffle(numbersTo(positions)));
  const renamed = (item: number) => {
    const category = Math.floor(item / positions);
    return order.indexOf(category) * positions + values[category]![item % positions]!;
  };
  const places: number[] = [];
  for (const [item, place] of puzzle.places.entries()) places[renamed(item)] = place;
  const otherWay = ({ kind, items, numbers }: Clue): Clue => {
    const [first, ...rest] = items.map(renamed);
    const exchangeable = ['same', 'different', 'neighbour', 'distance', 'notNeighbour'].includes(kind);
    const others = exchangeable ? random.shuffle([first!, ...rest]) : [first!, ...random.shuffle(rest)];
    return { kind, items: others, numbers: random.shuffle(numbers) };
  };
  const statements = puzzle.statements.flatMap(({ text, clue }) =>
    clue === null ? [] : [{ text, clue: otherWay(clue) }],
  );
  return { ...puzzle, places, statements: random.shuffle(statements) };
}
