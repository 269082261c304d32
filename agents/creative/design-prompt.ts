import { endsWithQuestion } from '../last-question.ts';
import { numberedTexts, sectionLines } from '../reading.ts';
import { codeOf, type Facts, type Grid } from './design-play.ts';

/** A property as the search sees it. */
export interface Goal {
  /** What sort of property it is, the sentence without numbers and names. */
  readonly kind: string;
  /** How far a level is from it: 0 when it has it, about 1 when it is as far as can be. */
  readonly lack: (facts: Facts, neededParts: () => number) => number;
}

export interface DesignPrompt {
  readonly side: number;
  readonly start: number;
  readonly goal: number;
  readonly budget: number;
  /** The board as given. */
  readonly grid: Grid;
  readonly goals: readonly Goal[];
}

const lastSentence =
  /^Which parts do you place where, so that the level has all the properties and your strategy /;

/** The brief that the prompt ends with; null when it is of another kind. */
export function readDesignPrompt(prompt: string): DesignPrompt | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const lines = sectionLines(prompt, 'The board:').slice(1);
  const side = lines.length;
  if (side === 0 || side > 8) return null;
  const grid: Grid = new Uint8Array(100).fill(codeOf('#'));
  let [start, goal] = [0, 0];
  for (const [index, line] of lines.entries()) {
    for (const [column, symbol] of [...line.slice(line.indexOf(' '))].entries()) {
      if (column === 0) continue;
      const cell = (index + 1) * 10 + column;
      grid[cell] = codeOf(symbol);
      if (symbol === 'S') start = cell;
      if (symbol === 'G') goal = cell;
    }
  }
  const allowed = [
    ...prompt.matchAll(
      /^You place parts on it: at most (\d+), of the kinds (\S+) \(#\), (\S+) \(o\) and (\S+) \(/gm,
    ),
  ].at(-1);
  if (allowed === undefined) return null;
  const nouns = allowed.slice(2, 5) as string[];
  const texts = numberedTexts(sectionLines(prompt, 'The level must have these properties:'));
  const goals = texts.map((text) => readGoal(text, nouns));
  if (goals.length === 0 || goals.includes(null)) return null;
  return {
    side,
    start,
    goal,
    budget: Number(allowed[1]),
    grid,
    // What is asked by playing other levels comes last, since that ends the facts of this one.
    goals: (goals as Goal[]).sort((a, b) => Number(a.kind === allNeeded) - Number(b.kind === allNeeded)),
  };
}

const allNeeded = 'all parts needed';
const ways = ['up', 'right', 'down', 'left'];
const kindSymbols = ['#', 'o', '^>v<'];

/** So far is a level from having so many of something. */
const atLeast = (count: number, wanted: number) => Math.max(0, wanted - count) / wanted;
const atMost = (count: number, wanted: number) => Math.max(0, count - wanted) / 4;
const unless = (holds: boolean) => (holds ? 0 : 1);
const share = (items: readonly unknown[], good: number) => (items.length === 0 ? 1 : 1 - good / items.length);
/** Those about how a level plays are lacking as long as the goal is out of reach. */
const played =
  (lack: Goal['lack']): Goal['lack'] =>
  (facts, needed) =>
    facts.length < 0 ? 1 : lack(facts, needed);
const outer = ({ parts, side }: Facts) =>
  parts.filter(({ cell }) => [Math.floor(cell / 10), cell % 10].some((at) => at === 1 || at === side)).length;

type Maker = (numbers: readonly number[], nouns: readonly number[], way: number) => Goal['lack'];

const patterns: readonly (readonly [kind: string, pattern: RegExp, make: Maker])[] = [
  [
    'enough moves',
    /^The goal can be reached, and .+ at least (\d+) /,
    ([n]) => played(({ length }) => atLeast(length, n!)),
  ],
  [
    'exact parts',
    /^Exactly (\d+) parts? /,
    ([n]) =>
      ({ parts }) =>
        Math.abs(parts.length - n!) / n!,
  ],
  [
    'parts at the edge',
    /^At least (\d+) placed parts? (?:is|are) in row 1,/,
    ([n]) =>
      (facts) =>
        atLeast(outer(facts), n!),
  ],
  [
    'parts inside',
    /^At least (\d+) placed parts? (?:is|are) neither /,
    ([n]) =>
      (facts) =>
        atLeast(facts.parts.length - outer(facts), n!),
  ],
  [
    'parts apart',
    /^No two placed parts are /,
    () =>
      ({ parts }) => {
        const touching = parts.filter((a) => parts.some((b) => [1, 10].includes(Math.abs(a.cell - b.cell))));
        return touching.length / 4;
      },
  ],
  [
    'one solution',
    /^There is only one shortest solution/,
    () => played(({ best, length }) => Math.min(1, (best.length - length) / 4)),
  ],
  [
    'first move',
    /^Every shortest solution begins with a move \w+\.$/,
    (_, __, way) =>
      played(({ best }) => {
        const first = best.filter(({ step }) => step === 0);
        return share(first, first.filter((move) => move.way === way).length);
      }),
  ],
  [
    'last move',
    /^Every shortest solution ends with a move \w+\.$/,
    (_, __, way) =>
      played(({ best, goal }) => {
        const last = best.filter(({ to }) => to === goal);
        return share(last, last.filter((move) => move.way === way).length);
      }),
  ],
  [
    'unused move',
    /^No shortest solution contains a move \w+\.$/,
    (_, __, way) => played(({ best }) => Math.min(1, best.filter((move) => move.way === way).length / 4)),
  ],
  [
    'cell on the way',
    /^In every shortest solution .+ rest on the cell at row (\d+), column (\d+)\.$/,
    ([row, column]) =>
      played(({ best, rests }) => {
        const cell = row! * 10 + column!;
        const on = best.filter(({ to }) => to === cell);
        if (on.length === 0) return rests(cell) ? 0.7 : 1;
        const beside = best.filter(({ step, to }) => step === on[0]!.step && to !== cell);
        return Math.min(0.5, beside.length / 4);
      }),
  ],
  [
    'pads on the way',
    /^In every shortest solution .+ rest on at least (\d+) /,
    ([n]) => played(({ fewestPads }) => atLeast(fewestPads, n!)),
  ],
  [
    'resting cell',
    /^The cell at row (\d+), column (\d+) is a resting cell/,
    ([row, column]) => played(({ rests }) => unless(rests(row! * 10 + column!))),
  ],
  [
    'no resting cell',
    /^The cell at row (\d+), column (\d+) is not a resting cell/,
    ([row, column]) => played(({ rests }) => unless(!rests(row! * 10 + column!))),
  ],
  ['way back', /^The \S+ can leave S and later /, () => played(({ returns }) => unless(returns))],
  [
    'many resting cells',
    /^There (?:is|are) at least (\d+) resting cells?\.$/,
    ([n]) => played(({ resting }) => atLeast(resting, n!)),
  ],
  [
    'few resting cells',
    /^There (?:is|are) at most (\d+) resting cells?\.$/,
    ([n]) => played(({ resting }) => atMost(resting, n!)),
  ],
  [
    'many traps',
    /^There (?:is|are) at least (\d+) traps?\.$/,
    ([n]) => played(({ traps }) => atLeast(traps, n!)),
  ],
  ['no trap', /^There is no trap\.$/, () => played(({ traps }) => Math.min(1, traps / 4))],
  [
    allNeeded,
    /^Every placed part is needed: /,
    () =>
      played(({ parts }, needed) =>
        share(parts.length === 0 ? [0] : parts, parts.length === 0 ? 1 : needed()),
      ),
  ],
  [
    'many of a kind',
    /^At least (\d+) (\S+) (?:is|are) placed\.$/,
    ([n], [kind]) =>
      ({ parts }) =>
        atLeast(parts.filter(({ symbol }) => kindSymbols[kind!]!.includes(symbol)).length, n!),
  ],
  [
    'few of a kind',
    /^(?:At most (\d+)|No) (\S+) (?:is|are) placed\.$/,
    ([n], [kind]) =>
      ({ parts }) =>
        atMost(parts.filter(({ symbol }) => kindSymbols[kind!]!.includes(symbol)).length, n ?? 0),
  ],
];

function readGoal(text: string, nouns: readonly string[]): Goal | null {
  for (const [kind, pattern, make] of patterns) {
    const found = pattern.exec(text)?.slice(1);
    if (found === undefined) continue;
    const numbers = found.filter((part) => part !== undefined && /^\d+$/.test(part)).map(Number);
    const named = found
      .filter((part) => part !== undefined && !/^\d+$/.test(part))
      .map((noun) => kindOf(noun, nouns));
    if (named.includes(-1)) continue;
    const way = ways.indexOf(/ a move (\w+)\.$/.exec(text)?.[1] ?? '');
    return { kind, lack: make(numbers, named, way) };
  }
  return null;
}

/** The kind of part that the noun names, in the singular or in a plural: kettles, benches, dinghies. */
function kindOf(noun: string, nouns: readonly string[]): number {
  return nouns.findIndex((singular) =>
    [singular, `${singular}s`, `${singular}es`, `${singular.slice(0, -1)}ies`].includes(noun),
  );
}
