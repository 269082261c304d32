import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { newsOf, progressLines, progressOn } from '../../cli/progress-view.ts';
import { statusText } from '../../cli/status.ts';
import type { EvaluationStatus, FamilyStatus } from '../../client/status.ts';

const unspent = {
  requests: { sent: 0, answered: 0, open: 0, unanswered: {}, wastedPromptTokens: 0, withoutCounts: 0 },
  cost: { prices: null, usd: null, wastedUsd: null },
};

function family(...evaluations: EvaluationStatus[]): FamilyStatus {
  const registry = 'dir:/tiny';
  return { family: 'tiny', state: 'active', registry, registryReport: null, ...unspent, evaluations };
}

const nothingYet = { ability: null, practice: null, reason: null };

function evaluation(
  state: string,
  graded: number,
  failure: EvaluationStatus['failure'] = null,
): EvaluationStatus {
  const session = { domain: 'reasoning', state: 'running', tasks: 24, graded, ...nothingYet };
  const sessions = state === 'pending' ? [] : [session];
  return {
    evaluation: 'eval/tiny/1',
    checkpoint: 'step 1',
    digest: 'ab',
    state,
    failure,
    sessions,
    expectation: null,
    ...unspent,
  };
}

const failure = { code: 'ModelNotFound', message: 'no such model' };

describe('progress', () => {
  it('is told at once where a state changes, and seldom where a count does', () => {
    const news = newsOf();
    const at = (nowMs: number, ...each: EvaluationStatus[]) => news(progressLines([family(...each)]), nowMs);
    expect(at(0, evaluation('pending', 0))).toEqual([]);
    expect(at(500, evaluation('running', 0))).toHaveLength(2);
    expect(at(1_000, evaluation('running', 1))).toEqual([]);
    expect(at(5_400, evaluation('running', 5))).toEqual([]);
    expect(at(5_600, evaluation('running', 6))).toEqual([
      'tiny step 1 reasoning: 6 of 24 tasks graded, ability –, running',
    ]);
    expect(at(5_700, evaluation('failed', 7, failure))).toEqual([
      'tiny step 1 reasoning: 7 of 24 tasks graded, ability –, interrupted',
      'tiny step 1 failed: no such model (ModelNotFound)',
    ]);
    expect(at(60_000, evaluation('failed', 7, failure))).toEqual([]);
  });

  it('tells the phase, and the ability where the session is now', () => {
    const base = evaluation('running', 6);
    const ability = { theta: 0.5, sd: 0.3 };
    const text = (practice: { block: number; blocks: number; ability: typeof ability | null }) => {
      const [session] = base.sessions;
      const sessions = [{ ...session!, ability, practice }];
      return progressLines([family({ ...base, sessions })])[1]?.text;
    };
    expect(text({ block: 0, blocks: 8, ability: null })).toBe(
      'tiny step 1 reasoning: placement, 6 of 24 tasks graded, ability 0.50 ± 0.30, running',
    );
    expect(text({ block: 3, blocks: 8, ability: { theta: 0.9, sd: 0.2 } })).toBe(
      'tiny step 1 reasoning: practice block 3/8, 6 of 24 tasks graded, ability 0.90 ± 0.20, running',
    );
  });

  it('does not tell what was over before it looked', () => {
    expect(newsOf()(progressLines([family(evaluation('completed', 24))]), 0)).toEqual([]);
  });

  it('draws over its own block on a terminal, never wider or higher than it', () => {
    const written: string[] = [];
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 40, rows: 8 });
    terminal.on('data', (text: Buffer) => written.push(String(text)));
    const show = progressOn(terminal as unknown as NodeJS.WriteStream);
    const many = (graded: number) =>
      Array.from({ length: 20 }, (_, index) => ({
        ...evaluation('running', graded),
        evaluation: `eval/tiny/${index}`,
      }));
    show([family(...many(1))]);
    show([family(...many(1))]);
    show([family(...many(2))]);
    expect(written).toHaveLength(2);
    const lines = written[0]!.trimEnd().split('\n');
    expect(lines.length).toBeLessThan(8);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(40);
    expect(written[1]!.startsWith(`\u001b[${lines.length}A\r\u001b[J`)).toBe(true);
  });
});

describe('status', () => {
  it('shows why an evaluation failed and the command that tries it again, quoted for the shell', () => {
    const text = statusText(family(evaluation('failed', 3, failure)), 200);
    expect(text).toContain('no such model (ModelNotFound)');
    expect(text).toContain("./etude evaluate tiny --checkpoint 'step 1'");
    expect(statusText(family(evaluation('completed', 24)), 200)).not.toContain('./etude evaluate');
  });

  it('shows how far off the expectations of all that is completed were', () => {
    const work = (tasks: number) => ({
      tasks,
      promptTokens: 900 * tasks,
      completionTokens: 100 * tasks,
      minutes: 1,
    });
    const basis = { from: 'sizes', answers: 0 } as const;
    const closed = {
      ...evaluation('completed', 24),
      expectation: { expected: work(50), spent: { ...work(40), requests: 43 }, basis },
    };
    const text = statusText(family(closed, closed, evaluation('running', 1)), 200);
    expect(text).toContain(
      '2 completed evaluations took 80 tasks, 72,000 prompt and 8,000 completion tokens, 2 minutes, 6 requests sent again; of what was expected: tasks × 0.80, tokens × 0.80, time × 1.00',
    );
  });

  it('shows what is wrong with the registry and what is not ready in it', () => {
    const registryReport = {
      polledAt: '2026-01-01T00:00:00Z',
      error: { code: 'RegistryUnavailable', message: 'the disk is away' },
      broken: [{ label: 'a', reason: 'no weights' }],
      writing: [{ label: 'b', reason: 'still growing' }],
    };
    const text = statusText({ ...family(), registryReport }, 200);
    expect(text).toContain('the disk is away');
    expect(text).toContain('a is broken: no weights');
    expect(text).toContain('b is still being written: still growing');
  });
});
