import type { Learning } from '../client/curve-learning.ts';
import { abilityText, computeText, intervalText } from './formats.ts';
import { type Column, tableText } from './output.ts';
import { signed } from './trend-changes.ts';

/** Mastery by skill, the trend of the session, the gap map, and what traversing the dependencies took. */
export function learningText(learning: Learning): string[] {
  return [
    masteryTable(learning).trimEnd(),
    trendText(learning),
    ...learning.gapMap.map(gapText),
    ...learning.dependencies.flatMap(dependencyText),
  ];
}

function masteryTable({ skills }: Learning): string {
  const columns: Column[] = [
    { head: 'skill' },
    { head: 'ability' },
    { head: 'margin', align: 'right' },
    { head: 'Pr(mastered)', align: 'right' },
    { head: 'mastered at', align: 'right' },
  ];
  const rows = skills.map(({ skill, theta, sd, margin, masteryProbability, masteredAtTokens }) => [
    skill,
    abilityText({ theta, sd }),
    signed(margin),
    masteryProbability.toFixed(2),
    masteredAtTokens === null ? '–' : `${computeText(masteredAtTokens)} tokens`,
  ]);
  return tableText(columns, rows);
}

function trendText({ trend }: Learning): string {
  const { verdict, tasks, gain } = trend;
  if (gain === null) return `trend: ${verdict}, ${tasks} measurement tasks are too few`;
  const text = intervalText({ value: gain.mean, lo: gain.lower, hi: gain.upper });
  return `trend: ${verdict}, gain over the last ${tasks} measurement tasks ${text} logits`;
}

function gapText({ skill, neighbour, bounds, theta, sd }: Learning['gapMap'][number]): string {
  const verdict = bounds ? `${neighbour} bounds it` : `${neighbour} does not bound it`;
  return `gap map: ${skill} stood still, ${verdict} (ability ${abilityText({ theta, sd })})`;
}

/** Nothing of edges that were not begun. */
function dependencyText({
  prerequisite,
  dependent,
  status,
  tokens,
}: Learning['dependencies'][number]): string[] {
  const edge = `from mastering ${prerequisite} to mastering ${dependent}`;
  if (status === 'traversed') return [`${edge}: ${computeText(tokens ?? 0)} tokens`];
  if (status === 'open') return [`${edge}: more than ${computeText(tokens ?? 0)} tokens`];
  return [];
}
