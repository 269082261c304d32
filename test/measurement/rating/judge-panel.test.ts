import { describe, expect, it } from 'vitest';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { judgePanel } from '../../../measurement/rating/judge-panel.ts';
import { panelShare } from '../../../measurement/rating/panel-share.ts';

const candidates = ['qwen', 'llama', 'gemma', 'phi'].map((modelFamily, id) => ({
  id,
  name: `reader-${id}`,
  modelFamily,
}));

describe('a panel', () => {
  it('is all judges of other families of models, and no fewer than three', () => {
    expect(judgePanel(candidates, 'qwen')).toEqual({ judges: candidates.slice(1), skipped: null });
    expect(judgePanel(candidates, 'olmo')).toEqual({ judges: candidates, skipped: null });
    expect(judgePanel(candidates.slice(0, 2), 'qwen')).toEqual({
      judges: [],
      skipped: 'only 1 judge of another family of models is configured, and 3 are needed',
    });
  });

  it('is nobody where the judged family is not known: it might be a judge of its own', () => {
    expect(judgePanel(candidates, null).skipped).toContain('register it again with --model-family');
    expect(judgePanel([], null).skipped).toBe('no judges are configured');
  });
});

describe('the share that a panel gives', () => {
  it('is the mean of its shares, and is never called certain', () => {
    expect(panelShare([])).toBeNull();
    expect(panelShare([0.5, 1])!.mean).toBe(0.75);
    expect(panelShare([0, 0, 0, 0])!.se).toBeCloseTo(1 / 6, 9);
    expect(panelShare([1, 1, 1, 1])!.se).toBeCloseTo(1 / 6, 9);
  });

  it('lies within two standard errors of the truth nineteen times in twenty, for as few as four answers', () => {
    const draws = createDraws('panel share');
    for (const truth of [0.1, 0.5, 0.9]) {
      let held = 0;
      for (let run = 0; run < 2_000; run++) {
        const shares = Array.from({ length: 4 }, () => {
          const votes = Array.from({ length: 6 }, () => (draws.uniform() < truth ? 1 : 0));
          return votes.reduce<number>((sum, vote) => sum + vote, 0) / votes.length;
        });
        const { mean, se } = panelShare(shares)!;
        if (Math.abs(mean - truth) <= 2 * se) held++;
      }
      expect(held / 2_000).toBeGreaterThan(0.95);
    }
  });
});
