import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { answerMessages } from '../agents/agent.ts';
import type { Strategy } from '../agents/solver.ts';
import { type CalibrationModel, calibrateDomain, referenceMix } from '../client/calibrate.ts';
import { findDomain } from '../domains/catalogue.ts';
import { sayTo } from '../engine/progress.ts';
import { scaleSchema, suiteSchema } from '../schema/scale.ts';
import { orUsageError, printJson, UsageError, wholeNumberFrom } from './output.ts';

/** Search budgets of the pool's solvers, in nodes: two strategies at each. */
const budgets = [10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000] as const;

interface Options {
  readonly instances: number;
  readonly seed: string;
  readonly scaleVersion: number;
  readonly suiteVersion: number;
  readonly out: string;
}

export function calibrateCommand(): Command {
  return new Command('calibrate')
    .description('fit the difficulty scale of a domain to the reference agents, and freeze a reference mix')
    .argument('<domain>', 'domain to calibrate, e.g. reasoning')
    .requiredOption(
      '--out <folder>',
      'folder whose scales/ and suites/ get the files; one that exists is refused',
    )
    .option('--instances <n>', 'instances a skill, each put to every agent', wholeNumberFrom(10), 160)
    .option('--seed <seed>', 'seed that all instances derive from', '1')
    .option('--scale-version <n>', 'version of the scale', wholeNumberFrom(1), 1)
    .option('--suite-version <n>', 'version of the suite', wholeNumberFrom(1), 1)
    .addHelpText('after', '\nExample:\n  $ etude calibrate reasoning --out measurement\n')
    .action(run);
}

async function run(domainId: string, options: Options): Promise<void> {
  const domain = orUsageError(() => findDomain(domainId));
  const say = sayTo(process.stderr);
  const report = everySeconds(10, (done, total) => say(`${done} of ${total} answers`));
  const scale = calibrateDomain({
    domain,
    models: pool(),
    instancesPerSkill: options.instances,
    seed: options.seed,
    scaleVersion: options.scaleVersion,
    command: `./etude calibrate ${domainId} --instances ${options.instances} --seed ${options.seed} --scale-version ${options.scaleVersion} --suite-version ${options.suiteVersion}`,
    onProgress: report,
  });
  const suite = {
    name: 'core',
    version: options.suiteVersion,
    domains: [referenceMix(domain, options.scaleVersion, options.seed)],
  };
  await writeNew(
    path.join(options.out, 'scales', `${domainId}-${scale.version}.json`),
    scaleSchema.parse(scale),
  );
  await writeNew(path.join(options.out, 'suites', `core-${suite.version}.json`), suiteSchema.parse(suite));
  await printJson({ provenance: scale.provenance, deviationSd: scale.deviationSd, skills: scale.skills });
}

function pool(): CalibrationModel[] {
  const strategies: readonly Strategy[] = ['blind', 'guided'];
  return strategies.flatMap((strategy) =>
    budgets.map((nodesMax) => ({
      name: `${strategy}-${nodesMax}`,
      answer: (prompt: string) =>
        answerMessages([{ role: 'user', content: prompt }], strategy, nodesMax).text,
    })),
  );
}

/** A version that exists is frozen: whatever was scored with it must stay what it was. */
async function writeNew(file: string, content: unknown): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(file, `${JSON.stringify(content, null, 1)}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError(`${file} exists, and a version is frozen: choose another version or folder`);
  }
}

function everySeconds(seconds: number, report: (done: number, total: number) => void) {
  let last = performance.now();
  return (done: number, total: number) => {
    if (performance.now() - last < seconds * 1_000) return;
    last = performance.now();
    report(done, total);
  };
}
