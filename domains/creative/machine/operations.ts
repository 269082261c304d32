/** What an operation does: takes numbers off the top of a pile and puts others there. */
interface Effect {
  /** How many numbers it takes. */
  readonly takes: number;
  /** How many numbers it puts back. */
  readonly puts: number;
  /** The smallest and largest number that it may have built in; left out where it has none. */
  readonly builtIn?: readonly [min: number, max: number];
  /**
   * What it puts, the top last, for what it takes, the top last. Results beyond 0 to `modulus` - 1 are taken round by
   * the caller.
   */
  readonly puttingOf: (taken: readonly number[], modulus: number, builtIn: number) => readonly number[];
}

/** All kinds of operations; a machine has some of them. */
const effects = {
  push: effect(0, 1, (_, __, n) => [n], [1, 4]),
  dup: effect(1, 2, ([a]) => [a!, a!]),
  over: effect(2, 3, ([a, b]) => [a!, b!, a!]),
  tuck: effect(2, 3, ([a, b]) => [b!, a!, b!]),
  swap: effect(2, 2, ([a, b]) => [b!, a!]),
  rot: effect(3, 3, ([a, b, c]) => [b!, c!, a!]),
  unrot: effect(3, 3, ([a, b, c]) => [c!, a!, b!]),
  sort: effect(2, 2, ([a, b]) => [Math.min(a!, b!), Math.max(a!, b!)]),
  lift: effect(2, 2, ([a, b]) => [a! + b!, b!]),
  spread: effect(2, 2, ([a, b]) => [a!, b! - a!]),
  plus: effect(1, 1, ([a], _, n) => [a! + n], [1, 4]),
  times: effect(1, 1, ([a], _, n) => [a! * n], [2, 4]),
  rest: effect(1, 1, ([a], _, n) => [a! % n], [2, 5]),
  neg: effect(1, 1, ([a]) => [-a!]),
  flip: effect(1, 1, ([a], modulus) => [modulus - 1 - a!]),
  half: effect(1, 1, ([a]) => [Math.floor(a! / 2)]),
  drop: effect(1, 0, () => []),
  nip: effect(2, 1, ([, b]) => [b!]),
  add: effect(2, 1, ([a, b]) => [a! + b!]),
  sub: effect(2, 1, ([a, b]) => [a! - b!]),
  mul: effect(2, 1, ([a, b]) => [a! * b!]),
  max: effect(2, 1, ([a, b]) => [Math.max(a!, b!)]),
  min: effect(2, 1, ([a, b]) => [Math.min(a!, b!)]),
  gap: effect(2, 1, ([a, b]) => [Math.abs(a! - b!)]),
} as const satisfies Readonly<Record<string, Effect>>;

export type Kind = keyof typeof effects;

/** An operation of a machine. */
export interface Operation {
  readonly kind: Kind;
  /** The number that is built in; 0 where the kind has none. */
  readonly builtIn: number;
}

/** Kinds by what a machine must have some of. */
export const growing: readonly Kind[] = ['push', 'dup', 'over', 'tuck'];
export const merging: readonly Kind[] = ['add', 'sub', 'mul', 'max', 'min', 'gap'];
export const kinds = Object.keys(effects) as readonly Kind[];

export function effectOf(kind: Kind): Effect {
  return effects[kind];
}

/** The name of an operation, the same in every instance: `dup`, `push3`. */
export function codeOf({ kind, builtIn }: Operation): string {
  return effectOf(kind).builtIn === undefined ? kind : `${kind}${builtIn}`;
}

function effect(
  takes: number,
  puts: number,
  puttingOf: Effect['puttingOf'],
  builtIn?: readonly [number, number],
): Effect {
  return { takes, puts, puttingOf, ...(builtIn && { builtIn }) };
}
