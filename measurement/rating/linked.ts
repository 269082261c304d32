import { type FacetDesign, raterText } from './facets-design.ts';

/** Criteria and raters that can be compared with one another, by what the ratings link. */
export interface LinkedGroups {
  readonly criteria: readonly (readonly string[])[];
  readonly raters: readonly (readonly string[])[];
}

/**
 * Who can be compared with whom when nothing is assumed about the responses. Differences between raters and between
 * criteria are estimable exactly where they are orthogonal to the null space of the design of main effects with the
 * responses swept out, Σ (d − d̄_response)(d − d̄_response)' (Searle 1971, *Linear Models*, 7.4). With one null vector
 * for each facet, its constant, everything is linked; raters that the null space tells apart are not.
 */
export function linkedGroups(design: FacetDesign): LinkedGroups {
  const basis = nullSpace(sweptDesign(design));
  const signature = (column: number) =>
    basis.map((vector) => (Math.round(vector[column]! * 1e6) / 1e6 + 0).toString()).join(' ');
  const grouped = (names: readonly string[], from: number) => {
    const groups = new Map<string, string[]>();
    names.forEach((name, number) => {
      const key = signature(from + number);
      groups.set(key, [...(groups.get(key) ?? []), name]);
    });
    return [...groups.values()];
  };
  return {
    criteria: grouped(design.criteria, 0),
    raters: grouped(design.raters.map(raterText), design.criteria.length),
  };
}

/** Throws a RangeError that names the groups where the ratings do not link all raters and all criteria. */
export function requireLinked(design: FacetDesign): void {
  const groups = linkedGroups(design);
  const told = (['raters', 'criteria'] as const)
    .filter((facet) => groups[facet].length > 1)
    .map((facet) => {
      const sets = groups[facet].map((names) => `{${names.join(', ')}}`).join(' and ');
      return `nothing links the ${facet} ${sets}`;
    });
  if (told.length === 0) return;
  throw new RangeError(
    `${told.join('; ')}: let some responses be rated across these groups, or measure each group for itself`,
  );
}

function sweptDesign({ criteria, raters, cells }: FacetDesign): number[][] {
  const size = criteria.length + raters.length;
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const ofResponse of cells) {
    const columns = ofResponse.map(({ criterion, rater }) => [criterion, criteria.length + rater] as const);
    const counts = new Array<number>(size).fill(0);
    for (const pair of columns) {
      for (const row of pair) {
        counts[row]!++;
        for (const column of pair) matrix[row]![column]!++;
      }
    }
    const used = [...counts.keys()].filter((column) => counts[column]! > 0);
    for (const row of used) {
      for (const column of used) matrix[row]![column]! -= (counts[row]! * counts[column]!) / columns.length;
    }
  }
  return matrix;
}

/** A pivot below this is a rounding of 0: the entries are counts, at most divided by counts. */
const pivotMin = 1e-7;

/** Vectors that a symmetric matrix takes to 0, one for each column without a pivot. Changes the matrix. */
function nullSpace(matrix: number[][]): number[][] {
  const size = matrix.length;
  const pivots: number[] = [];
  for (let column = 0; column < size; column++) {
    const from = pivots.length;
    let best = from;
    for (let row = from; row < size; row++) {
      if (Math.abs(matrix[row]![column]!) > Math.abs(matrix[best]![column]!)) best = row;
    }
    if (from === size || Math.abs(matrix[best]![column]!) < pivotMin) continue;
    [matrix[from], matrix[best]] = [matrix[best]!, matrix[from]!];
    const pivotRow = matrix[from]!.map((value) => value / matrix[from]![column]!);
    matrix[from] = pivotRow;
    for (let row = 0; row < size; row++) {
      const factor = matrix[row]![column]!;
      if (row === from || factor === 0) continue;
      matrix[row] = matrix[row]!.map((value, at) => value - factor * pivotRow[at]!);
    }
    pivots.push(column);
  }
  const free = Array.from({ length: size }, (_, column) => column).filter(
    (column) => !pivots.includes(column),
  );
  return free.map((column) => {
    const vector = new Array<number>(size).fill(0);
    vector[column] = 1;
    pivots.forEach((pivot, row) => {
      vector[pivot] = -matrix[row]![column]!;
    });
    return vector;
  });
}
