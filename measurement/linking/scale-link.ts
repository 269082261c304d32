import { type Cell, type Scale, type SkillScale, scaleName } from '../../schema/scale.ts';
import { anchorsMin } from '../constants.ts';
import { meanOf } from '../numeric/statistics.ts';
import { calibratedDifficultySd, difficultyOf, featureIn } from '../response-model/difficulty.ts';
import { freshSlope } from '../response-model/response.ts';
import type { Link, LinkedItem } from './link.ts';
import { stockingLordLink } from './link-curves.ts';

type LinkableScale = Pick<Scale, 'domain' | 'version' | 'skills' | 'anchors'>;

/** How abilities of one scale read on another: theta_to = slope·theta_from + intercept. */
export interface ScaleLink extends Link {
  /** s_link: standard error of the link, in logits of the `to` scale. */
  readonly sd: number;
  /** Anchor cells that it rests on. */
  readonly anchors: number;
}

/** An anchor as both scales have it. */
export interface LinkedAnchor {
  readonly cell: Cell;
  readonly from: LinkedItem;
  readonly to: LinkedItem;
  /** SE of b_to and of b_from, in logits of their own scales. */
  readonly fromSe: number;
  readonly toSe: number;
  /** True where one scale extends the other: both have the very same parameters, which err together. */
  readonly shared: boolean;
}

/**
 * The link between two scales of a domain through their anchor cells, by their characteristic curves (Stocking and
 * Lord 1983) on the abilities where the anchors are. Its error is the larger of two estimates: what the item
 * parameters' own errors make of the mean difficulty, and what the anchors' disagreement shows, skills counted as
 * clusters since their cells err together. A version is itself without
 * any anchor. Throws a RangeError for scales of two domains and for fewer than 20 anchors in common: abilities of
 * such scales cannot be compared.
 */
export function linkScales(from: LinkableScale, to: LinkableScale): ScaleLink {
  const anchors = linkedAnchors(from, to);
  if (from.version === to.version) return { slope: 1, intercept: 0, sd: 0, anchors: anchors.length };
  if (anchors.length < anchorsMin) {
    throw new RangeError(
      `${scaleName(from)} and ${scaleName(to)} have ${anchors.length} anchors in common, fewer than ${anchorsMin}: abilities on them cannot be compared`,
    );
  }
  const items = { from: anchors.map((anchor) => anchor.from), to: anchors.map((anchor) => anchor.to) };
  const link = stockingLordLink(items.from, items.to, 1, gridOver(items.to));
  const sd = Math.sqrt(Math.max(samplingVariance(anchors, link), disagreementVariance(anchors, link)));
  return { ...link, sd, anchors: anchors.length };
}

/** The anchors of both scales whose cells both can place, each cell once. Throws a RangeError for two domains. */
export function linkedAnchors(from: LinkableScale, to: LinkableScale): LinkedAnchor[] {
  if (from.domain !== to.domain) {
    throw new RangeError(`${scaleName(from)} and ${scaleName(to)} are of two domains`);
  }
  const cells = new Map<string, Cell>();
  for (const cell of [...(to.anchors ?? []), ...(from.anchors ?? [])]) {
    cells.set(JSON.stringify([cell.skill, Object.entries(cell.parameters).sort()]), cell);
  }
  return [...cells.values()].flatMap((cell) => {
    const [before, after] = [from.skills[cell.skill], to.skills[cell.skill]];
    if (!places(before, cell) || !places(after, cell)) return [];
    return [
      {
        cell,
        from: itemAt(before, cell),
        to: itemAt(after, cell),
        fromSe: calibratedDifficultySd(before, cell.features),
        toSe: calibratedDifficultySd(after, cell.features),
        shared: JSON.stringify(before) === JSON.stringify(after),
      },
    ];
  });
}

/** b_to less what the link makes of b_from. */
export function anchorShift({ from, to }: LinkedAnchor, { slope, intercept }: Link): number {
  return to.b - slope * from.b - intercept;
}

function places(scale: SkillScale | undefined, cell: Cell): scale is SkillScale {
  if (scale === undefined) return false;
  return Object.entries(scale.ranges).every(
    ([name, range]) => featureIn(range, cell.features, name) !== undefined,
  );
}

/** A fresh instance of the cell. */
function itemAt(scale: SkillScale, cell: Cell): LinkedItem {
  return { a: freshSlope(scale), b: difficultyOf(scale, cell.features), g: scale.chance, u: scale.slip };
}

const gridPoints = 41;

/** Even abilities over the anchors' difficulties and a logit beyond: where nothing is asked, curves say nothing. */
function gridOver(items: readonly LinkedItem[]) {
  const min = Math.min(...items.map(({ b }) => b)) - 1;
  const max = Math.max(...items.map(({ b }) => b)) + 1;
  const thetas = Array.from(
    { length: gridPoints },
    (_, index) => min + ((max - min) * index) / (gridPoints - 1),
  );
  return { thetas, weights: thetas.map(() => 1 / gridPoints) };
}

/** Variance of the mean shift if a skill's anchors err as one: their errors share the skill's coefficients. */
function samplingVariance(anchors: readonly LinkedAnchor[], { slope }: Link): number {
  const bySkill = Map.groupBy(anchors, ({ cell }) => cell.skill);
  return [...bySkill.values()].reduce((sum, own) => {
    const share = own.length / anchors.length;
    const errors = own.map(({ fromSe, toSe, shared }) =>
      shared ? Math.abs(1 - slope) * toSe : Math.hypot(toSe, slope * fromSe),
    );
    return sum + (share * meanOf(errors)) ** 2;
  }, 0);
}

function disagreementVariance(anchors: readonly LinkedAnchor[], link: Link): number {
  const shifts = anchors.map((anchor) => anchorShift(anchor, link));
  const mean = meanOf(shifts);
  const bySkill = Map.groupBy(
    shifts.map((shift, index) => ({ residual: shift - mean, skill: anchors[index]!.cell.skill })),
    ({ skill }) => skill,
  );
  // With one skill every cell stands for itself.
  const clusters =
    bySkill.size > 1 ? [...bySkill.values()] : [...bySkill.values()].flat().map((own) => [own]);
  const squares = clusters.map((own) => own.reduce((sum, { residual }) => sum + residual, 0) ** 2);
  const correction = clusters.length / (clusters.length - 1);
  return (correction * squares.reduce((sum, square) => sum + square, 0)) / anchors.length ** 2;
}
