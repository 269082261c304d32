import path from 'node:path';
import { Command } from 'commander';
import { collectResponses } from '../client/calibrate.ts';
import { openModels } from '../client/calibration-models.ts';
import { onScales, withSkills } from '../client/chosen-skills.ts';
import { newSkills, placingCells } from '../client/extend-scale.ts';
import { fitScale } from '../client/fit-scale.ts';
import { anchorInstances, type CalibrationInstance, calibrationInstances } from '../client/instances.ts';
import { type CalibrationLine, openResponses, readResponses } from '../client/responses-file.ts';
import { requireScale } from '../client/scales.ts';
import { partOn, referenceMix, type SuitePart, suiteOf } from '../client/suite.ts';
import { readConfig } from '../config.ts';
import { findDomain } from '../domains/catalogue.ts';
import type { Domain } from '../domains/contract.ts';
import { sayTo } from '../engine/progress.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { providerKinds, registrationSchema } from '../schema/registration.ts';
import { type Cell, type Scale, scaleName, scaleSchema, suiteSchema } from '../schema/scale.ts';
import { type CalibrateOptions, commandOf, referencePool } from './calibrate-options.ts';
import { withDatabaseIfAny } from './context.ts';
import { refuseExisting, writeFrozen } from './frozen-file.ts';
import {
  CliError,
  exitCodes,
  orUsageError,
  printJson,
  printText,
  say,
  UsageError,
  wholeNumberFrom,
} from './output.ts';
import { scaleText } from './scale-text.ts';
import { interruptedExitCode, interruption } from './signals.ts';

const example = `
Examples:
  $ etude calibrate reasoning --out my-scales --scale-version 4 --suite-version 9
  $ ETUDE_KEY_LAB=… etude calibrate reasoning --out my-scales --scale-version 3 --api-key-env ETUDE_KEY_LAB \\
      --model language-model/llama=https://host/v1#llama-8b --model https://host/v1#qwen-7b --model agent:guided-300
  $ etude calibrate reasoning --out my-scales --scale-version 4 --from responses.jsonl
  $ etude calibrate planning --out my-scales --suite-version 9 --beside reasoning@3
  $ etude calibrate reasoning --out my-scales --scale-version 5 --extend reasoning@3

A model is URL#NAME at an endpoint, or a reference agent: agent:guided-300 searches 300 nodes, agent:learner-300+4
has four worked examples of each skill in its notebook. KIND= before it says what kind of reader it is; the usual
kinds are language-model and the agent's strategy. Without --model the reference agents are the pool.

Every answer is appended to the responses file as it arrives, graded, and the same command goes on where it ended.
One line a response: {"model", "kind"?, "skill", "instance", "features": {name: number}, "score": 0..1}. Every
instance should be put to every model. Features are what the instance realises of each parameter of its skill
(\`etude domain show\` lists them); an instance has the same ones in all its lines.

With --extend the skills of that scale stay as they are, to the last bit, and fix origin and unit; only skills that
it lacks are calibrated. Beside their instances every model is asked fresh ones of the scale's anchors, which place
the pool on it; a file for --from holds answers to any instances of its skills. Take a pool of the kinds that the
scale's own had, neither solving all nor nothing of its skills: what such models do better or worse in the new skill
than in the old ones counts as its difficulty.

A scale needs at least 80 instances of each skill, 8 models and 3 kinds of them, or it is marked provisional.
Parameters that cost a reader stay uncalibrated until models of a kind language-model or language-model/… answer.`;

export function calibrateCommand(): Command {
  return new Command('calibrate')
    .description('put tasks of a domain to a pool of models, and fit its difficulty scale to their grades')
    .argument('<domain>', 'domain to calibrate, e.g. reasoning')
    .requiredOption(
      '--out <folder>',
      'folder whose scales/ and suites/ get the files; one that exists is refused',
    )
    .option('--skills <ids>', 'skills to calibrate, like B1,B2; all of the domain without it')
    .option('--model <address...>', 'models to ask; the reference agents without it')
    .option('--from <file>', 'fit the responses of this file, and ask nobody')
    .option('--extend <scale>', 'keep this scale, DOMAIN@VERSION or a file, and calibrate what it lacks')
    .option('--responses <file>', 'file that grows by every answer (DOMAIN-responses.jsonl)')
    .option('--instances <n>', 'instances a skill, each put to every model', wholeNumberFrom(10), 160)
    .option('--seed <seed>', 'seed that all instances derive from', '1')
    .option('--scale-version <n>', 'version of the scale', wholeNumberFrom(1), 1)
    .option(
      '--suite-version <n>',
      'also freeze a reference mix on the scale, as this version of core',
      wholeNumberFrom(1),
    )
    .option('--beside <scale...>', 'scales of the other domains of that suite, as DOMAIN@VERSION or files')
    .option('--api-key-env <variable>', 'variable with the API key of the endpoints, named ETUDE_KEY_*')
    .option('--concurrency <n>', 'requests at once to each endpoint', wholeNumberFrom(1), 8)
    .option(
      '--provider <kind>',
      `how the endpoints are spoken to: ${providerKinds.join(', ')}`,
      registrationSchema.shape.provider.parse(undefined),
    )
    .option(
      '--temperature <t>',
      'decoding temperature',
      Number,
      registrationSchema.shape.temperature.parse(undefined),
    )
    .option(
      '--max-tokens <n>',
      'tokens that an answer may have',
      wholeNumberFrom(16),
      registrationSchema.shape.maxTokens.parse(undefined),
    )
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(run);
}

async function run(domainId: string, options: CalibrateOptions): Promise<void> {
  const whole = onScales(orUsageError(() => findDomain(domainId)));
  const { skills } = options;
  const domain = skills === undefined ? whole : orUsageError(() => withSkills(whole, skills));
  if (options.from !== undefined && options.model !== undefined) {
    throw new UsageError('--from asks nobody: give either it or --model');
  }
  const extended = await scaleToExtend(domain, options);
  const scaleFile = path.join(options.out, 'scales', `${domainId}-${options.scaleVersion}.json`);
  const suiteFile =
    options.suiteVersion === undefined
      ? null
      : path.join(options.out, 'suites', `core-${options.suiteVersion}.json`);
  // Before anybody is asked: a version that exists is frozen.
  await refuseExisting(scaleFile);
  if (suiteFile !== null) await refuseExisting(suiteFile);
  say('drawing instances for the reference mix …');
  const beside = await partsBeside(domain, options);
  const mix = referenceMix(domain, options.seed);
  const responses = await responsesFor(domain, extended, mix, options);
  say(`fitting ${responses.length} responses …`);
  const { scale, design } = orUsageError(() =>
    fitScale({
      domain,
      responses,
      mix,
      version: options.scaleVersion,
      seed: options.seed,
      command: commandOf(domainId, options),
      extended,
    }),
  );
  await writeFrozen(scaleFile, scaleSchema.parse(scale));
  if (suiteFile !== null) {
    const suite = suiteOf([...beside, { domain, scale, mix }], options.suiteVersion ?? 1);
    await writeFrozen(suiteFile, suiteSchema.parse(suite));
  }
  for (const shortfall of design.shortfalls) say(`warning: ${shortfall}: the scale is provisional`);
  if (options.json) return printJson({ files: { scale: scaleFile, suite: suiteFile }, design, ...scale });
  await printText(scaleText(scale, suiteFile === null ? [] : [`core@${options.suiteVersion}`]));
  say(`written: ${[scaleFile, suiteFile].filter((file) => file !== null).join(', ')}`);
}

/** The other domains of the suite, in the order given. */
async function partsBeside(
  domain: Domain,
  { beside = [], suiteVersion, seed }: CalibrateOptions,
): Promise<SuitePart[]> {
  if (beside.length > 0 && suiteVersion === undefined) {
    throw new UsageError('--beside is about a suite: give its --suite-version too');
  }
  const scales = await withDatabaseIfAny(async (db) => {
    const found: Scale[] = [];
    for (const name of beside) found.push(await requireScale(db, name));
    return found;
  });
  const domains = [domain.id, ...scales.map((scale) => scale.domain)];
  const twice = domains.find((id, index) => domains.indexOf(id) !== index);
  if (twice !== undefined) throw new UsageError(`domain ${twice} would be in the suite twice`);
  return orUsageError(() => scales.map((scale) => partOn(onScales(findDomain(scale.domain)), scale, seed)));
}

/** Refuses before anybody is asked what could not be fitted in the end. */
async function scaleToExtend(
  domain: Domain,
  { extend, scaleVersion }: CalibrateOptions,
): Promise<Scale | null> {
  if (extend === undefined) return null;
  const scale = await withDatabaseIfAny((db) => requireScale(db, extend));
  orUsageError(() => newSkills(domain, scale));
  if (scaleVersion > scale.version) return scale;
  throw new UsageError(
    `the scale that extends ${scaleName(scale)} needs a --scale-version above ${scale.version}`,
  );
}

/** What the pool is asked: every skill that is calibrated and, where a scale is extended, its anchors. */
function instancesFor(
  domain: Domain,
  extended: Scale | null,
  mix: readonly Cell[],
  { instances, seed, scaleVersion }: CalibrateOptions,
): CalibrationInstance[] {
  if (extended === null) return calibrationInstances(domain, domain.skills, instances, seed);
  return [
    ...anchorInstances(domain, placingCells(extended, mix), scaleVersion, seed),
    ...calibrationInstances(domain, newSkills(domain, extended), instances, seed),
  ];
}

async function responsesFor(
  domain: Domain,
  extended: Scale | null,
  mix: readonly Cell[],
  options: CalibrateOptions,
): Promise<readonly CalibrationLine[]> {
  if (options.from !== undefined) {
    const all = await readResponses(options.from, findDomain(domain.id));
    return all.filter(({ skill }) => domain.skills.some(({ id }) => id === skill));
  }
  const name = options.responses ?? `${domain.id}-responses.jsonl`;
  const { requestTimeoutMs, keyVariables } = readConfig(process.env);
  const pool = orUsageError(() =>
    openModels(options.model ?? referencePool, {
      ...options,
      domain,
      apiKeyVariable: options.apiKeyEnv ?? null,
      requestTimeoutMs,
      keyVariables,
      environment: process.env,
    }),
  );
  const { signal, release } = interruption();
  const sandbox = createSandbox();
  try {
    const file = await openResponses(name, domain);
    say(`answers are kept in ${name}${file.known.length > 0 ? `, which has ${file.known.length}` : ''}`);
    try {
      say('drawing the instances to be answered …');
      const collected = await collectResponses({
        instances: instancesFor(domain, extended, mix, options),
        models: pool.models,
        file,
        stop: signal,
        run: sandbox.run,
        onProgress: everySeconds(10, (done, total) => sayTo(process.stderr)(`${done} of ${total} answers`)),
      });
      requireComplete(collected, name, signal);
      return collected.responses;
    } finally {
      await file.close();
    }
  } finally {
    release();
    await sandbox.close();
    await pool.close();
  }
}

function requireComplete(
  { missing, failure }: { missing: number; failure: string | null },
  file: string,
  { aborted }: AbortSignal,
): void {
  if (missing === 0) return;
  const goOn = `the same command goes on with ${file}`;
  if (aborted) throw new CliError(`stopped with ${missing} answers to go: ${goOn}`, interruptedExitCode);
  throw new CliError(
    `${missing} answers are missing (${failure ?? 'not asked'}): ${goOn}; --from ${file} fits what there is`,
    exitCodes.evaluationFailed,
  );
}

function everySeconds(seconds: number, report: (done: number, total: number) => void) {
  let last = performance.now();
  return (done: number, total: number) => {
    if (performance.now() - last < seconds * 1_000) return;
    last = performance.now();
    report(done, total);
  };
}
