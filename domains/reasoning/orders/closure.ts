import type { Step } from './relations.ts';

/** Steps out of each point, to `point` at a cost of 1 where a statement gives them and 0 otherwise. */
type Graph = readonly (readonly { readonly point: number; readonly cost: 0 | 1 }[])[];

/**
 * Transitive closure: `distances[p][q]` is the least number of statements that lead from p up to q, -1 where none do.
 * A point is below all that it leads up to, and below nothing else.
 */
export function distancesOf(points: number, steps: readonly Step[]): number[][] {
  const graph: { point: number; cost: 0 | 1 }[][] = Array.from({ length: points }, () => []);
  for (const { low, high, statement } of steps) {
    graph[low]!.push({ point: high, cost: statement === null ? 0 : 1 });
  }
  return graph.map((_, start) => distancesFrom(start, graph));
}

function distancesFrom(start: number, graph: Graph): number[] {
  const distances = new Array<number>(graph.length).fill(-1);
  let level = [start];
  for (let distance = 0; level.length > 0; distance++) {
    const reached: number[] = [];
    for (const point of level) if (distances[point] === -1) reach(point);

    function reach(point: number): void {
      distances[point] = distance;
      reached.push(point);
      for (const { point: next, cost } of graph[point]!)
        if (cost === 0 && distances[next] === -1) reach(next);
    }

    level = reached.flatMap((point) =>
      graph[point]!.flatMap(({ point: next }) => (distances[next] === -1 ? [next] : [])),
    );
  }
  return distances;
}
