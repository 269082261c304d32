import { parseArgs } from 'node:util';
import { printJson, printText, tableText } from '../cli/output.ts';
import { oracleRatioMax, type PlacementCost, placementCost } from './adaptive/placement-cost.ts';

/**
 * How many tasks placement needs to the SD of the standard depth, against an oracle that knows the ability and against
 * tasks drawn at random:
 *   node bench/adaptive.ts [--repetitions 400] [--seed adaptive] [--json]
 * Exit code 1 when a bound is missed.
 */
const { values } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '400' },
    seed: { type: 'string', default: 'adaptive' },
    json: { type: 'boolean', default: false },
  },
});

const costs: PlacementCost[] = [];
for (const slope of [1, 1.5, 2]) {
  for (const theta of [-2, -1, 0, 1, 2]) {
    costs.push(placementCost(slope, theta, Number(values.repetitions), values.seed));
    process.stderr.write(`a* ${slope}, ability ${theta}: done\n`);
  }
}
if (values.json) await printJson(costs);
else await printText(report(costs));
process.exitCode = costs.every(({ ok }) => ok) ? 0 : 1;

function report(all: readonly PlacementCost[]): string {
  const bounded = (ratio: number, max: number | null) =>
    `${ratio.toFixed(2)}${max === null ? '' : ` (at most ${max})`}`;
  return tableText(
    ['a*', 'ability', 'placement', 'oracle', 'random', 'to oracle', 'to random', ''].map((head) => ({
      head,
    })),
    all.map((cost) => [
      String(cost.slope),
      String(cost.theta),
      cost.placement.toFixed(1),
      cost.oracle.toFixed(1),
      cost.random.toFixed(1),
      bounded(cost.oracleRatio, oracleRatioMax),
      bounded(cost.randomRatio, cost.randomRatioMax),
      cost.ok ? 'ok' : 'missed',
    ]),
  );
}
