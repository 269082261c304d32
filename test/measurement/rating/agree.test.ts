import { describe, expect, it } from 'vitest';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { agree } from '../../../measurement/rating/agree.ts';
import { judgeVerdict } from '../../../measurement/rating/gate.ts';
import type { Rating } from '../../../measurement/rating/ratings.ts';
import { type PlantedRaters, simulateRatings } from './simulated-ratings.ts';

/**
 * Four humans and five judges: one like the humans, one who scores at random, one who is two logits too severe, one who
 * drifts by a logit, and one who likes long responses.
 */
const planted: PlantedRaters = {
  seed: 'agree',
  responses: 80,
  difficulties: [-0.5, -0.2, 0.2, 0.5],
  humans: [-0.4, -0.1, 0.1, 0.4],
  judges: [0, 0, 2, 0, 0],
  thresholds: [-2, -0.7, 0.7, 2],
  ability: (draws) => 2.5 * draws.normal(),
};
const anchors = 40;

function ratingsOfAll(): Rating[] {
  const number = ({ response }: Rating) => Number(response.split(' ')[1]);
  const noise = createDraws('agree noise');
  const second = simulateRatings({ ...planted, occasion: 2, judges: [0, 0, 2, 1, 0] });
  const again = second.filter((each) => number(each) < anchors);
  return [...simulateRatings(planted), ...again].map((each) => {
    const length = 50 + ((number(each) * 37) % 400);
    const rated = { ...each, length, heldOut: number(each) >= anchors };
    if (each.rater === 'judge 1') return { ...rated, score: Math.floor(5 * noise.uniform()) };
    const bonus = each.rater === 'judge 4' ? Math.round((length - 250) / 150) : 0;
    return { ...rated, score: Math.max(0, Math.min(4, each.score + bonus)) };
  });
}

describe('agreement of raters', () => {
  const ratings = ratingsOfAll();
  const report = agree(ratings);

  it('lets a judge count that rates as the panel does, and says of the others why not', () => {
    const verdicts = Object.fromEntries(report.gate.map((verdict) => [verdict.rater, verdict]));
    expect(report.gate.map(({ rater, counts }) => [rater, counts])).toEqual([
      ['judge 0', true],
      ['judge 1', false],
      ['judge 2', false],
      ['judge 3', false],
      ['judge 4', false],
    ]);
    expect(verdicts['judge 0']!.sentence).toMatch(
      /^judge 0 counts: alpha \.\d+ and QWK \.\d+ against the panel on 40 held-out responses, drift -?\.\d+ logits\.$/,
    );
    expect(verdicts['judge 1']!.reasons).toEqual(expect.arrayContaining(['alpha-low', 'kappa-low']));
    expect(verdicts['judge 2']!.reasons).toContain('alpha-low');
    expect(verdicts['judge 3']!.reasons).toEqual(['drift-high']);
    expect(verdicts['judge 3']!.sentence).toMatch(
      /does not count: it has drifted by .* logits, \.3 or more\.$/,
    );
  });

  it('measures the drift of a judge undisturbed by other judges, and what goes with length', () => {
    const planted = { 'judge 0': 0, 'judge 2': 0, 'judge 3': 1, 'judge 4': 0 };
    for (const [judge, truth] of Object.entries(planted)) {
      const { drift, se } = report.gate.find(({ rater }) => rater === judge)!.drift!;
      expect(Math.abs(drift - truth)).toBeLessThan(3 * se);
      expect(se).toBeLessThan(0.2);
    }
    expect(report.facets.drifts).toHaveLength(9);
    const lengths = new Map(report.raters.map(({ rater, length }) => [rater, length]));
    expect(lengths.get('judge 4')!.lo).toBeGreaterThan(0.3);
    expect(lengths.get('judge 0')!.lo).toBeLessThan(0);
    expect(lengths.get('judge 0')!.hi).toBeGreaterThan(0);
  });

  it('lets no judge that does not count move the severity of anybody else', () => {
    const alone = agree(ratings.filter(({ rater, kind }) => kind === 'human' || rater === 'judge 0'));
    const { raters, criteria, thresholds } = report.facets;
    expect({ raters: raters.slice(0, 10), criteria, thresholds }).toEqual({
      raters: alone.facets.raters,
      criteria: alone.facets.criteria,
      thresholds: alone.facets.thresholds,
    });
    expect(raters).toHaveLength(18);
    const severe = raters.find(({ rater }) => rater === 'judge 2')!;
    expect(Math.abs(severe.severity - 2)).toBeLessThan(3 * severe.se);
  });

  it('takes fair averages from those who count alone', () => {
    expect(report.fair.raters).toEqual(['human 0', 'human 1', 'human 2', 'human 3', 'judge 0']);
    const counted = ratings.filter(({ rater }) => report.fair.raters.includes(rater));
    expect(report.fair.responses).toEqual(agree(counted).fair.responses);
    const judges = ratings.filter(({ rater }) => rater.startsWith('judge'));
    expect(agree(judges).fair).toMatchObject({
      responses: null,
      reason: expect.stringContaining('no human rater'),
    });
  });

  it('lets nothing pass that is not known', () => {
    const once = agree(ratings.filter(({ occasion }) => occasion === 1));
    expect(once.gate.every(({ counts }) => !counts)).toBe(true);
    expect(once.gate[0]!.reasons).toEqual(['drift-unknown']);
    const tuned = agree(ratings.map((each) => ({ ...each, heldOut: false })));
    expect(tuned.on).toBe('all');
    expect(tuned.gate[0]!.reasons).toEqual(['held-out-few']);
    const sure = { value: 0.9, lo: 0.8, hi: 1 };
    const judge = { rater: 'j', responses: 40, alpha: sure, kappa: sure };
    expect(judgeVerdict(judge, { drift: -0.3, se: 0.1 }).reasons).toEqual(['drift-high']);
    expect(judgeVerdict(judge, { drift: 0.1, se: 0.21 }).reasons).toEqual(['drift-uncertain']);
    const undefinedAlpha = { ...judge, alpha: { value: null, lo: null, hi: null } };
    expect(judgeVerdict(undefinedAlpha, { drift: 0, se: 0.1 }).reasons).toEqual(['alpha-undefined']);
    expect(judgeVerdict(judge, { drift: 0.29, se: 0.2 })).toMatchObject({ counts: true, reasons: [] });
  });

  it('refuses ratings that contradict one another', () => {
    expect(() => agree([...ratings, ratings[0]!])).toThrow(
      'human 0 has rated response 0 on criterion 0 before',
    );
    expect(() => agree([...ratings, { ...ratings[0]!, occasion: 9, kind: 'judge' }])).toThrow(
      'human 0 is human in one',
    );
  });
});
