/** What can be asked of a world, whatever its mechanics. */
export interface WorldShape {
  /** Objects that may matter to a plan, at least 3. */
  readonly size: number;
  /** 0..1: how many more ways there are than the fewest that connect everything. */
  readonly density: number;
  /** 0..1: the share of what can be done that cannot be undone. */
  readonly irreversible: number;
  /** Objects that no shortest plan touches. */
  readonly irrelevant: number;
}
