import type { EdgeEvidence } from '../../schema/scale.ts';
import { wilsonInterval } from '../ability/accuracy.ts';
import { refutedShareMin } from '../constants.ts';
import { itemTree, type MasteryRow, type QuasiOrder } from './item-tree.ts';

/** Direct prerequisites of every skill, keyed by skill. */
export type Prerequisites = Readonly<Record<string, readonly string[]>>;

/** Which skills each model masters; the rows have the same skills. */
export type MasteryTable = readonly Readonly<Record<string, boolean>>[];

/**
 * The graph among the present skills: a prerequisite that is absent is replaced by its own, so that every skill
 * keeps its nearest present ancestors, near ones first and then by name. Throws a RangeError on a cycle.
 */
export function presentPrerequisites(
  graph: Prerequisites,
  present: readonly string[],
): Record<string, string[]> {
  refuseCycle(graph);
  const isPresent = new Set(present);
  return Object.fromEntries(
    present.map((skill) => {
      const found = new Set<string>();
      let level = [...(graph[skill] ?? [])].sort();
      while (level.length > 0) {
        for (const ancestor of level) if (isPresent.has(ancestor)) found.add(ancestor);
        const absent = level.filter((ancestor) => !isPresent.has(ancestor));
        level = [...new Set(absent.flatMap((ancestor) => graph[ancestor] ?? []))].sort();
      }
      return [skill, [...found]];
    }),
  );
}

/** The evidence about every edge of the graph, in order of its names. */
export function edgeEvidence(graph: Prerequisites, table: MasteryTable): EdgeEvidence[] {
  return Object.entries(graph)
    .flatMap(([to, sources]) => sources.map((from) => evidenceOf(from, to, table)))
    .sort(byNames);
}

/** An edge is refuted where surely more than a tenth of those who master its end do so without its start. */
export function isRefuted({ lower }: EdgeEvidence): boolean {
  return lower > refutedShareMin;
}

/**
 * Edges that the corrected item tree of the pool has and the graph lacks, also along paths. Only its shortest steps,
 * and none between skills that imply each other, where nothing says which comes first. Skills that nobody or
 * everybody masters say nothing and are left out.
 */
export function suggestEdges(graph: Prerequisites, table: MasteryTable): EdgeEvidence[] {
  const skills = Object.keys(table[0] ?? {})
    .filter((skill) => new Set(table.map((row) => row[skill])).size === 2)
    .sort();
  if (skills.length < 2) return [];
  const rows = table.map((row): MasteryRow => skills.map((skill) => row[skill] === true));
  const { order } = itemTree(rows);
  return coverPairs(order)
    .map(([i, j]) => evidenceOf(skills[i]!, skills[j]!, table))
    .filter((edge) => !ancestorsOf(graph, edge.to).has(edge.from) && !isRefuted(edge))
    .sort(byNames);
}

/** Pairs i before j of the order's strict part with nothing in between. */
function coverPairs(order: QuasiOrder): [number, number][] {
  const before = (i: number, j: number) => order[i]![j]! && !order[j]![i]!;
  const indices = [...order.keys()];
  return indices.flatMap((i) =>
    indices
      .filter((j) => before(i, j) && !indices.some((h) => before(i, h) && before(h, j)))
      .map((j): [number, number] => [i, j]),
  );
}

/** The bound counts as 0 where nobody masters `to`: then there is no evidence against the edge. */
function evidenceOf(from: string, to: string, table: MasteryTable): EdgeEvidence {
  const masters = table.filter((row) => row[to]);
  const without = masters.filter((row) => !row[from]).length;
  const lower = masters.length === 0 ? 0 : wilsonInterval(without, masters.length).lo;
  return { from, to, masters: masters.length, without, lower };
}

/** Everything that the skill builds on, directly or not. */
function ancestorsOf(graph: Prerequisites, skill: string, found = new Set<string>()): Set<string> {
  for (const ancestor of graph[skill] ?? []) {
    if (found.has(ancestor)) continue;
    found.add(ancestor);
    ancestorsOf(graph, ancestor, found);
  }
  return found;
}

function refuseCycle(graph: Prerequisites): void {
  const circular = Object.keys(graph).find((skill) => ancestorsOf(graph, skill).has(skill));
  if (circular !== undefined) throw new RangeError(`skill ${circular} is its own prerequisite`);
}

function byNames(left: EdgeEvidence, right: EdgeEvidence): number {
  const [a, b] = [`${left.to} ${left.from}`, `${right.to} ${right.from}`];
  return a < b ? -1 : a > b ? 1 : 0;
}
