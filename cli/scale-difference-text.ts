import type { ParameterDifference, ScaleDifference } from '../measurement/linking/scale-difference.ts';
import { type Column, tableText } from './output.ts';
import { plusMinus, vectorText } from './scale-text.ts';

/** What a scale says otherwise than another, for people: parameters that differ, anchors, the reference mix. */
export function scaleDifferenceText(from: string, to: string, difference: ScaleDifference): string {
  const { skillsAdded, skillsRemoved, parameters, link, linkRefused, mix } = difference;
  const different = parameters.filter((parameter) => parameter.difference !== 0);
  return [
    ...(skillsAdded.length > 0 ? [`new in ${to}: ${skillsAdded.join(', ')}`] : []),
    ...(skillsRemoved.length > 0 ? [`gone from ${to}: ${skillsRemoved.join(', ')}`] : []),
    different.length === 0 ? 'No parameter differs.' : parameterTable(from, to, different).trimEnd(),
    link === null
      ? `No link: ${linkRefused}`
      : `theta on ${to} = ${link.slope.toFixed(3)} · theta on ${from} ${link.intercept < 0 ? '−' : '+'} ${Math.abs(link.intercept).toFixed(3)}, known to ± ${link.sd.toFixed(3)} through ${link.anchors} anchors`,
    ...(difference.anchors.length > 0 ? [anchorTable(from, to, difference).trimEnd()] : []),
    ...(mix === null
      ? []
      : [
          `reference mix: mean difficulty ${mix.from.toFixed(2)} → ${mix.to.toFixed(2)} (${signed(mix.difference)}), cells apart by ${mix.rootMeanSquare.toFixed(2)} (root mean square)`,
        ]),
  ].join('\n');
}

function parameterTable(from: string, to: string, parameters: readonly ParameterDifference[]): string {
  const columns: Column[] = [
    { head: 'skill' },
    { head: 'parameter' },
    { head: from, align: 'right' },
    { head: to, align: 'right' },
    { head: 'difference', align: 'right' },
    { head: 'z', align: 'right' },
  ];
  const rows = parameters.map((own) => [
    own.skill ?? 'all',
    own.parameter,
    own.from.toFixed(3),
    own.to.toFixed(3),
    signed(own.difference),
    own.z === null ? '–' : own.z.toFixed(1),
  ]);
  return tableText(columns, rows);
}

function anchorTable(from: string, to: string, { anchors }: ScaleDifference): string {
  const columns: Column[] = [
    { head: 'skill' },
    { head: 'anchor', wraps: true },
    { head: `${from}, linked`, align: 'right' },
    { head: to, align: 'right' },
    { head: 'difference', align: 'right' },
    { head: '' },
  ];
  const rows = anchors.map((own) => [
    own.skill,
    vectorText(own.parameters),
    own.from.toFixed(2),
    own.to.toFixed(2),
    plusMinus(own.difference, own.z === 0 ? null : Math.abs(own.difference / own.z)),
    own.drifted ? 'drifted' : '',
  ]);
  return tableText(columns, rows);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
