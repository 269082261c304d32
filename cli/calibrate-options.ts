import { shellWord } from './formats.ts';

export interface CalibrateOptions {
  readonly out: string;
  readonly skills?: string;
  readonly model?: readonly string[];
  readonly extend?: string;
  readonly from?: string;
  readonly responses?: string;
  readonly instances: number;
  readonly seed: string;
  readonly scaleVersion: number;
  readonly suiteVersion?: number;
  readonly beside?: readonly string[];
  readonly apiKeyEnv?: string;
  readonly concurrency: number;
  readonly provider: string;
  readonly temperature: number;
  readonly maxTokens: number;
  readonly json?: true;
}

/**
 * The reference agents: each way to search at budgets from where it solves next to nothing to where it solves most, since
 * models that all solve say nothing of difficulty. Learners have seen two worked examples of each skill.
 */
export const referencePool: readonly string[] = [
  ...[30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000].map((nodes) => `agent:blind-${nodes}`),
  ...[10, 30, 100, 300, 1_000, 3_000].map((nodes) => `agent:guided-${nodes}`),
  ...[10, 30, 100, 300, 1_000, 3_000].map((nodes) => `agent:learner-${nodes}+2`),
];

/** The command that gives the same scale again: what decides its numbers, and no more. */
export function commandOf(domain: string, options: CalibrateOptions): string {
  const given = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [`--${name}`, shellWord(String(value))];
  return [
    './etude calibrate',
    domain,
    ...given('extend', options.extend),
    ...given('skills', options.skills),
    ...(options.model ?? []).flatMap((address) => given('model', address)),
    ...(options.from === undefined ? given('instances', options.instances) : given('from', options.from)),
    ...given('seed', options.seed),
    ...given('scale-version', options.scaleVersion),
    ...given('suite-version', options.suiteVersion),
    ...(options.beside ?? []).flatMap((scale) => given('beside', scale)),
  ].join(' ');
}
