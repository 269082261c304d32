import { parseArgs } from 'node:util';
import { printText, tableText } from '../../cli/output.ts';
import { findSkills, type ListedSkill, skillName } from '../../domains/catalogue.ts';
import { batched, checkLimits } from '../../domains/check/batching.ts';
import { programOf as clausesOf } from '../../domains/code/clauses/program.ts';
import type { ClausesReference } from '../../domains/code/clauses/reference.ts';
import { programOf as functionOf } from '../../domains/code/synthesis/program.ts';
import type { FunctionReference } from '../../domains/code/synthesis/reference.ts';
import type { RunTrial } from '../../domains/execution.ts';
import { canonicalJson, type Json } from '../../domains/json.ts';
import { RandomStream, seedAt } from '../../domains/random.ts';
import { generateTask, type Task } from '../../domains/task.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import { javascriptReturnsCases } from './cases.ts';
import { slipsOfRepair } from './slips/a6.ts';
import { slipsOfRefactoring } from './slips/a7.ts';
import { slipsOfLists } from './slips/lists.ts';
import { killsOf, type SlipsOf } from './slips/slips.ts';

/**
 * What the hidden inputs of tasks whose answers are programs are worth: the reference runs in our sandbox, and so does
 * the exported JavaScript, and both return what is known by construction; and of the mutants of the reference that are
 * not equivalent to it, the hidden inputs tell at least 995 of 1,000:
 *   node test/oracles/kills.ts [DOMAIN[/SKILL] …] [--count 200] [--seed oracles]
 * Exit code 1 where one of these does not hold. Skills whose answers are no programs are passed over.
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
  'code/A6': slipsOfRepair,
  'code/A7': slipsOfRefactoring,
};

interface Finding {
  readonly skill: string;
  readonly tasks: number;
  /** Tasks whose reference or whose exported JavaScript returns something else than was known. */
  readonly disagreements: number;
  readonly mutants: number;
  readonly killed: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '200' }, seed: { type: 'string', default: 'oracles' } },
});
const sandbox = createSandbox(checkLimits);
const run = batched(sandbox.run);
const listed = (positionals.length === 0 ? ['code'] : positionals).flatMap(findSkills);
const findings: Finding[] = [];
for (const each of listed.filter(({ skill }) => skill.execution !== undefined))
  findings.push(await findingOf(each));
await sandbox.close();
if (findings.length > 0) await printText(report(findings));
process.exitCode = findings.some(isMissed) ? 1 : 0;

async function findingOf(listedSkill: ListedSkill): Promise<Finding> {
  const { domain, skill } = listedSkill;
  const slipsOf = slips[skillName(listedSkill)] as SlipsOf<unknown> | undefined;
  const count = Number(values.count);
  let disagreements = 0;
  let mutants = 0;
  let killed = 0;
  for (let first = 0; first < count; first += together) {
    const tasks = Array.from({ length: Math.min(together, count - first) }, (_, index) =>
      generateTask(domain.id, skill, {}, seedAt(values.seed, domain.id, skill.id, first + index)),
    );
    const agreeing = await Promise.all(tasks.map((task) => agrees(listedSkill, task, run)));
    disagreements += agreeing.filter((agreed) => !agreed).length;
    if (slipsOf === undefined) continue;
    for (const { reference, seed } of tasks) {
      const kills = killsOf(slipsOf(reference, new RandomStream(seedAt(seed, 'slips'))));
      mutants += kills.mutants;
      killed += kills.killed;
    }
  }
  return { skill: skillName(listedSkill), tasks: count, disagreements, mutants, killed };
}

/** Whether the reference's own trial, and the exported JavaScript, come to what is known by construction. */
async function agrees({ skill }: ListedSkill, { reference }: Task, run: RunTrial): Promise<boolean> {
  const { trial, expected } = skill.execution!;
  const oracle = skill.oracle(reference);
  const [{ end, outcomes }, exported] = await Promise.all([
    run(trial(reference, skill.answer(reference))),
    oracle.cases === undefined ? true : javascriptReturnsCases(oracle, run),
  ]);
  const known = expected(reference);
  const same =
    canonicalJson(outcomes as unknown as Json) === canonicalJson(known.outcomes as unknown as Json);
  return exported && same && end === known.end;
}

function isMissed({ disagreements, mutants, killed }: Finding): boolean {
  return disagreements > 0 || killed < killedShareMin * mutants;
}

function report(all: readonly Finding[]): string {
  return tableText(
    [
      { head: 'skill' },
      { head: 'tasks', align: 'right' },
      { head: 'disagreements', align: 'right' },
      { head: 'mutants', align: 'right' },
      { head: 'killed', align: 'right' },
      { head: 'share', align: 'right' },
      { head: '' },
    ],
    all.map((finding) => [
      finding.skill,
      String(finding.tasks),
      String(finding.disagreements),
      finding.mutants === 0 ? '–' : String(finding.mutants),
      finding.mutants === 0 ? '–' : String(finding.killed),
      finding.mutants === 0 ? '–' : `${((100 * finding.killed) / finding.mutants).toFixed(2)} %`,
      isMissed(finding) ? 'missed' : 'ok',
    ]),
  );
}
