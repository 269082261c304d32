import { describe, expect, it } from 'vitest';
import { depths } from '../../measurement/constants.ts';
import { expectWork, type WorkSettings } from '../../measurement/expectation.ts';
import type { Panel } from '../../measurement/judged-expectation.ts';

const bytes = { promptBytes: 4_000, entryBytes: 400 };
const judged = { promptBytes: 2_000, readingBytes: 3_000 };
const panel: Panel = { judges: 3, judgesPerConnection: 0.5, maxTokens: 2_000, anchors: 0, history: null };

const settings: WorkSettings = {
  depth: depths.quick,
  domains: [
    { bytes: () => bytes, judged },
    { bytes: () => bytes, judged: null },
  ],
  panel: null,
  judgedTasks: 4,
  notebookTokensMax: null,
  maxTokens: 1_000,
  connections: 4,
  budgetTokens: null,
  history: null,
};

describe('what an evaluation with judged tasks is expected to take', () => {
  const without = expectWork(settings);
  const read = expectWork({ ...settings, panel });

  it('is the work of the model without them, where nobody judges or nothing is to be judged', () => {
    expect(without.judging).toBeNull();
    expect(without.work.tasks).toBe(2 * depths.quick.tasksMax);
    const domains = settings.domains.map((domain) => ({ ...domain, judged: null }));
    expect(expectWork({ ...settings, panel, domains })).toEqual(without);
  });

  it("holds the model's answers, and apart from them a call to every judge for each", () => {
    expect(read.work).toMatchObject({
      tasks: without.work.tasks + 4,
      promptTokens: without.work.promptTokens + 4 * 500,
      completionTokens: without.work.completionTokens + 4 * 500,
    });
    expect(read.work.minutes).toBeGreaterThan(without.work.minutes);
    expect(read.judging).toEqual({
      judges: 3,
      calls: 12,
      promptTokens: 12 * 750,
      completionTokens: 12 * 500,
    });
  });

  it('counts answers that are read again: half as many as are new, as far as there are any', () => {
    const calls = (anchors: number, evaluations: number) =>
      expectWork({ ...settings, panel: { ...panel, anchors } }, evaluations).judging?.calls;
    expect(calls(1, 1)).toBe(3 * (4 + 1));
    expect(calls(100, 1)).toBe(3 * (4 + 2));
    // Of the first evaluation nothing can be read again, of the others what the ones before them have left.
    expect(calls(0, 2)).toBe(3 * (8 + 4));
  });

  it('goes by what verdicts and judged answers took before', () => {
    const history = { promptTokens: 900, completionTokens: 50, latencyMs: 1_000 };
    expect(expectWork({ ...settings, panel: { ...panel, history } }).judging).toMatchObject({
      promptTokens: 12 * 900,
      completionTokens: 12 * 50,
    });
    const uncounted = { ...history, promptTokens: null, completionTokens: null };
    expect(expectWork({ ...settings, panel: { ...panel, history: uncounted } }).judging).toEqual(
      read.judging,
    );
    const spent = { promptTokens: 1_000, completionTokens: 500 };
    const answered = { ...settings, panel, history: { ...noHistory, placement: spent, judged: spent } };
    expect(expectWork(answered).work.promptTokens).toBe(read.work.promptTokens + 4 * 500);
  });

  it('leaves them out where the budget of a session does not hold them', () => {
    const session = (without.work.promptTokens + without.work.completionTokens) / 2;
    const within = (budgetTokens: number) => expectWork({ ...settings, panel, budgetTokens });
    expect(within(session + 3_999)).toEqual(without);
    expect(within(session + 4_000)).toEqual(read);
  });
});

const noHistory = {
  placement: null,
  practice: null,
  judged: null,
  latencyMs: 10_000,
  roundMs: null,
  placementTasks: null,
  placementRounds: null,
};
