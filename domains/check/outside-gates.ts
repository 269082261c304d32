import { createHash } from 'node:crypto';
import type { RunTrial } from '../execution.ts';
import { generateTask, gradeWith, type Task } from '../task.ts';
import {
  type CheckedSkill,
  type CounterExample,
  counterExampleOf,
  type GateResult,
  judged,
  skipped,
} from './gate.ts';
import { instanceAt } from './sampling.ts';

const solvedShareMin = 0.95;

/** Asks for the digests of a skill's instances; everything in it crosses a process boundary as text. */
interface DigestRequest {
  readonly domain: string;
  readonly skill: string;
  readonly seed: string;
  readonly instances: number;
}

/** Makes the digests in another process. */
export type DigestElsewhere = (request: DigestRequest) => Promise<readonly string[]>;

/** SHA-256, 64 hexadecimal digits, of everything that a task is. */
function taskDigest(task: Task): string {
  return createHash('sha256').update(JSON.stringify(task)).digest('hex');
}

/**
 * Digests of the first instances of a check: corners and random vectors in turn. An instance that does not run
 * has its error in place of a digest: whether it runs is gate G8's question, whether it does so alike is G1's.
 */
export function instanceDigests(checked: CheckedSkill, instances: number): string[] {
  return Array.from({ length: instances }, (_, index) => {
    const { seed, parameters } = instanceAt(checked, index);
    try {
      return taskDigest(generateTask(checked.domain, checked.skill, parameters, seed));
    } catch (error) {
      return `error: ${messageOf(error)}`;
    }
  });
}

/** G1: the same seeds give the same bytes again here, and in another process. */
export async function bytesGate(
  checked: CheckedSkill,
  instances: number,
  elsewhere: DigestElsewhere | undefined,
): Promise<GateResult> {
  if (elsewhere === undefined) return skipped('G1', 'no other process to compare with');
  const request = { domain: checked.domain, skill: checked.skill.id, seed: checked.seed, instances };
  try {
    const here = instanceDigests(checked, instances);
    const again = instanceDigests(checked, instances);
    const there = await elsewhere(request);
    const differing = here.flatMap((digest, index) =>
      digest === again[index] && digest === there[index] ? [] : [index],
    );
    const [first] = differing;
    return judged('G1', {
      figure: differing.length,
      unit: 'instances differ',
      bound: 'at most',
      threshold: 0,
      instances,
      counterExample:
        first === undefined
          ? null
          : counterExampleOf(
              instanceAt(checked, first),
              here[first] === again[first] ? 'differs in another process' : 'differs the second time',
            ),
    });
  } catch (error) {
    return broken(error);
  }
}

/** G10: the share of instances that an agent answers fully from the prompt alone. */
export async function blindSolveGate(
  checked: CheckedSkill,
  instances: number,
  run: RunTrial,
  answerPrompt: ((prompt: string) => string | Promise<string>) | undefined,
): Promise<GateResult> {
  if (answerPrompt === undefined) return skipped('G10', 'no reference agent given');
  let solved = 0;
  let counterExample: CounterExample | null = null;
  for (let index = 0; index < instances; index++) {
    const named = instanceAt(checked, index);
    try {
      const task = generateTask(checked.domain, checked.skill, named.parameters, named.seed);
      const text = await answerPrompt(task.prompt);
      const grade = await gradeWith(run, checked.skill, task.reference, text);
      if (grade.score === 1) solved++;
      else counterExample ??= counterExampleOf(named, `scores ${grade.score} (${grade.cause ?? 'valid'})`);
    } catch (error) {
      counterExample ??= counterExampleOf(named, messageOf(error));
    }
  }
  return judged('G10', {
    figure: solved / instances,
    unit: 'share solved',
    bound: 'at least',
    threshold: solvedShareMin,
    instances,
    counterExample,
  });
}

/** G11: whoever knows the scales says whether the skill stands in one; none has what judges grade. */
export function calibrationGate(
  { domain, skill }: CheckedSkill,
  hasCalibration: ((domain: string, skill: string) => boolean) | undefined,
): GateResult {
  if (skill.judging !== undefined) return skipped('G11', 'needs judges, and people who rate what they rate');
  if (hasCalibration === undefined) return skipped('G11', 'no scales to look in');
  const found = hasCalibration(domain, skill.id);
  return judged('G11', {
    figure: found ? 1 : 0,
    unit: 'scales',
    bound: 'at least',
    threshold: 1,
    instances: 1,
    detail: found ? '' : `no scale has ${domain}/${skill.id}`,
  });
}

function broken(error: unknown): GateResult {
  return judged('G1', {
    figure: Number.NaN,
    unit: 'instances differ',
    bound: 'at most',
    threshold: 0,
    instances: 0,
    detail: messageOf(error),
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
