import { describe, expect, it } from 'vitest';
import {
  type AnchorAttempt,
  anchorDrift,
  chooseAnchors,
  extendAnchors,
} from '../../../measurement/calibration/anchors.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { publishedScale, publishedSuite } from '../../../measurement/published.ts';
import { difficultyOf } from '../../../measurement/response-model/difficulty.ts';
import { logisticProbability } from '../../../measurement/response-model/response.ts';
import type { SkillScale } from '../../../schema/scale.ts';

const published = publishedScale('reasoning', 1)!;
const { mix } = publishedSuite('core@1')!.domains[0]!;
/** With a spread between instances, and item parameters that are known well. */
const scale = {
  skills: Object.fromEntries(
    Object.entries(published.skills).map(([id, skill]): [string, SkillScale] => [
      id,
      { ...skill, residualSd: 0.6, weight: 1, covariance: skill.covariance!.map((row) => row.map(() => 0)) },
    ]),
  ),
};
const anchors = chooseAnchors(scale, mix, 24);
const difficulties = anchors.map((cell) => difficultyOf(scale.skills[cell.skill]!, cell.features));

/** Whole or no answers at every anchor by runs of many abilities, known to ± .3, some cells harder than they were. */
function runs(seed: string, perCell: number, shifts: Readonly<Record<number, number>>): AnchorAttempt[] {
  const draws = createDraws('anchors', seed);
  return anchors.flatMap((cell, anchor) => {
    const { slope, chance, slip, residualSd } = scale.skills[cell.skill]!;
    return Array.from({ length: perCell }, () => {
      const theta = difficulties[anchor]! + 2 * draws.normal();
      const truth = theta + 0.3 * draws.normal();
      const difficulty = difficulties[anchor]! + (shifts[anchor] ?? 0) + residualSd * draws.normal();
      const probability = logisticProbability(slope, chance, slip, truth, difficulty);
      const score = draws.uniform() < probability ? 1 : 0;
      return { anchor, features: cell.features, score, theta, thetaSd: 0.3 };
    });
  });
}

describe('anchor cells', () => {
  it('lie evenly over the difficulty range of the mix, in all skills', () => {
    const all = mix
      .map((cell) => difficultyOf(scale.skills[cell.skill]!, cell.features))
      .sort((a, b) => a - b);
    const sorted = [...difficulties].sort((a, b) => a - b);
    expect(
      new Set(anchors.map((cell) => mix.findIndex((own) => own.parameters === cell.parameters))).size,
    ).toBe(24);
    expect(sorted[0]).toBe(all[0]);
    expect(sorted.at(-1)).toBe(all.at(-1));
    const step = (all.at(-1)! - all[0]!) / 23;
    const gaps = sorted.slice(1).map((difficulty, index) => difficulty - sorted[index]!);
    expect(Math.max(...gaps)).toBeLessThan(3 * step);
    for (const skill of Object.keys(scale.skills)) {
      expect(anchors.filter((cell) => cell.skill === skill).length).toBeGreaterThanOrEqual(4);
    }
    expect(anchors.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
  });

  it('are the same for the same mix in another order', () => {
    const turned = chooseAnchors(scale, [...mix].reverse(), 24);
    const names = (cells: typeof anchors) => cells.map((cell) => JSON.stringify(cell.parameters));
    expect(names(turned)).toEqual(names(anchors));
  });

  it('are at least twenty', () => {
    expect(() => chooseAnchors(scale, mix, 19)).toThrow(/at least 20/);
    expect(() => chooseAnchors(scale, mix.slice(0, 10), 24)).toThrow(/10 cells/);
  });

  it('are kept in their order when a skill is added, which gets as many as the others have', () => {
    const kept = chooseAnchors(
      scale,
      mix.filter(({ skill }) => skill !== 'B2'),
      20,
    );
    const extended = extendAnchors(scale, kept, mix);
    const places = (cells: typeof anchors) => cells.map(({ skill, parameters }) => ({ skill, parameters }));
    expect(places(extended.slice(0, 20))).toEqual(places(kept));
    const added = extended.slice(20);
    expect(new Set(added.map(({ parameters }) => parameters)).size).toBe(10);
    expect(added.every(({ skill }) => skill === 'B2')).toBe(true);
    expect(extended.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
  });
});

describe('the drift of anchors', () => {
  it('finds the planted shifts and flags those cells alone', () => {
    const drift = anchorDrift(scale, anchors, runs('two cells', 250, { 3: 1.2, 11: -1.2 }));
    expect(drift.filter(({ flagged }) => flagged).map(({ anchor }) => anchor)).toEqual([3, 11]);
    expect(Math.abs(drift[3]!.shift! - 1.2)).toBeLessThan(3 * drift[3]!.se!);
    expect(Math.abs(drift[11]!.shift! + 1.2)).toBeLessThan(3 * drift[11]!.se!);
  });

  it('flags about as many cells as its limit says where nothing has drifted, and its z are standard normal', () => {
    const zs = Array.from({ length: 40 }, (_, repeat) =>
      anchorDrift(scale, anchors, runs(`none ${repeat}`, 40, {})),
    )
      .flat()
      .map((cell) => ({ z: cell.z!, flagged: cell.flagged }));
    const meanSquare = zs.reduce((sum, { z }) => sum + z * z, 0) / zs.length;
    expect(meanSquare).toBeGreaterThan(0.8);
    expect(meanSquare).toBeLessThan(1.25);
    expect(zs.filter(({ flagged }) => flagged).length / zs.length).toBeLessThan(0.015);
  });

  it('says nothing about a cell below 30 attempts', () => {
    const attempts = runs('few', 29, { 0: 3 });
    expect(anchorDrift(scale, anchors, attempts)[0]).toMatchObject({
      attempts: 29,
      shift: null,
      flagged: false,
    });
    const more = runs('few', 30, { 0: 3 });
    expect(anchorDrift(scale, anchors, more)[0]).toMatchObject({ attempts: 30, flagged: true });
  });

  it('lets a shift that the scale itself is unsure of pass', () => {
    const unsure = {
      skills: Object.fromEntries(
        Object.entries(scale.skills).map(([id, own]): [string, SkillScale] => [
          id,
          {
            ...own,
            covariance: own.covariance!.map((row, i) => row.map((_, j) => (i === 0 && j === 0 ? 1 : 0))),
          },
        ]),
      ),
    };
    const attempts = runs('planted', 250, { 3: 1.2 });
    expect(anchorDrift(scale, anchors, attempts)[3]!.flagged).toBe(true);
    expect(anchorDrift(unsure, anchors, attempts)[3]!.flagged).toBe(false);
  });
});
