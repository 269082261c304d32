import { describe, expect, it } from 'vitest';
import { joinedStatistics, newSkills, placingCells, requirePlaced } from '../../client/extend-scale.ts';
import { fitScale } from '../../client/fit-scale.ts';
import { linkScales } from '../../measurement/linking/scale-link.ts';
import { publishedSuite } from '../../measurement/published.ts';
import type { ScaleStatistics } from '../../schema/scale.ts';
import { poolAnswers, withoutGrids } from '../cli/calibration-sample.ts';
import { reasoning } from '../support/three-skills.ts';

const { mix } = publishedSuite('core@1')!.domains[0]!;
const old = withoutGrids(5);
const responses = poolAnswers('extend', -2.5, 24);
const options = { domain: reasoning, mix, seed: 'extend', command: 'none' };

describe('a scale that extends another', () => {
  const first = fitScale({
    ...options,
    domain: { ...reasoning, skills: reasoning.skills.filter(({ id }) => id !== 'B5') },
    mix: mix.filter(({ skill }) => skill !== 'B5'),
    responses: responses.filter(({ skill }) => skill !== 'B5'),
    version: 5,
    extended: null,
  }).scale;
  const { scale, design } = fitScale({ ...options, responses, version: 6, extended: first });

  it('keeps what was published of the old skills, beside what is found of the new one', () => {
    const { skills, prerequisites } = scale.statistics!;
    const { B5: found, ...kept } = skills;
    expect(kept).toEqual(first.statistics!.skills);
    expect(found).toMatchObject({ items: 24 });
    expect(scale.statistics!.deviationSdSe).toBe(first.statistics!.deviationSdSe);
    const edges = prerequisites!.expert.map(({ from, to }) => `${from} ${to}`);
    expect(edges).toEqual([...new Set(edges)]);
    expect(edges).toEqual(expect.arrayContaining(['B2 B5']));
    expect(prerequisites!.expert).toEqual(expect.arrayContaining(first.statistics!.prerequisites!.expert));
  });

  it('is linked to it without error, since both have the same anchors with the same parameters', () => {
    const link = linkScales(first, scale);
    expect(link.slope).toBeCloseTo(1, 9);
    expect(link.intercept).toBeCloseTo(0, 9);
    expect(link.sd).toBeLessThan(1e-9);
    expect(link.anchors).toBe(24);
  });

  it('is provisional where it calibrates too little or the old one is, and says why', () => {
    expect(scale.provisional).toBe(true);
    expect(design.shortfalls).toEqual([
      'skill B5 has 24 instances, fewer than 80',
      'reasoning@5, which it extends, is provisional',
    ]);
  });
});

describe('what a scale is extended with', () => {
  it('is the skills that it lacks; a scale of another domain or with all of them is refused', () => {
    expect(newSkills(reasoning, old).map(({ id }) => id)).toEqual(['B5']);
    expect(() => newSkills(reasoning, { ...old, domain: 'planning' })).toThrow(
      /no scale of domain reasoning/,
    );
    const whole = { ...old, skills: { ...old.skills, B5: old.skills.B1! } };
    expect(() => newSkills(reasoning, whole)).toThrow(/there is nothing new to calibrate/);
  });

  it('is placed by its anchors, and where it has none by those that it would have now', () => {
    expect(placingCells(old, mix)).toBe(old.anchors);
    const { anchors: _none, ...bare } = old;
    expect(placingCells(bare, mix)).toEqual(old.anchors);
  });

  it('must come from a pool that has answered old skills, every model and enough instances', () => {
    expect(() => requirePlaced(old, responses)).not.toThrow();
    const without = responses.filter(({ model, skill }) => model !== 'model-3' || skill === 'B5');
    expect(() => requirePlaced(old, without)).toThrow(/model model-3 has answered nothing of the skills of/);
    const few = responses.filter(
      ({ skill, instance }) => skill === 'B5' || (skill === 'B1' && Number(instance.slice(3)) < 19),
    );
    expect(() => requirePlaced(old, few)).toThrow(/responses to 19 instances .* at least 20 are needed/);
  });

  it('brings edges of the graph that the old skills have no part in', () => {
    const edge = (from: string, to: string) => ({
      from,
      to,
      masters: 1,
      without: 0,
      lower: 0,
      refuted: false,
    });
    const found = { skills: {}, deviationSdSe: null } as unknown as ScaleStatistics;
    const known = { ...found, prerequisites: { expert: [edge('B1', 'B2')], suggested: [] } };
    const judged = {
      expert: [{ ...edge('B1', 'B2'), refuted: true }, edge('B2', 'B5')],
      suggested: [edge('B5', 'B1'), edge('B2', 'B1')],
    };
    expect(joinedStatistics({ ...old, statistics: known }, found, judged).prerequisites).toEqual({
      expert: [edge('B1', 'B2'), edge('B2', 'B5')],
      suggested: [edge('B5', 'B1')],
    });
  });
});
