import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import type { Link, OrderPuzzle } from './order-prompt.ts';

type Verdict = 'less' | 'greater' | 'unknown';

/** How links are followed. */
export interface OrderMethod {
  /** Links that are looked up by the point they start from; all others are read through at every point. */
  readonly indexed: (link: Link) => boolean;
  /** Whether both directions are followed in turn, nearest points first; otherwise one after the other, as deep as can be. */
  readonly nearestFirst: boolean;
}

/**
 * Looks for chains of links between the two points of each question. One node is one link looked at, or put in the
 * index. Questions that the budget does not reach are answered with unknown.
 */
export function verdictsBySearch(puzzle: OrderPuzzle, method: OrderMethod, budget: Budget): Verdict[] {
  const verdicts = puzzle.questions.map((): Verdict => 'unknown');
  completed(() => {
    const links = new LinkReader(puzzle.links, method, budget);
    for (const [index, { left, right }] of puzzle.questions.entries()) {
      verdicts[index] = method.nearestFirst ? meeting(links, left, right) : oneByOne(links, left, right);
    }
  });
  return verdicts;
}

class LinkReader {
  readonly #read: readonly Link[];
  readonly #index = new Map<string, Link[]>();
  readonly #budget: Budget;

  constructor(links: readonly Link[], { indexed }: OrderMethod, budget: Budget) {
    this.#budget = budget;
    this.#read = links.filter((link) => !indexed(link));
    for (const link of links.filter(indexed)) {
      spend(budget);
      this.#index.set(link.low, [...(this.#index.get(link.low) ?? []), link]);
    }
  }

  /** The points that links from this one lead up to. */
  above(point: string): string[] {
    const known = this.#index.get(point) ?? [];
    const links = [...known, ...this.#read];
    for (const _ of links) spend(this.#budget);
    return links.filter(({ low }) => low === point).map(({ high }) => high);
  }
}

function oneByOne(links: LinkReader, left: string, right: string): Verdict {
  if (leadsTo(links, left, right, new Set())) return 'less';
  return leadsTo(links, right, left, new Set()) ? 'greater' : 'unknown';
}

function leadsTo(links: LinkReader, from: string, to: string, seen: Set<string>): boolean {
  seen.add(from);
  return links.above(from).some((next) => next === to || (!seen.has(next) && leadsTo(links, next, to, seen)));
}

/** From the two points upwards in turn. */
function meeting(links: LinkReader, left: string, right: string): Verdict {
  const [fromLeft, fromRight] = [new Set([left]), new Set([right])];
  const [lefts, rights] = [fromLeft.values(), fromRight.values()];
  for (;;) {
    const [one, other] = [lefts.next().value, rights.next().value];
    if (one === undefined && other === undefined) return 'unknown';
    if (one !== undefined) for (const next of links.above(one)) fromLeft.add(next);
    if (fromLeft.has(right)) return 'less';
    if (other !== undefined) for (const next of links.above(other)) fromRight.add(next);
    if (fromRight.has(left)) return 'greater';
  }
}
