import type { Pile, ProcedurePrompt } from './procedure-prompt.ts';

/** What has become of all start piles at one time; there is one object for the same piles. */
export interface Moment {
  readonly piles: readonly Pile[];
  /** By key; undefined as long as nobody has asked. */
  readonly next: (Moment | null | undefined)[];
  away: number | undefined;
}

/** The machine of a prompt, which remembers what it has done. */
export class Machine {
  readonly start: Moment;
  readonly goal: Moment;
  readonly #prompt: ProcedurePrompt;
  readonly #moments = new Map<string, Moment>();
  #distances: readonly ReadonlyMap<string, number>[] | undefined;

  constructor(prompt: ProcedurePrompt) {
    this.#prompt = prompt;
    this.start = this.#momentOf(prompt.starts);
    this.goal = this.#momentOf(prompt.targets);
  }

  /** Null when the key cannot be pressed. */
  next(moment: Moment, key: number): Moment | null {
    const known = moment.next[key];
    if (known !== undefined) return known;
    const press = this.#prompt.keys[key]?.press ?? (() => null);
    const piles = moment.piles.map(press);
    const next = piles.includes(null) ? null : this.#momentOf(piles as Pile[]);
    moment.next[key] = next;
    return next;
  }

  /** At least so many keys lead from there to the targets: what the farthest of them needs on its own. */
  away(moment: Moment): number {
    this.#distances ??= distancesTo(this.#prompt);
    moment.away ??= Math.max(
      ...this.#distances.map(
        (distances, index) => distances.get(`${moment.piles[index]}`) ?? Number.POSITIVE_INFINITY,
      ),
    );
    return moment.away;
  }

  #momentOf(piles: readonly Pile[]): Moment {
    const id = piles.join(';');
    const moment = this.#moments.get(id) ?? { piles, next: [], away: undefined };
    this.#moments.set(id, moment);
    return moment;
  }
}

/** For each target, how many keys it is away from every pile that can become it. */
function distancesTo({ keys, modulus, room, targets, lengthMax }: ProcedurePrompt): Map<string, number>[] {
  const before = new Map<string, Set<string>>();
  for (const pile of allPiles(modulus, room)) {
    for (const { press } of keys) {
      const after = press(pile);
      if (after === null) continue;
      const id = `${after}`;
      const sources = before.get(id) ?? new Set();
      before.set(id, sources.add(`${pile}`));
    }
  }
  return targets.map((target) => {
    const distances = new Map([[`${target}`, 0]]);
    let last = [`${target}`];
    for (let distance = 1; distance <= lengthMax; distance++) {
      const sources = new Set(last.flatMap((pile) => [...(before.get(pile) ?? [])]));
      last = [...sources].filter((pile) => !distances.has(pile));
      for (const pile of last) distances.set(pile, distance);
    }
    return distances;
  });
}

function allPiles(modulus: number, room: number): Pile[] {
  let last: Pile[] = [[]];
  const all = [...last];
  for (let height = 1; height <= room; height++) {
    last = last.flatMap((pile) => Array.from({ length: modulus }, (_, item) => [...pile, item]));
    all.push(...last);
  }
  return all;
}
