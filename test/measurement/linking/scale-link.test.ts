import { describe, expect, it } from 'vitest';
import { chooseAnchors } from '../../../measurement/calibration/anchors.ts';
import { compareScales } from '../../../measurement/linking/scale-difference.ts';
import { linkScales } from '../../../measurement/linking/scale-link.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { publishedScale, publishedSuite } from '../../../measurement/published.ts';
import type { Scale, SkillScale } from '../../../schema/scale.ts';

const published = publishedScale('reasoning', 1)!;
const { mix } = publishedSuite('core@1')!.domains[0]!;
const base: Scale = { ...published, anchors: chooseAnchors(published, mix, 24) };

/** The same difficulties on another scale: theta' = slope·theta + intercept. */
function moved(scale: Scale, slope: number, intercept: number, version = 2): Scale {
  const skills = Object.entries(scale.skills).map(([id, skill]): [string, SkillScale] => [
    id,
    {
      ...skill,
      slope: skill.slope / slope,
      residualSd: skill.residualSd * slope,
      intercept: { value: slope * skill.intercept.value + intercept, se: slope * skill.intercept.se },
      terms: skill.terms.map((term) => ({
        ...term,
        coefficient: slope * term.coefficient,
        se: slope * term.se,
      })),
      covariance: skill.covariance!.map((row) => row.map((value) => slope ** 2 * value)),
    },
  ]);
  return { ...scale, version, skills: Object.fromEntries(skills) };
}

function withSkill(scale: Scale, id: string, change: (skill: SkillScale) => SkillScale): Scale {
  return { ...scale, skills: { ...scale.skills, [id]: change(scale.skills[id]!) } };
}

/** The scale as another calibration of the same pool would have found it, with errors of the size that it states. */
function recalibrated(scale: Scale, seed: string, version: number): Scale {
  const draws = createDraws('recalibrated', seed);
  const skills = Object.entries(scale.skills).map(([id, skill]): [string, SkillScale] => {
    const normals = skill.terms.map(() => draws.normal());
    return [
      id,
      {
        ...skill,
        intercept: { ...skill.intercept, value: skill.intercept.value + skill.intercept.se * draws.normal() },
        terms: skill.terms.map((term, index) =>
          term.status === 'calibrated'
            ? { ...term, coefficient: term.coefficient + term.se * normals[index]! }
            : term,
        ),
        covariance: [skill.intercept.se, ...skill.terms.map(({ se }) => se)].map((se, i, all) =>
          all.map((_, j) => (i === j ? se ** 2 : 0)),
        ),
      },
    ];
  });
  return { ...scale, version, skills: Object.fromEntries(skills) };
}

describe('the link between two scales', () => {
  it('recovers a planted change of unit and origin', () => {
    const link = linkScales(base, moved(base, 1.3, -0.7));
    expect(link.slope).toBeCloseTo(1.3, 6);
    expect(link.intercept).toBeCloseTo(-0.7, 6);
    expect(link.anchors).toBe(24);
    expect(link.sd).toBeGreaterThan(0);
  });

  it('of a scale with itself is the identity, without error and without anchors', () => {
    expect(linkScales(published, published)).toMatchObject({ slope: 1, intercept: 0, sd: 0 });
  });

  it('is refused where anchors are missing, and between domains', () => {
    expect(() => linkScales(published, { ...published, version: 2 })).toThrow(/0 anchors in common/);
    expect(() => linkScales(base, { ...base, domain: 'planning' })).toThrow(/two domains/);
  });

  it('goes through the anchors of either scale that both can place', () => {
    expect(linkScales(published, { ...base, version: 2 }).anchors).toBe(24);
    const { B1: _gone, ...rest } = base.skills;
    const without = { ...base, version: 2, skills: rest };
    const left = base.anchors!.filter(({ skill }) => skill !== 'B1').length;
    expect(() => linkScales(base, without)).toThrow(new RegExp(`${left} anchors in common`));
  });

  it('has an error that matches how far links miss over repeated calibrations', () => {
    const misses = Array.from({ length: 60 }, (_, repeat) => {
      const first = recalibrated(base, `${repeat} first`, 1);
      const second = recalibrated(base, `${repeat} second`, 2);
      const { slope, intercept, sd } = linkScales(first, second);
      // In the middle of the anchors, where the link is known best and abilities are.
      return { miss: (slope - 1) * -1 + intercept, sd };
    });
    const rootMeanSquare = Math.sqrt(
      misses.reduce((sum, { miss, sd }) => sum + (miss / sd) ** 2, 0) / misses.length,
    );
    expect(rootMeanSquare).toBeGreaterThan(0.5);
    expect(rootMeanSquare).toBeLessThan(1.3);
  });

  it('is less sure where one skill has moved against the others', () => {
    const shifted = withSkill({ ...base, version: 2 }, 'B5', (skill) => ({
      ...skill,
      intercept: { ...skill.intercept, value: skill.intercept.value + 4 },
    }));
    const [plain, torn] = [linkScales(base, { ...base, version: 2 }), linkScales(base, shifted)];
    expect(torn.sd).toBeGreaterThan(1.5 * plain.sd);
  });
});

describe('the difference between two scales', () => {
  it('is nothing but origin and unit after a planted change of both', () => {
    const found = compareScales(base, moved(base, 1.2, 0.5), mix);
    expect(found.anchors.every(({ difference, drifted }) => Math.abs(difference) < 1e-5 && !drifted)).toBe(
      true,
    );
    expect(Math.abs(found.mix!.difference)).toBeLessThan(1e-5);
    expect(found.mix!.rootMeanSquare).toBeLessThan(1e-5);
  });

  it('names the parameter that was changed with its z, and the anchors that it moved', () => {
    const changed = withSkill({ ...base, version: 2 }, 'B2', (skill) => ({
      ...skill,
      terms: skill.terms.map((term) =>
        term.parameters[0] === 'depth' && term.basis === 'upper'
          ? { ...term, coefficient: term.coefficient + 3 }
          : term,
      ),
    }));
    const found = compareScales(base, changed, mix);
    const different = found.parameters.filter(({ difference }) => difference !== 0);
    expect(different).toMatchObject([{ skill: 'B2', parameter: 'depth upper', difference: 3 }]);
    const se = base.skills.B2!.terms.find(
      (term) => term.parameters[0] === 'depth' && term.basis === 'upper',
    )!.se;
    expect(different[0]!.z).toBeCloseTo(3 / Math.hypot(se, se), 9);
    const drifted = found.anchors.filter((anchor) => anchor.drifted);
    expect(drifted.length).toBeGreaterThan(0);
    for (const { skill, parameters } of drifted) {
      expect(skill).toBe('B2');
      expect(parameters.depth).toBeGreaterThan(9);
    }
    expect(found.mix!.rootMeanSquare).toBeGreaterThan(0.1);
  });

  it('says why there is no link, and what skills came and went', () => {
    const { B5, ...rest } = published.skills;
    const found = compareScales(published, { ...published, version: 2, skills: { ...rest, B9: B5! } }, mix);
    expect(found).toMatchObject({
      link: null,
      anchors: [],
      mix: null,
      skillsAdded: ['B9'],
      skillsRemoved: ['B5'],
    });
    expect(found.linkRefused).toMatch(/anchors in common/);
  });
});
