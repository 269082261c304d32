import { parseArgs } from 'node:util';
import { printJson, printText, tableText } from '../cli/output.ts';
import { abilityProofs } from './measurement/ability.ts';
import { changeProofs } from './measurement/change.ts';
import { efficiencyProofs } from './measurement/efficiency.ts';
import { itemProofs } from './measurement/items.ts';
import { practiceProofs } from './measurement/practice.ts';
import type { OnProgress, ProofRow } from './measurement/proof.ts';
import { ratingProofs } from './measurement/rating.ts';

/**
 * What the statistics promise (coverage, bias, power, false alarms), held against simulations:
 *   node bench/measurement.ts [ability|efficiency|change|practice|items|rating]… [--repetitions 1500] [--json]
 * Exit code 1 when a promise is not kept. Minutes on one core; each group can be run alone.
 */
const groups: Readonly<Record<string, (repetitions: number, onProgress: OnProgress) => Promise<ProofRow[]>>> =
  {
    ability: abilityProofs,
    efficiency: efficiencyProofs,
    change: changeProofs,
    practice: practiceProofs,
    items: itemProofs,
    rating: ratingProofs,
  };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repetitions: { type: 'string', default: '1500' },
    json: { type: 'boolean', default: false },
  },
});
const wanted = positionals.length === 0 ? Object.keys(groups) : positionals;
const unknown = wanted.find((name) => !Object.hasOwn(groups, name));
if (unknown !== undefined) {
  process.stderr.write(`there is no group ${unknown}; there is ${Object.keys(groups).join(', ')}\n`);
  process.exit(1);
}
const rows: ProofRow[] = [];
for (const name of wanted) {
  rows.push(...(await groups[name]!(Number(values.repetitions), progressOf(name))));
}
if (values.json) await printJson(rows);
else await printText(report(rows));
process.exitCode = rows.every(({ ok }) => ok) ? 0 : 1;

/** Says every tenth that is done: a group takes minutes. */
function progressOf(name: string): OnProgress {
  let said = 0;
  return (share) => {
    const tenths = Math.floor(share * 10 + 1e-9);
    if (tenths <= said) return;
    said = tenths;
    process.stderr.write(`${name}: ${tenths * 10} %\n`);
  };
}

function report(all: readonly ProofRow[]): string {
  return tableText(
    ['claim', 'simulated', 'value', 'wanted', ''].map((head) => ({ head })),
    all.map(({ proof, setting, value, wanted: bound, ok }) => [
      proof,
      setting,
      value.toFixed(3),
      bound,
      bound === '' ? '' : ok ? 'ok' : 'missed',
    ]),
  );
}
