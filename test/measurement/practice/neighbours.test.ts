import { describe, expect, it } from 'vitest';
import { traversedDependencies } from '../../../measurement/practice/dependency.ts';
import { chooseProbe, gapEntry, neighboursOf } from '../../../measurement/practice/neighbours.ts';

const graph = { a: [], b: ['a'], c: ['b', 'a'], d: ['c'] };

describe('probing beside a skill', () => {
  const candidate = (skill: string, variance: number, information: number, attemptTokens: number) => ({
    skill,
    variance,
    information,
    attemptTokens,
  });

  it('knows the skills one edge up and down', () => {
    expect(neighboursOf(graph, 'b')).toEqual(['a', 'c']);
    expect(neighboursOf(graph, 'a')).toEqual(['b', 'c']);
    expect(neighboursOf({ a: [] }, 'a')).toEqual([]);
  });

  it('takes the largest expected drop of variance for its cost', () => {
    const sure = candidate('a', 0.1, 0.3, 1_000);
    const unsure = candidate('c', 1, 0.3, 1_000);
    expect(chooseProbe('b', [sure, unsure], [], 20)).toEqual({
      skill: 'b',
      neighbour: 'c',
      // Four tasks of information .3 leave 1 / (1 + 1.2) of the variance.
      varianceDrop: expect.closeTo(1 - 1 / 2.2, 12),
      cost: 4_000,
      round: 20,
    });
    const drop = (probe: ReturnType<typeof chooseProbe>) => probe!.neighbour;
    expect(drop(chooseProbe('b', [sure, { ...unsure, attemptTokens: 1_000_000 }], [], 20))).toBe('a');
    expect(drop(chooseProbe('b', [candidate('c', 1, 0.3, 0), candidate('a', 1, 0.3, 0)], [], 20))).toBe('a');
  });

  it('leaves those alone that were probed within the twelve rounds a trend looks back over', () => {
    const probe = chooseProbe('b', [candidate('a', 1, 0.3, 1_000)], [], 20)!;
    const done = [gapEntry(probe, { theta: 0, sd: 0.4, masteryTheta: 1 })];
    expect(chooseProbe('b', [candidate('a', 1, 0.3, 1_000)], done, 31)).toBeNull();
    expect(chooseProbe('b', [candidate('a', 1, 0.3, 1_000)], done, 32)).not.toBeNull();
    expect(chooseProbe('b', [], [], 20)).toBeNull();
  });

  it('finds that a neighbour bounds the gap exactly when its mean is below its mastery point', () => {
    const probe = chooseProbe('b', [candidate('a', 1, 0.3, 1_000)], [], 20)!;
    expect(gapEntry(probe, { theta: 0.99, sd: 0.4, masteryTheta: 1 })).toMatchObject({
      ...probe,
      bounds: true,
      theta: 0.99,
      sd: 0.4,
    });
    expect(gapEntry(probe, { theta: 1, sd: 0.4, masteryTheta: 1 }).bounds).toBe(false);
  });
});

describe('the practice between mastering a skill and what builds on it', () => {
  it('is counted an edge, a bound while it lasts, and nothing where there was nothing to traverse', () => {
    expect(traversedDependencies(graph, { a: 0, b: 30_000, c: null, d: null }, 50_000)).toEqual([
      { prerequisite: 'a', dependent: 'b', status: 'traversed', tokens: 30_000 },
      { prerequisite: 'a', dependent: 'c', status: 'open', tokens: 50_000 },
      { prerequisite: 'b', dependent: 'c', status: 'open', tokens: 20_000 },
      { prerequisite: 'c', dependent: 'd', status: 'unmastered', tokens: null },
    ]);
    expect(traversedDependencies({ b: ['a'] }, { a: 10, b: 10 }, 20)[0]!.status).toBe('known');
    expect(traversedDependencies({ b: ['a'] }, { a: null, b: 10 }, 20)[0]!.status).toBe('known');
  });
});
