import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { curveSchema } from '../../client/curve.ts';
import { trendSchema } from '../../client/trend.ts';
import { repositoryDirectory } from '../../engine/repository.ts';
import { processesOn, temporaryFolder } from '../engine/helpers.ts';

const limitMs = 420_000;
const demoSchema = z.strictObject({
  families: z.tuple([z.string(), z.string()]),
  baseline: z.string(),
  trends: z.record(z.string(), trendSchema),
  curve: curveSchema,
  elapsedMs: z.number().positive(),
});

/** `./etude demo` with every temporary file in this folder, so that what it leaves can be seen. */
function startDemo(folder: string, ...args: readonly string[]) {
  mkdirSync(folder, { recursive: true });
  return spawn(join(repositoryDirectory, 'etude'), ['demo', ...args], {
    env: { ...process.env, TMPDIR: folder, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function leftIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /run-|etude-demo-/.test(name),
  );
}

describe('the demo', () => {
  it(
    'prints one JSON object whose last row has an estimable PE with an interval, and what a learner gained in practice; leaves nothing behind',
    async () => {
      const folder = temporaryFolder();
      const child = startDemo(folder, '--json');
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      const [code] = await once(child, 'close');
      expect(code, stderr).toBe(0);

      const { families, baseline, trends, curve } = demoSchema.parse(JSON.parse(stdout));
      expect(baseline).toBe(families[0]);
      const [reference, tracked] = families.map((family) => trends[family]?.rows ?? []);
      const budgets = (rows: typeof reference) => [...new Set(rows?.map((row) => row.compute?.value))];
      expect(budgets(reference)).toHaveLength(6);
      expect(budgets(tracked)).toEqual(budgets(reference));
      const last = tracked?.at(-1);
      expect(last).toMatchObject({ domain: 'overall', ability: null, reason: null });
      expect(last?.pe?.lo).toBeLessThan(last?.pe?.value ?? 0);
      expect(last?.pe?.hi).toBeGreaterThan(last?.pe?.value ?? Number.POSITIVE_INFINITY);
      expect(trends[families[1]]?.computeNote).toContain('not training compute');
      expect(curve.domains.map(({ domain }) => domain)).toEqual([
        'code',
        'creative',
        'planning',
        'reasoning',
      ]);
      const practised = curve.domains.find(({ domain }) => domain === 'reasoning');
      expect(curve).toMatchObject({ regime: 'practice', baseline: { family: 'learner-static' } });
      expect(practised?.practice).toMatchObject({ blocks: 3, practiceTasks: 12 });
      expect(curve.overall?.gain?.hi).toBeGreaterThan(0);
      expect(stderr).toMatch(
        /guided-search guided-\d+ reasoning: placement, \d+ of \d+ tasks graded, ability/,
      );

      expect(leftIn(folder)).toEqual([]);
      expect(processesOn(folder)).toEqual([]);
    },
    limitMs,
  );

  it(
    'stops on SIGTERM in the middle and leaves neither a process nor a file',
    async () => {
      const folder = temporaryFolder();
      const child = startDemo(folder);
      await new Promise<void>((resolve) => {
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          if (text.includes('tasks graded')) resolve();
        });
      });
      const running = processesOn(folder).map(({ pid }) => pid);
      expect(running.length).toBeGreaterThanOrEqual(2);
      child.kill('SIGTERM');
      const [code] = await once(child, 'close');
      expect(code).toBe(130);
      expect(processesOn(folder)).toEqual([]);
      expect(leftIn(folder)).toEqual([]);
    },
    limitMs,
  );
});
