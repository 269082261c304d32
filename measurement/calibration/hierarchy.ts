import {
  cholesky,
  differenceOf,
  dot,
  inverseOf,
  logDeterminant,
  type Matrix,
  productOf,
  sandwich,
  solve,
  sumOf,
  times,
  trace,
  unitMatrix,
  zeroMatrix,
} from '../numeric/linear.ts';
import type { Links } from './link.ts';

/** One number for every unknown: domain abilities, group abilities, and by skill its coefficients, then abilities. */
export interface Unknowns {
  readonly pool: Float64Array;
  readonly groups: readonly Float64Array[];
  readonly skills: readonly Float64Array[];
}

export function product(left: Unknowns, right: Unknowns): number {
  const over = (some: readonly Float64Array[], others: readonly Float64Array[]) =>
    some.reduce((sum, values, index) => sum + dot(values, others[index]!), 0);
  return dot(left.pool, right.pool) + over(left.groups, right.groups) + over(left.skills, right.skills);
}

/** A skill's own information: scores and priors of the coefficients, without the link to the node above. */
export interface SkillBlock {
  readonly information: Matrix;
  /** Where the abilities begin. */
  readonly terms: number;
  readonly group: number | null;
}

/** The joint information of all unknowns, factored. */
export interface Hierarchy {
  readonly logDeterminant: number;
  /** Information⁻¹ · right. */
  solve(right: Unknowns): Unknowns;
  /** Covariance of the abilities in skill f by all that the other skills say and the priors. */
  priorCovariance(f: number): Matrix;
  /** By skill and by group: summed over models, the posterior variance of a deviation from the node above. */
  deviationVariances(): { readonly skills: readonly number[]; readonly groups: readonly number[] };
}

/**
 * Skills hang on their group or on the domain, groups on the domain, and nothing else is linked. So the information
 * is an arrow of arrows: eliminated from the leaves upwards, it costs no more than one small factor a node.
 */
export function factorHierarchy(blocks: readonly SkillBlock[], groups: number, links: Links): Hierarchy {
  const skills = blocks.map(({ information, terms }) => eliminate(information, terms, links.skill.precision));
  const below = (group: number | null) => skills.filter((_, f) => blocks[f]!.group === group);
  const groupNodes = Array.from({ length: groups }, (_, group) => {
    const [first, ...others] = below(group).map(({ message }) => message);
    return eliminate(sumOf(first!, ...others), 0, links.group.precision);
  });
  const top = sumOf(links.pool.precision, ...[...below(null), ...groupNodes].map(({ message }) => message));
  const topFactor = cholesky(top);

  function solveAll(right: Unknowns): Unknowns {
    const pool = Float64Array.from(right.pool);
    const groupRight = right.groups.map((values) => Float64Array.from(values));
    skills.forEach((node, f) => {
      const { group } = blocks[f]!;
      addTo(group === null ? pool : groupRight[group]!, passUp(node, right.skills[f]!));
    });
    groupNodes.forEach((node, group) => {
      addTo(pool, passUp(node, groupRight[group]!));
    });
    const poolStep = solve(topFactor, pool);
    const groupSteps = groupNodes.map((node, group) => passDown(node, groupRight[group]!, poolStep));
    return {
      pool: poolStep,
      groups: groupSteps,
      skills: skills.map((node, f) => {
        const { group } = blocks[f]!;
        return passDown(node, right.skills[f]!, group === null ? poolStep : groupSteps[group]!);
      }),
    };
  }

  function priorCovariance(f: number): Matrix {
    const { group } = blocks[f]!;
    const own = skills[f]!;
    if (group === null) return sumOf(inverseOf(differenceOf(top, own.message)), links.skill.covariance);
    const fromTop = inverseOf(differenceOf(top, groupNodes[group]!.message));
    const siblings = below(group).filter((node) => node !== own);
    const precision = sumOf(
      inverseOf(sumOf(fromTop, links.group.covariance)),
      ...siblings.map(({ message }) => message),
    );
    return sumOf(inverseOf(precision), links.skill.covariance);
  }

  function deviationVariances() {
    const atTop = inverseOf(top);
    const atGroups = groupNodes.map((node) => abilityCovariance(node, atTop));
    return {
      groups: groupNodes.map((node) => deviationVariance(node, atTop)),
      skills: skills.map((node, f) => {
        const { group } = blocks[f]!;
        return deviationVariance(node, group === null ? atTop : atGroups[group]!);
      }),
    };
  }

  const nodes = [...skills, ...groupNodes];
  return {
    logDeterminant: nodes.reduce(
      (sum, { factor }) => sum + logDeterminant(factor),
      logDeterminant(topFactor),
    ),
    solve: solveAll,
    priorCovariance,
    deviationVariances,
  };
}

/** A node eliminated: what it says of the node above, and what brings a solution back down. */
interface Eliminated {
  readonly factor: Matrix;
  readonly offset: number;
  readonly link: Matrix;
  /** How the node's abilities follow those above: their mean moves by follow · (a move above). */
  readonly follow: Matrix;
  /** Covariance of the node's abilities, those above known. */
  readonly conditional: Matrix;
  /** Information on the abilities above. */
  readonly message: Matrix;
}

/** `offset`: where in the node's unknowns the abilities begin that the link binds to those above. */
function eliminate(information: Matrix, offset: number, link: Matrix): Eliminated {
  const { size } = link;
  const joint = Float64Array.from(information.values);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const at = (offset + row) * information.size + offset + column;
      joint[at] = joint[at]! + link.values[row * size + column]!;
    }
  }
  const factor = cholesky({ size: information.size, values: joint });
  const conditional = zeroMatrix(size);
  const unit = new Float64Array(information.size);
  for (let model = 0; model < size; model++) {
    unit.fill(0);
    unit[offset + model] = 1;
    conditional.values.set(solve(factor, unit).subarray(offset, offset + size), model * size);
  }
  const follow = productOf(conditional, link);
  return { factor, offset, link, follow, conditional, message: differenceOf(link, productOf(link, follow)) };
}

function abilityCovariance({ follow, conditional }: Eliminated, above: Matrix): Matrix {
  return sumOf(conditional, sandwich(follow, above));
}

function deviationVariance({ follow, conditional }: Eliminated, above: Matrix): number {
  return trace(conditional) + trace(sandwich(differenceOf(follow, unitMatrix(follow.size)), above));
}

function passUp({ factor, offset, link }: Eliminated, right: Float64Array): Float64Array {
  return times(link, solve(factor, right).subarray(offset, offset + link.size));
}

function passDown(
  { factor, offset, link }: Eliminated,
  right: Float64Array,
  above: Float64Array,
): Float64Array {
  const joint = Float64Array.from(right);
  addTo(joint.subarray(offset, offset + link.size), times(link, above));
  return solve(factor, joint);
}

function addTo(target: Float64Array, values: Float64Array): void {
  for (let index = 0; index < target.length; index++) target[index] = target[index]! + values[index]!;
}
