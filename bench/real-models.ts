import { parseArgs } from 'node:util';
import { printJson, printText } from '../cli/output.ts';
import { permutedResponses } from './real-models/control.ts';
import { findingsOf, findingsText } from './real-models/findings.ts';
import { promiseRows } from './real-models/promises.ts';
import { modelTable, policyTable, promiseTable } from './real-models/report.ts';
import { readResponses } from './real-models/responses.ts';
import { leaveEachOut } from './real-models/study.ts';

/**
 * Calibration and adaptive selection on the responses of eleven real language models: each is left out of the
 * calibration in turn, asked 5 % of its items, and its accuracy on all of them is estimated with an interval:
 *   node bench/real-models.ts [--repetitions 8] [--seed real-models] [--json]
 * Repetitions ask the same models anew and choose in other ways, to tell luck from merit. Exit code 1 when a promise
 * is not kept. Minutes on one core.
 */
const { values } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '8' },
    seed: { type: 'string', default: 'real-models' },
    json: { type: 'boolean', default: false },
  },
});
const { seed } = values;
const repetitions = Number(values.repetitions);
const responses = readResponses();
const study = leaveEachOut(responses, seed, repetitions, say);
say('the control: scores permuted within each model');
const control = leaveEachOut(permutedResponses(responses, seed), seed, 0, say);
const promises = promiseRows(study, control);
const findings = findingsOf(responses, study, seed);

if (values.json) {
  const { policies, fitSeconds } = study;
  const withoutItems = (rows: typeof study.rows) => rows.map(({ unasked, ...row }) => row);
  await printJson({
    models: withoutItems(study.rows),
    control: withoutItems(control.rows),
    promises,
    fitSeconds,
    policies,
    findings,
  });
} else {
  const sections = [
    modelTable(study),
    `The control, scores permuted within each model:\n${modelTable(control)}`,
    promiseTable(promises),
    ...(repetitions > 0 ? [policyTable(study.policies)] : []),
    findingsText(findings, study),
  ];
  await printText(`${sections.join('\n')}\n`);
}
process.exitCode = promises.every(({ ok }) => ok) ? 0 : 1;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
