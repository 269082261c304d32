import { describe, expect, it } from 'vitest';
import {
  edgeEvidence,
  isRefuted,
  type MasteryTable,
  type Prerequisites,
  presentPrerequisites,
  suggestEdges,
} from '../../../measurement/calibration/prerequisites.ts';
import { createDraws, type Draws } from '../../../measurement/numeric/draws.ts';

const chain: Prerequisites = { a: [], b: ['a'], c: ['b'] };

/** Models that master skills in the order of the graph; each entry is flipped with probability `error`. */
function pool(seed: string, graph: Prerequisites, models: number, error: number): MasteryTable {
  const draws = createDraws('mastery', seed);
  return Array.from({ length: models }, () => {
    const truth: Record<string, boolean> = {};
    for (const [skill, needs] of Object.entries(graph)) {
      truth[skill] = needs.every((need) => truth[need]) && draws.uniform() < 0.7;
    }
    return Object.fromEntries(
      Object.entries(truth).map(([skill, masters]) => [skill, draws.uniform() < error ? !masters : masters]),
    );
  });
}

/** A graph without cycles: every skill may build on earlier ones. */
function randomGraph(draws: Draws, size: number): Record<string, string[]> {
  const skills = Array.from({ length: size }, (_, index) => `s${index}`);
  return Object.fromEntries(
    skills.map((skill, index) => [skill, skills.slice(0, index).filter(() => draws.uniform() < 0.4)]),
  );
}

/** Every path from an ancestor down to the skill, the ends included. */
function pathsTo(graph: Prerequisites, skill: string): string[][] {
  return (graph[skill] ?? []).flatMap((need) => [
    [need, skill],
    ...pathsTo(graph, need).map((path) => [...path, skill]),
  ]);
}

describe('prerequisites among the skills of a suite', () => {
  it('are the ends of all paths whose inner skills are absent, by brute force over random graphs', () => {
    const draws = createDraws('graphs');
    for (let repeat = 0; repeat < 300; repeat++) {
      const graph = randomGraph(draws, 8);
      const present = Object.keys(graph).filter(() => draws.uniform() < 0.5);
      const replaced = presentPrerequisites(graph, present);
      expect(Object.keys(replaced)).toEqual(present);
      for (const skill of present) {
        const nearest = pathsTo(graph, skill)
          .filter(([first]) => present.includes(first!))
          .filter((path) => path.slice(1, -1).every((inner) => !present.includes(inner)))
          .map(([first]) => first!);
        expect([...replaced[skill]!].sort()).toEqual([...new Set(nearest)].sort());
      }
    }
  });

  it('keep who builds on whom as it was', () => {
    const draws = createDraws('reach');
    for (let repeat = 0; repeat < 100; repeat++) {
      const graph = randomGraph(draws, 7);
      const present = Object.keys(graph).filter(() => draws.uniform() < 0.6);
      const replaced = presentPrerequisites(graph, present);
      for (const skill of present) {
        const ends = (paths: string[][]) =>
          [...new Set(paths.map(([first]) => first!))].filter((end) => present.includes(end)).sort();
        expect(ends(pathsTo(replaced, skill))).toEqual(ends(pathsTo(graph, skill)));
      }
    }
  });

  it('name near ancestors before far ones', () => {
    const graph = { a: [], z: [], m: ['a'], top: ['m', 'z'] };
    expect(presentPrerequisites(graph, ['a', 'top', 'z']).top).toEqual(['z', 'a']);
  });

  it('may not run in a circle', () => {
    expect(() => presentPrerequisites({ a: ['b'], b: ['a'] }, ['a'])).toThrow(/its own prerequisite/);
  });
});

describe('the evidence about an edge', () => {
  it('refutes a planted wrong edge and keeps the right ones', () => {
    const table = pool('refute', { ...chain, d: [] }, 60, 0.02);
    const evidence = edgeEvidence({ ...chain, d: ['c'] }, table);
    const refuted = evidence.filter(isRefuted).map(({ from, to }) => `${from}->${to}`);
    expect(refuted).toEqual(['c->d']);
    expect(evidence.map(({ from, to }) => `${from}->${to}`)).toEqual(['a->b', 'b->c', 'c->d']);
  });

  it('refutes 3 of 8 without the prerequisite and not 2 of 8', () => {
    const table = (without: number) => Array.from({ length: 8 }, (_, m) => ({ i: m >= without, j: true }));
    const lowerOf = (without: number) => edgeEvidence({ i: [], j: ['i'] }, table(without))[0]!;
    expect(lowerOf(3)).toMatchObject({ masters: 8, without: 3 });
    expect(isRefuted(lowerOf(3))).toBe(true);
    expect(isRefuted(lowerOf(2))).toBe(false);
  });

  it('says nothing where nobody masters the end', () => {
    const [edge] = edgeEvidence({ i: [], j: ['i'] }, [{ i: true, j: false }]);
    expect(edge).toEqual({ from: 'i', to: 'j', masters: 0, without: 0, lower: 0 });
  });
});

describe('suggested edges', () => {
  it('are the steps of a planted order that the graph lacks', () => {
    const table = pool('suggest', chain, 200, 0.02);
    const named = (graph: Prerequisites) =>
      suggestEdges(graph, table).map(({ from, to }) => `${from}->${to}`);
    expect(named({ a: [], b: [], c: [] })).toEqual(['a->b', 'b->c']);
    expect(named({ a: [], b: ['a'], c: [] })).toEqual(['b->c']);
    expect(named(chain)).toEqual([]);
  });

  it('are none between skills that have nothing to do with each other', () => {
    expect(suggestEdges({}, pool('apart', { a: [], b: [], c: [], d: [] }, 300, 0))).toEqual([]);
  });

  it('leave out skills that all or none master', () => {
    const table = Array.from({ length: 10 }, (_, m) => ({ all: true, none: false, some: m > 4 }));
    expect(suggestEdges({}, table)).toEqual([]);
  });
});
