import { parseArgs } from 'node:util';
import { outputTo, printText, tableText } from '../../cli/output.ts';
import { findSkills, type ListedSkill, skillName } from '../../domains/catalogue.ts';
import { batched, checkLimits } from '../../domains/check/batching.ts';
import { programOf as clausesOf } from '../../domains/code/clauses/program.ts';
import type { ClausesReference } from '../../domains/code/clauses/reference.ts';
import { expressionText, languages } from '../../domains/code/languages.ts';
import { programOf as functionOf } from '../../domains/code/synthesis/program.ts';
import type { FunctionReference } from '../../domains/code/synthesis/reference.ts';
import type { Json } from '../../domains/json.ts';
import { RandomStream, seedAt } from '../../domains/random.ts';
import { generateTask, type Task } from '../../domains/task.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { knownByCases } from './cases.ts';
import { comesOut, type KnownTrial } from './known.ts';
import { shownPrograms } from './shown.ts';
import { slipsOfRepair } from './slips/a6.ts';
import { slipsOfRefactoring } from './slips/a7.ts';
import { slipsOfComposition } from './slips/compositions.ts';
import { slipsOfLists } from './slips/lists.ts';
import { killsOf, type SlipsOf, type Survivor } from './slips/slips.ts';

/**
 * What the hidden inputs of tasks whose answers are programs are worth: the reference runs in our sandbox, and so do
 * the exported JavaScript and Python, and all return what is known by construction; and of the mutants of the reference
 * that are not equivalent to it, the hidden inputs tell at least 995 of 1,000:
 *   node test/oracles/kills.ts [DOMAIN[/SKILL] …] [--count 200] [--seed oracles] [--survivors]
 * Where tasks show programs and ask for none there are no hidden inputs: the programs shown run, in both languages, and
 * return what the task says or asks for. Exit code 1 where one of these does not hold. Other skills are passed over.
 */
const killedShareMin = 0.995;
/** Tasks whose programs run in one interpreter. */
const together = 40;

/** Where the mutants come from, by the name of the skill. */
const slips: Readonly<Record<string, SlipsOf<never>>> = {
  'code/A2': slipsOfLists<FunctionReference>(({ procedure, signature }) => functionOf(procedure, signature)),
  'code/A3': slipsOfLists<ClausesReference>(({ specification, signature }) =>
    clausesOf(specification, signature),
  ),
  'code/A4': slipsOfComposition,
  'code/A6': slipsOfRepair,
  'code/A7': slipsOfRefactoring,
  'code/A8': slipsOfComposition,
};

interface Finding {
  readonly skill: string;
  readonly answersPrograms: boolean;
  readonly tasks: number;
  /** Tasks of which a program returns something else than was known. */
  readonly disagreements: number;
  readonly mutants: number;
  readonly survivors: readonly string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: 'oracles' },
    survivors: { type: 'boolean', default: false },
  },
});
const sandbox = createSandbox(checkLimits);
const run = batched(sandbox.run);
const progress = outputTo(process.stderr);
const listed = (positionals.length === 0 ? ['code'] : positionals).flatMap(findSkills);
const findings: Finding[] = [];
for (const each of listed.filter(hasPrograms)) findings.push(await findingOf(each));
await sandbox.close();
if (findings.length > 0) await printText(report(findings));
if (values.survivors)
  for (const { survivors } of findings) for (const line of survivors) await printText(line);
process.exitCode = findings.some(isMissed) ? 1 : 0;

function hasPrograms(listedSkill: ListedSkill): boolean {
  return listedSkill.skill.execution !== undefined || skillName(listedSkill) in shownPrograms;
}

async function findingOf(listedSkill: ListedSkill): Promise<Finding> {
  const { domain, skill } = listedSkill;
  const name = skillName(listedSkill);
  const slipsOf = slips[name] as SlipsOf<unknown> | undefined;
  const count = Number(values.count);
  const began = performance.now();
  let disagreements = 0;
  let mutants = 0;
  const survivors: string[] = [];
  for (let first = 0; first < count; first += together) {
    const tasks = Array.from({ length: Math.min(together, count - first) }, (_, index) =>
      generateTask(domain.id, skill, {}, seedAt(values.seed, domain.id, skill.id, first + index)),
    );
    const trials = tasks.map((task) => trialsOf(listedSkill, task));
    const agreeing = await Promise.all(trials.map(allComeOut));
    disagreements += agreeing.filter((agreed) => !agreed).length;
    if (slipsOf === undefined) continue;
    for (const { reference, seed } of tasks) {
      const kills = killsOf(slipsOf(reference, new RandomStream(seedAt(seed, 'slips'))));
      mutants += kills.mutants;
      survivors.push(...kills.survivors.map((survivor) => `${name} ${seed}: ${survivorText(survivor)}`));
    }
  }
  await progress.write(`${name}: ${count} tasks in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
  const answersPrograms = skill.execution !== undefined;
  return { skill: name, answersPrograms, tasks: count, disagreements, mutants, survivors };
}

/** The answer and its exports, or the programs that a task shows whose answer is none. */
function trialsOf(listedSkill: ListedSkill, { reference }: Task): KnownTrial[] {
  const { skill } = listedSkill;
  const answer = skill.answer(reference);
  const oracle = skill.oracle(reference);
  if (skill.execution === undefined) return shownPrograms[skillName(listedSkill)]!(oracle, answer as Json);
  const { trial, expected } = skill.execution;
  const answered = { trial: trial(reference, answer), result: expected(reference) };
  return [answered, ...languages.map((language) => knownByCases(oracle, language))];
}

async function allComeOut(trials: readonly KnownTrial[]): Promise<boolean> {
  return (await Promise.all(trials.map((known) => comesOut(known, run)))).every(Boolean);
}

function survivorText({ mutant, told }: Survivor): string {
  const { function: name, operator, description } = mutant;
  return `${name}, ${operator}: ${description}; told by ${expressionText(told, 'python')}`;
}

/** A skill that asks for programs without saying where mutants of them come from is one too. */
function isMissed({ answersPrograms, disagreements, mutants, survivors }: Finding): boolean {
  if (answersPrograms && mutants === 0) return true;
  return disagreements > 0 || survivors.length > (1 - killedShareMin) * mutants;
}

function report(all: readonly Finding[]): string {
  return tableText(
    [
      { head: 'skill' },
      { head: 'what runs' },
      { head: 'tasks', align: 'right' },
      { head: 'disagreements', align: 'right' },
      { head: 'mutants', align: 'right' },
      { head: 'killed', align: 'right' },
      { head: 'share', align: 'right' },
      { head: '' },
    ],
    all.map((finding) => [
      finding.skill,
      finding.answersPrograms ? 'answers and exports' : 'programs shown; none is answered',
      String(finding.tasks),
      String(finding.disagreements),
      ...killsTexts(finding),
      isMissed(finding) ? 'missed' : 'ok',
    ]),
  );
}

function killsTexts({ mutants, survivors }: Finding): string[] {
  if (mutants === 0) return ['–', '–', '–'];
  const killed = mutants - survivors.length;
  return [String(mutants), String(killed), `${((100 * killed) / mutants).toFixed(2)} %`];
}
