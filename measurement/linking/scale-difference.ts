import type { Cell, Scale, SkillScale, Term } from '../../schema/scale.ts';
import { driftLimits } from '../constants.ts';
import { difficultyOf } from '../response-model/difficulty.ts';
import { anchorShift, linkedAnchors, linkScales, type ScaleLink } from './scale-link.ts';

/** One parameter as two scales have it; `z` is null where an error is not known. */
export interface ParameterDifference {
  readonly skill: string | null;
  /** `intercept`, `chain lower`, `chain × negation`, `slope`, `residualSd`, `chance`, `weight`, `deviationSd`. */
  readonly parameter: string;
  readonly from: number;
  readonly to: number;
  readonly difference: number;
  readonly z: number | null;
}

export interface AnchorDifference {
  readonly skill: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** The difficulty on the old scale, as it reads on the new one. */
  readonly from: number;
  readonly to: number;
  readonly difference: number;
  readonly z: number;
  readonly drifted: boolean;
}

export interface ScaleDifference {
  readonly skillsAdded: readonly string[];
  readonly skillsRemoved: readonly string[];
  readonly parameters: readonly ParameterDifference[];
  /** Null where there is none; `linkRefused` then says why. */
  readonly link: ScaleLink | null;
  readonly linkRefused: string | null;
  readonly anchors: readonly AnchorDifference[];
  /** Mean difficulty of a reference mix on both scales, the old one linked, and how far its cells moved apart. */
  readonly mix: {
    readonly from: number;
    readonly to: number;
    readonly difference: number;
    readonly rootMeanSquare: number;
  } | null;
}

/**
 * What a new scale version says otherwise: parameter by parameter with z = difference / sqrt(se² + se²), slopes on
 * their logarithm; anchors and a reference mix after the link has moved the old scale onto the new one, since a
 * difference of origin is none in what is measured.
 */
export function compareScales(from: Scale, to: Scale, mix: readonly Cell[]): ScaleDifference {
  const shared = Object.keys(from.skills).filter((skill) => to.skills[skill] !== undefined);
  const linked = linkOrReason(from, to);
  return {
    skillsAdded: Object.keys(to.skills).filter((skill) => from.skills[skill] === undefined),
    skillsRemoved: Object.keys(from.skills).filter((skill) => to.skills[skill] === undefined),
    parameters: [
      ...shared.flatMap((skill) => skillDifferences(skill, from, to)),
      difference(null, 'deviationSd', from.deviationSd, to.deviationSd, [
        from.statistics?.deviationSdSe,
        to.statistics?.deviationSdSe,
      ]),
    ],
    ...linked,
    anchors: linked.link === null ? [] : anchorDifferences(from, to, linked.link),
    mix: linked.link === null ? null : mixDifference(from, to, linked.link, mix),
  };
}

function linkOrReason(from: Scale, to: Scale): Pick<ScaleDifference, 'link' | 'linkRefused'> {
  try {
    return { link: linkScales(from, to), linkRefused: null };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { link: null, linkRefused: error.message };
  }
}

function skillDifferences(skill: string, from: Scale, to: Scale): ParameterDifference[] {
  const [before, after] = [from.skills[skill]!, to.skills[skill]!];
  const [known, found] = [from.statistics?.skills[skill], to.statistics?.skills[skill]];
  const terms = new Map(after.terms.map((term) => [termName(term), term]));
  return [
    difference(skill, 'intercept', before.intercept.value, after.intercept.value, [
      before.intercept.se,
      after.intercept.se,
    ]),
    ...before.terms.flatMap((term) => {
      const other = terms.get(termName(term));
      if (other === undefined) return [];
      return [difference(skill, termName(term), term.coefficient, other.coefficient, [term.se, other.se])];
    }),
    slopeDifference(skill, before, after, [known?.logSlopeSe, found?.logSlopeSe]),
    difference(skill, 'residualSd', before.residualSd, after.residualSd, [
      known?.residualSdSe,
      found?.residualSdSe,
    ]),
    difference(skill, 'chance', before.chance, after.chance, []),
    difference(skill, 'weight', before.weight, after.weight, []),
  ];
}

/** `chain lower`, or `chain × negation` for a product. */
export function termName({ parameters, basis }: Pick<Term, 'parameters' | 'basis'>): string {
  return basis === 'product' ? parameters.join(' × ') : `${parameters[0]} ${basis}`;
}

type Errors = readonly (number | null | undefined)[];

function slopeDifference(
  skill: string,
  before: SkillScale,
  after: SkillScale,
  errors: Errors,
): ParameterDifference {
  const plain = difference(skill, 'slope', before.slope, after.slope, []);
  return { ...plain, z: zOf(Math.log(after.slope / before.slope), errors) };
}

function difference(
  skill: string | null,
  parameter: string,
  from: number,
  to: number,
  errors: Errors,
): ParameterDifference {
  return { skill, parameter, from, to, difference: to - from, z: zOf(to - from, errors) };
}

function zOf(value: number, errors: Errors): number | null {
  const [first, second] = errors;
  if (first === undefined || first === null || second === undefined || second === null) return null;
  const se = Math.hypot(first, second);
  return se > 0 ? value / se : null;
}

function anchorDifferences(from: Scale, to: Scale, link: ScaleLink): AnchorDifference[] {
  return linkedAnchors(from, to).map((anchor) => {
    const shift = anchorShift(anchor, link);
    const z = shift / Math.hypot(anchor.toSe, link.slope * anchor.fromSe);
    return {
      skill: anchor.cell.skill,
      parameters: anchor.cell.parameters,
      from: anchor.to.b - shift,
      to: anchor.to.b,
      difference: shift,
      z,
      drifted: Math.abs(z) > driftLimits.z && Math.abs(shift) > driftLimits.shift,
    };
  });
}

function mixDifference(
  from: Scale,
  to: Scale,
  { slope, intercept }: ScaleLink,
  mix: readonly Cell[],
): ScaleDifference['mix'] {
  const cells = mix.filter(({ skill }) => from.skills[skill] !== undefined && to.skills[skill] !== undefined);
  if (cells.length === 0) return null;
  const before = cells.map(
    (cell) => slope * difficultyOf(from.skills[cell.skill]!, cell.features) + intercept,
  );
  const after = cells.map((cell) => difficultyOf(to.skills[cell.skill]!, cell.features));
  const weights = cells.map(({ weight }) => weight / cells.reduce((sum, cell) => sum + cell.weight, 0));
  const mean = (values: readonly number[]) => values.reduce((sum, value, c) => sum + weights[c]! * value, 0);
  return {
    from: mean(before),
    to: mean(after),
    difference: mean(after) - mean(before),
    rootMeanSquare: Math.sqrt(mean(after.map((value, c) => (value - before[c]!) ** 2))),
  };
}
