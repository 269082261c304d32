/** A switch in one of its two states. */
export interface Literal {
  readonly fact: number;
  readonly on: boolean;
}

/** A way from one place to another, open always or only while its gate holds. Costs are whole minutes above 0. */
export interface Lane {
  readonly from: number;
  readonly to: number;
  readonly cost: number;
  readonly gate: Literal | null;
}

/** Tells, at one place, how one switch stands. */
export interface Inspection {
  readonly at: number;
  readonly fact: number;
  readonly cost: number;
}

/**
 * Places 0 to `places` - 1 and switches 0 to `facts` - 1. A world is a number below 2^facts: bit f says that switch
 * f is on. At most one lane leads from a place to another one; none leaves the goal.
 */
export interface Network {
  readonly places: number;
  readonly start: number;
  readonly goal: number;
  readonly facts: number;
  readonly lanes: readonly Lane[];
  readonly inspections: readonly Inspection[];
}

/** What to do, step by step; an inspection is the last step of its list. */
export type Policy = readonly PolicyStep[];
type PolicyStep =
  | { readonly go: number }
  | { readonly inspect: number; readonly on: Policy; readonly off: Policy };

export function worldCount(network: Network): number {
  return 2 ** network.facts;
}

export function holdsIn(world: number, { fact, on }: Literal): boolean {
  return ((world >> fact) & 1) === (on ? 1 : 0);
}

export function isOpen({ gate }: Lane, world: number): boolean {
  return gate === null || holdsIn(world, gate);
}
