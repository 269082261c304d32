import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { GateId, GateResult } from '../../domains/check/gate.ts';
import { type CheckOptions, checkSkill } from '../../domains/check/skill.ts';
import type { Skill } from '../../domains/contract.ts';
import { generateTask } from '../../domains/task.ts';
import { sortFromPrompt, toySkill } from '../support/toy-skill.ts';

const run = promisify(execFile);

async function toyDigestsElsewhere(seed: string, count: number, defect: string): Promise<string[]> {
  const script = fileURLToPath(new URL('../support/toy-digests.ts', import.meta.url));
  const { stdout } = await run(process.execPath, [script, seed, String(count), defect]);
  return JSON.parse(stdout) as string[];
}

const honest: CheckOptions = {
  instances: 200,
  digestElsewhere: ({ seed, instances: count }) => toyDigestsElsewhere(seed, count, ''),
  answerPrompt: sortFromPrompt,
  hasCalibration: () => true,
};

/** The verdict of one gate on a toy skill that is broken, or looked at, in one way. */
async function verdictOf(gate: GateId, defect: Partial<Skill>, options: Partial<CheckOptions> = {}) {
  const skill = { ...toySkill, ...defect } as Skill;
  const results = await checkSkill('toy', skill, { ...honest, instances: 60, ...options });
  return results.find((result) => result.gate === gate) as GateResult;
}

describe('checkSkill', () => {
  it('passes an honest skill at every gate, in order', async () => {
    const results = await checkSkill('toy', toySkill as Skill, honest);
    expect(results.filter(({ status }) => status !== 'passed')).toEqual([]);
    expect(results.map(({ gate }) => gate)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => `G${n}`));
  });

  it('skips, with a reason, the gates whose means it is not given', async () => {
    const results = await checkSkill('toy', toySkill as Skill, { instances: 20 });
    const skipped = results.filter(({ status }) => status === 'skipped');
    expect(skipped.map(({ gate }) => gate)).toEqual(['G1', 'G10', 'G11']);
    expect(skipped.every(({ detail }) => detail.length > 0)).toBe(true);
  });

  it('names a counter-example that shows the defect when it is generated again', async () => {
    const lenient: Partial<Skill> = { category: () => 4 };
    const { counterExample } = await verdictOf('G4', lenient);
    const skill = { ...toySkill, ...lenient } as Skill;
    const task = generateTask('toy', skill, counterExample!.parameters, counterExample!.seed);
    const wrong = JSON.parse(counterExample!.detail.replace(/^[^[]*/, '')) as number[];
    expect(toySkill.verify(task.reference as never, wrong)).toBe(false);
    expect(skill.category(task.reference, wrong)).toBe(4);
  });

  it('gives up a skill that would take forever, and says so', async () => {
    const slow: Partial<Skill> = {
      generate(parameters, random) {
        wait(400);
        return toySkill.generate(parameters, random);
      },
    };
    const skill = { ...toySkill, ...slow } as Skill;
    const results = await checkSkill('toy', skill, { instances: 10_000, phaseMsMax: 1_000 });
    expect(results.find(({ gate }) => gate === 'G8')).toMatchObject({ status: 'failed' });
    expect(results.find(({ gate }) => gate === 'G8')?.detail).toContain('given up');
    expect(results.find(({ gate }) => gate === 'G6')).toMatchObject({ status: 'failed' });
  }, 20_000);
});

describe('each gate catches its defect', () => {
  it('G1: bytes that hang on the process', async () => {
    const digestElsewhere: CheckOptions['digestElsewhere'] = ({ seed, instances: count }) =>
      toyDigestsElsewhere(seed, count, 'pid');
    const verdict = await verdictOf('G1', {}, { digestElsewhere });
    expect(verdict).toMatchObject({ status: 'failed', figure: 60 });
    expect(verdict.counterExample?.detail).toBe('differs in another process');
  });

  it('G1: a generator that remembers its earlier calls', async () => {
    let calls = 0;
    const verdict = await verdictOf('G1', {
      generate: (parameters, random) => ({ ...toySkill.generate(parameters, random), skin: `${calls++}` }),
    });
    expect(verdict.counterExample?.detail).toBe('differs the second time');
  });

  it('G2: a schema that refuses the right answer', async () => {
    const verdict = await verdictOf('G2', {
      answerSchema: toySkill.answerSchema.refine((a) => a.length < 16),
    });
    expect(verdict.status).toBe('failed');
    expect(verdict.counterExample?.detail).toContain('SCHEMA');
  });

  it('G3: a grader that pays for showing up', async () => {
    const verdict = await verdictOf('G3', {
      category: (reference, answer) =>
        Math.max(1, toySkill.category(reference as never, answer as never)) as 1,
    });
    expect(verdict.status).toBe('failed');
    expect(verdict.figure).toBeGreaterThanOrEqual(0.25);
  });

  it('G3: an answer that stands in the prompt', async () => {
    const verdict = await verdictOf('G3', {
      generate(parameters, random) {
        const instance = toySkill.generate(parameters, random);
        return { ...instance, answerExample: JSON.stringify(toySkill.answer(instance.reference)) };
      },
    });
    expect(verdict).toMatchObject({ status: 'failed', figure: 1 });
    expect(verdict.detail).toContain('prompt echo');
  });

  it('G3: null models that score nothing only because they break the format', async () => {
    const verdict = await verdictOf('G3', { guess: () => 'not a list' });
    expect(verdict.status).toBe('failed');
    expect(verdict.counterExample?.detail).toContain('SCHEMA');
  });

  it('G4: a grader that does not look at the order', async () => {
    const sorted = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b).join();
    const verdict = await verdictOf('G4', {
      category: (reference, answer) =>
        sorted((reference as { numbers: number[] }).numbers) === sorted(answer as number[]) ? 4 : 0,
    });
    expect(verdict.status).toBe('failed');
  });

  it('G5: a checker that is easier than the grader', async () => {
    const verdict = await verdictOf('G5', {
      verify: (_, answer) => (answer as number[]).every((n, i, all) => i === 0 || all[i - 1]! <= n),
    });
    expect(verdict.status).toBe('failed');
    expect(verdict.counterExample?.detail).toContain('checker says right');
  });

  it('G5: a checker that is harder than the grader, which only loses draws', async () => {
    const verdict = await verdictOf('G5', {
      verify: (reference, answer) =>
        toySkill.verify(reference as never, answer as never) && (answer as number[])[0]! % 2 === 0,
    });
    expect(verdict.status).toBe('failed');
  });

  it('G6: a generator of few instances', async () => {
    const verdict = await verdictOf('G6', {
      generate: (parameters, random) => ({
        ...toySkill.generate(parameters, random),
        canonical: `${random.int(1, 50)}`,
      }),
    });
    expect(verdict.status).toBe('failed');
    expect(verdict.counterExample?.detail).toContain('isomorphic');
  });

  it('G7: one slow corner among fast ones', async () => {
    const verdict = await verdictOf(
      'G7',
      {
        generate(parameters, random) {
          if (parameters.items === 16 && parameters.spread === 400) wait(220);
          return toySkill.generate(parameters, random);
        },
      },
      { instances: 20 },
    );
    expect(verdict.status).toBe('failed');
    expect(verdict.counterExample?.parameters).toEqual({ items: 16, spread: 400 });
  }, 20_000);

  it('G7: a corner of which one instance is slow is judged by as many as have a 99th percentile', async () => {
    const timingsOfOne = 4;
    let slow = 0;
    const verdict = await verdictOf(
      'G7',
      {
        generate(parameters, random) {
          const corner = parameters.items === 16 && parameters.spread === 400;
          if (corner && slow++ < timingsOfOne) wait(220);
          return toySkill.generate(parameters, random);
        },
      },
      { instances: 20 },
    );
    expect(verdict.status).toBe('passed');
    expect(verdict.instances).toBeGreaterThan(100);
  }, 20_000);

  it('G8: a corner that throws', async () => {
    const verdict = await verdictOf('G8', {
      generate(parameters, random) {
        if (parameters.items === 16 && parameters.spread === 40) throw new Error('not enough numbers');
        return toySkill.generate(parameters, random);
      },
    });
    expect(verdict.status).toBe('failed');
    expect(verdict.counterExample).toMatchObject({ parameters: { items: 16, spread: 40 } });
    expect(verdict.counterExample?.detail).toContain('not enough numbers');
  });

  it('G9: a feature that only repeats the default', async () => {
    const verdict = await verdictOf('G9', {
      generate(parameters, random) {
        const instance = toySkill.generate(parameters, random);
        return { ...instance, features: { ...instance.features, spread: 100 } };
      },
    });
    expect(verdict).toMatchObject({ status: 'failed', figure: 0 });
  });

  it('G9: a feature that is missing', async () => {
    const verdict = await verdictOf('G9', {
      generate(parameters, random) {
        const instance = toySkill.generate(parameters, random);
        return { ...instance, features: { items: instance.features.items! } };
      },
    });
    expect(verdict.counterExample?.detail).toContain('spread is missing');
  });

  it('G10: a prompt that does not say what is asked', async () => {
    const verdict = await verdictOf('G10', {
      generate: (parameters, random) => ({
        ...toySkill.generate(parameters, random),
        body: 'Put them in order.',
      }),
    });
    expect(verdict).toMatchObject({ status: 'failed', figure: 0 });
  });

  it('G11: a skill that no scale has', async () => {
    expect(await verdictOf('G11', {}, { hasCalibration: () => false })).toMatchObject({ status: 'failed' });
  });
});

/** Keeps the processor busy for this long, however much others leave of it. */
function wait(ms: number): void {
  const { user, system } = process.threadCpuUsage();
  for (;;) {
    const spent = process.threadCpuUsage();
    if (spent.user + spent.system - user - system >= ms * 1_000) return;
  }
}
