/** Which of the cases are hidden tests: those that tell variants apart, and enough of each clause. */
import { InstanceRejected } from '../../contract.ts';
import { killersOf as procedureKillersOf, tellingInputs } from '../synthesis/inputs.ts';
import { outputOf, sameOutput } from '../synthesis/operations.ts';
import { parted, requireThatAllMatters, requireVariety } from '../synthesis/requirements.ts';
import {
  type Variant as ProcedureVariant,
  variantsOf as procedureVariantsOf,
} from '../synthesis/variants.ts';
import { type Case, overlapOf } from './cases.ts';
import { type Specification, withoutStep } from './clause.ts';
import { ClauseKills } from './kills.ts';
import { clauseVariantsOf, leavingOut, type Variant } from './variants.ts';

export interface Choice {
  /** Numbers of the cases. */
  readonly hidden: readonly number[];
  /** Variants that any case tells apart, and how many of them the hidden ones do. */
  readonly variants: number;
  readonly variantsTold: number;
}

/** Tests of each clause that tell whether it is there. */
const dedicatedMin = 4;
/** Tests more, on average of each clause, that are chosen by how many others apply. */
const steeredCount = 6;
const normalMin = 24;
const tellingMax = 160;

/** `overlap` is how many clauses should apply, on average, where one decides. */
export function chosenCases(specification: Specification, cases: readonly Case[], overlap: number): Choice {
  const normal = numbersWhere(cases, ({ decider }) => decider === specification.clauses.length);
  if (normal.length < normalMin) throw new InstanceRejected('the normal case hardly occurs');
  const normalCases = normal.map((number) => cases[number] as Case);
  requireVariety(normalCases.map(({ output }) => output));
  const [withoutOne, withOther] = parted(procedureVariantsOf(specification.normal));
  const stepKillersOf = (variants: readonly ProcedureVariant[]) =>
    procedureKillersOf(variants, normalCases).map((places) => places.map((place) => normal[place] as number));
  const stepKillers = stepKillersOf(withoutOne);
  requireThatAllMatters(stepKillers, normal.length);
  const kills = new ClauseKills(specification, cases);
  const killersOf = (variants: readonly Variant[]) => variants.map((variant) => kills.of(variant).numbers());
  const dedicated = killersOf(leavingOut(specification));
  if (dedicated.some(({ length }) => length < dedicatedMin))
    throw new InstanceRejected('a clause hardly decides');

  const killers = [
    ...dedicated,
    ...killersOf(clauseVariantsOf(specification)),
    ...stepKillers,
    ...stepKillersOf(withOther),
    ...shortenedKillers(specification, cases),
  ];
  const hidden = tellingInputs(killers, cases.length, tellingMax);
  for (const number of normal.slice(0, normalMin)) hidden.add(number);
  steer(hidden, dedicated, cases, overlap);
  const told = killers.filter((numbers) => numbers.length > 0);
  return {
    hidden: [...hidden].sort((left, right) => left - right),
    variants: told.length,
    variantsTold: told.filter((numbers) => numbers.some((number) => hidden.has(number))).length,
  };
}

/** The cases that tell variants of the steps apart where a clause leaves out one of them. */
function shortenedKillers({ normal, clauses }: Specification, cases: readonly Case[]): number[][] {
  return clauses.flatMap(({ outcome }, clause) => {
    if (outcome.kind !== 'without') return [];
    const own = numbersWhere(cases, ({ decider }) => decider === clause);
    return procedureVariantsOf(withoutStep(normal, outcome.step)).map(({ procedure }) =>
      own.filter((number) => {
        const { values, output } = cases[number] as Case;
        return !sameOutput(outputOf(procedure, values), output);
      }),
    );
  });
}

/** The mean number of clauses that apply to those of the cases in which one decides. */
export function meanOverlap(cases: readonly Case[]): number {
  const decided = cases.filter(({ applies, decider }) => decider < applies.length);
  return decided.reduce((sum, one) => sum + overlapOf(one), 0) / decided.length;
}

/** Adds cases that bring the mean overlap as near as can be to what is wanted, first those that a clause still needs. */
function steer(
  hidden: Set<number>,
  dedicated: readonly (readonly number[])[],
  cases: readonly Case[],
  overlap: number,
): void {
  const overlaps = cases.map(overlapOf);
  const chosen = [...hidden].map((number) => overlaps[number]!).filter((some) => some > 0);
  let together = chosen.reduce((sum, some) => sum + some, 0);
  let count = chosen.length;
  const addBest = (numbers: readonly number[]) => {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const number of numbers) {
      if (hidden.has(number)) continue;
      const distance = Math.abs((together + overlaps[number]!) / (count + 1) - overlap);
      if (distance < least) [best, least] = [number, distance];
    }
    if (best < 0) return;
    hidden.add(best);
    together += overlaps[best]!;
    count++;
  };
  for (const numbers of dedicated) {
    const missing = dedicatedMin - numbers.filter((number) => hidden.has(number)).length;
    for (let turn = 0; turn < missing; turn++) addBest(numbers);
  }
  const all = dedicated.flat();
  for (let turn = 0; turn < steeredCount * dedicated.length; turn++) addBest(all);
}

function numbersWhere(cases: readonly Case[], is: (one: Case) => boolean): number[] {
  const numbers: number[] = [];
  for (let number = 0; number < cases.length; number++) if (is(cases[number] as Case)) numbers.push(number);
  return numbers;
}
