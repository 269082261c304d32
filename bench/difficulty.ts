import { parseArgs } from 'node:util';
import { printJson, printText, tableText } from '../cli/output.ts';
import { findSkills, listSkills, skillName } from '../domains/catalogue.ts';
import { batched, checkLimits } from '../domains/check/batching.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { type ParameterEffect, parameterEffect } from './difficulty/sweep.ts';

/**
 * What every parameter does: whether the feature that it is realised as follows it, and whether the reference agents
 * find tasks harder as it rises:
 *   node bench/difficulty.ts [DOMAIN[/SKILL]] [--tasks 400] [--seed difficulty] [--json]
 * Exit code 1 when a feature does not follow its parameter (Spearman under .9), or when a `search` parameter that is
 * declared monotone does not lower the agents' success (one-sided p of the logistic slope, corrected for the agents
 * looked at, two strategies with three budgets each, not under .01). Parameters that cost a reader are listed and not judged: agents read without effort.
 */
const success =
  'Success, whose slope is shown, is an answer of category 4: nothing short of whole. In the creative domain that is a valid answer that is also unusual, unlike enough (D1), or counts in every round (D3); one that is merely valid, category 3, is none.';
const spearmanMin = 0.9;
const pMax = 0.01;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tasks: { type: 'string', default: '400' },
    seed: { type: 'string', default: 'difficulty' },
    json: { type: 'boolean', default: false },
  },
});
const listed = positionals[0] === undefined ? listSkills() : findSkills(positionals[0]);
const effects: ParameterEffect[] = [];
const sandbox = createSandbox(checkLimits);
// The agents' own programs, which do one another no harm.
const run = batched(sandbox.run);
for (const { domain, skill } of listed) {
  for (const parameter of Object.keys(skill.parameters)) {
    effects.push(await parameterEffect(domain, skill, parameter, Number(values.tasks), values.seed, run));
    process.stderr.write(`${skillName({ domain, skill })} ${parameter}: done\n`);
  }
}
await sandbox.close();
const judged = effects.map((effect) => ({ ...effect, verdict: verdictOn(effect) }));
if (values.json) await printJson(judged);
else await printText(`${report(judged)}\n${success}`);
process.exitCode = judged.some(({ verdict }) => verdict.startsWith('missed')) ? 1 : 0;

function verdictOn({ spearman, kind, monotone, pFalling }: ParameterEffect): string {
  if (!(spearman >= spearmanMin)) return 'missed: feature';
  if (kind === 'language') return 'uncalibrated';
  if (!monotone) return 'not monotone';
  return pFalling < pMax ? 'ok' : 'missed: success';
}

function report(rows: readonly (ParameterEffect & { readonly verdict: string })[]): string {
  return tableText(
    [
      { head: 'skill' },
      { head: 'parameter' },
      { head: 'kind' },
      { head: 'feature', align: 'right' },
      { head: 'agent' },
      { head: 'score low', align: 'right' },
      { head: 'high', align: 'right' },
      { head: 'slope' },
      { head: 'p', align: 'right' },
      { head: '' },
    ],
    rows.map(({ skill, parameter, kind, spearman, strongest, pFalling, verdict }) => [
      skill,
      parameter,
      kind,
      spearman.toFixed(2),
      strongest.agent,
      strongest.scoreLow.toFixed(2),
      strongest.scoreHigh.toFixed(2),
      `${strongest.slope.value.toFixed(2)} ± ${strongest.slope.se.toFixed(2)}`,
      pFalling.toPrecision(2),
      verdict,
    ]),
  );
}
