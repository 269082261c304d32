import type { ListedScale } from '../client/scales.ts';
import type { AnchorDrift } from '../measurement/calibration/anchors.ts';
import { termName } from '../measurement/linking/scale-difference.ts';
import { type Cell, type EdgeEvidence, type Scale, scaleName } from '../schema/scale.ts';
import { counted, countText, fieldsText } from './formats.ts';
import { type Column, formatNumber, tableText } from './output.ts';

/** Everything that a scale file publishes, for people. */
export function scaleText(scale: Scale, suites: readonly string[]): string {
  return [
    headText(scale, suites),
    skillTable(scale),
    termTable(scale),
    parameterTable(scale),
    edgesText(scale),
    scale.anchors === undefined ? 'It has no anchors.\n' : `It has ${scale.anchors.length} anchors.\n`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

export function scaleListText(listed: readonly ListedScale[]): string {
  const columns: Column[] = [
    { head: 'scale' },
    { head: 'made' },
    { head: 'models', align: 'right' },
    { head: 'instances', align: 'right' },
    { head: 'responses', align: 'right' },
    { head: 'log loss (means)', align: 'right' },
    { head: 'anchors', align: 'right' },
    { head: 'suites' },
    { head: 'where' },
    { head: '' },
  ];
  const rows = listed.map(({ scale, suites, sources }) => {
    const { provenance } = scale;
    return [
      scaleName(scale),
      provenance.createdAt.slice(0, 10),
      String(provenance.models.length),
      String(provenance.instancesPerSkill),
      countText(provenance.responses),
      `${provenance.heldOutLogLoss.toFixed(3)} (${provenance.heldOutLogLossOfModelMeans.toFixed(3)})`,
      scale.anchors === undefined ? '–' : String(scale.anchors.length),
      suites.join(', ') || '–',
      sources.join(', '),
      scale.provisional ? 'provisional' : '',
    ];
  });
  return tableText(columns, rows);
}

/** Anchors with what pooled attempts say of them. */
export function driftText(anchors: readonly Cell[], drift: readonly AnchorDrift[]): string {
  const columns: Column[] = [
    { head: 'anchor', align: 'right' },
    { head: 'skill' },
    { head: 'parameters', wraps: true },
    { head: 'difficulty', align: 'right' },
    { head: 'attempts', align: 'right' },
    { head: 'shift', align: 'right' },
    { head: 'z', align: 'right' },
    { head: '' },
  ];
  const rows = drift.map((own) => [
    String(own.anchor + 1),
    own.skill,
    vectorText(anchors[own.anchor]!.parameters),
    own.difficulty.toFixed(2),
    String(own.attempts),
    own.shift === null || own.se === null ? '–' : plusMinus(own.shift, own.se),
    own.z === null ? '–' : own.z.toFixed(1),
    own.flagged ? 'drifted' : '',
  ]);
  return tableText(columns, rows);
}

export function vectorText(parameters: Readonly<Record<string, number>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${formatNumber(value)}`)
    .join(', ');
}

export function plusMinus(value: number, se: number | null): string {
  return se === null ? value.toFixed(2) : `${value.toFixed(2)} ± ${se.toFixed(2)}`;
}

function headText(scale: Scale, suites: readonly string[]): string {
  const { provenance, statistics } = scale;
  const kinds = [...new Set(Object.values(provenance.kinds ?? {}))];
  const of = kinds.length === 0 ? '' : ` of ${counted(kinds.length, 'kind')} (${kinds.join(', ')})`;
  const losses = `${provenance.heldOutLogLoss.toFixed(4)}, of the models' means ${provenance.heldOutLogLossOfModelMeans.toFixed(4)}`;
  return fieldsText({
    scale: `${scaleName(scale)}${scale.provisional ? ', provisional' : ''}`,
    'used by': suites.join(', ') || 'no suite',
    made: provenance.createdAt,
    pool: `${counted(provenance.models.length, 'model')}${of}: ${provenance.models.join(', ')}`,
    design: `${counted(provenance.instancesPerSkill, 'instance')} a skill, ${countText(provenance.responses)} responses, seed ${provenance.seed}`,
    'tau (between skills)': plusMinus(scale.deviationSd, statistics?.deviationSdSe ?? null),
    'held-out log loss': losses,
    ...(statistics && {
      'calibration error': statistics.heldOut.calibrationError.toFixed(3),
      'without the strongest': `${statistics.leaveStrongestOut.logLoss.toFixed(4)}, of its means ${statistics.leaveStrongestOut.logLossOfModelMeans.toFixed(4)} (${statistics.leaveStrongestOut.model})`,
      control: `permuted labels: ${statistics.control.excess.toFixed(4)} ± ${statistics.control.se.toFixed(4)} better than the means, ${statistics.control.sound ? 'sound' : 'NOT SOUND'}`,
    }),
    note: provenance.note,
    command: provenance.command,
  });
}

function skillTable({ skills, statistics }: Scale): string {
  const columns: Column[] = [
    { head: 'skill' },
    { head: 'slope (SE of ln)', align: 'right' },
    { head: 's', align: 'right' },
    { head: 'p (s = 0)', align: 'right' },
    { head: 'R²', align: 'right' },
    { head: 'chance', align: 'right' },
    { head: 'weight', align: 'right' },
    { head: 'log loss (means)', align: 'right' },
    { head: 'calibration error', align: 'right' },
  ];
  const rows = Object.entries(skills).map(([id, skill]) => {
    const known = statistics?.skills[id];
    const slopeSe = known?.logSlopeSe;
    return [
      id,
      `${skill.slope.toFixed(2)}${slopeSe === undefined || slopeSe === null ? '' : ` (${slopeSe.toFixed(2)})`}`,
      plusMinus(skill.residualSd, known?.residualSdSe ?? null),
      known === undefined ? '–' : formatNumber(known.residualP, 2),
      known === undefined ? '–' : known.rSquared.toFixed(2),
      formatNumber(skill.chance),
      skill.weight.toFixed(2),
      known === undefined
        ? '–'
        : `${known.heldOut.logLoss.toFixed(3)} (${known.heldOut.logLossOfModelMeans.toFixed(3)})`,
      known === undefined ? '–' : known.heldOut.calibrationError.toFixed(3),
    ];
  });
  return tableText(columns, rows);
}

function termTable({ skills }: Scale): string {
  const columns: Column[] = [
    { head: 'skill' },
    { head: 'term' },
    { head: 'logits', align: 'right' },
    { head: 'status' },
  ];
  const rows = Object.entries(skills).flatMap(([id, { intercept, terms }]) => [
    [id, 'intercept', plusMinus(intercept.value, intercept.se), 'calibrated'],
    ...terms.map((term) => [id, termName(term), plusMinus(term.coefficient, term.se), term.status]),
  ]);
  return tableText(columns, rows);
}

function parameterTable({ statistics }: Scale): string {
  if (statistics === undefined) return '';
  const columns: Column[] = [
    { head: 'skill' },
    { head: 'parameter' },
    { head: 'D50', align: 'right' },
    { head: 'score per unit there', align: 'right' },
  ];
  const rows = Object.entries(statistics.skills).flatMap(([id, { parameters }]) =>
    Object.entries(parameters).map(([name, { d50, d50Se, slope }]) => [
      id,
      name,
      d50 === null ? 'beyond its range' : plusMinus(d50, d50Se),
      slope === null ? '–' : formatNumber(slope),
    ]),
  );
  return tableText(columns, rows);
}

function edgesText({ statistics }: Scale): string {
  const prerequisites = statistics?.prerequisites;
  if (prerequisites === undefined) return '';
  const { expert, suggested } = prerequisites;
  const edge = ({ from, to, masters, without, lower }: EdgeEvidence) =>
    `${from} before ${to}: ${without} of ${counted(masters, 'master')} of ${to} without ${from}, at least ${lower.toFixed(2)}`;
  return [
    ...expert.map((own) => `${own.refuted ? 'refuted  ' : 'kept     '}  ${edge(own)}`),
    ...suggested.map((own) => `suggested  ${edge(own)}`),
    '',
  ].join('\n');
}
