import { bitCount } from '../../bits.ts';
import { type Analogy, Carrier, type Circles, type Statement, verbCount } from './analogy.ts';

/** How many statements about people, and how many about statements, may not be carried over. */
export interface Losses {
  readonly people: number;
  readonly statements: number;
}

const verbMaps = ordersOf(Array.from({ length: verbCount }, (_, verb) => verb));

/**
 * All analogies that lose no more statements than these, whatever the conditions; null when they are more than
 * `countMax`, or when finding them takes more than `nodesMax` tries. People get partners one after another. A statement
 * is lost as soon as one of its people has a partner of whom nothing of the kind is said, and with it those about it; a
 * way is left when too much is lost.
 */
export function analogiesWith(
  circles: Circles,
  losses: Losses,
  countMax: number,
  nodesMax: number,
): Analogy[] | null {
  const { statements, traits } = circles.first;
  const size = traits.length;
  const carrier = new Carrier(circles);
  const order = placingOrder(statements, size);
  const steps = stepsOf(statements, order);
  const due = order.map((_, step) => indicesOf(steps, ([, last]) => last === step));
  const half = order.map((_, step) => indicesOf(steps, ([first, last]) => first === step && last > step));
  const above = maskOf(indicesOf(statements, ({ verb }) => verb === null));
  const about = statements.map((_, statement) => maskOf(restingOn(statements, statement)));
  const partnersOf = partnerMasks(circles.second.statements, size);
  const partners = new Int8Array(size).fill(-1);
  const images = new Int16Array(statements.length).fill(-1);
  const found: Analogy[] = [];
  let nodes = 0;

  /** Bits of the statements that are lost when the person of this step has got a partner. */
  const lostAt = (step: number, before: number, taken: number, analogy: Analogy): number => {
    let lost = before;
    for (const statement of due[step]!) {
      if ((lost >> statement) & 1) continue;
      const image = carrier.imageOf(statement, analogy, images);
      images[statement] = image;
      if (image < 0) lost |= about[statement]!;
    }
    const person = order[step]!;
    for (const statement of half[step]!) {
      const { verb, from } = statements[statement]!;
      const direction = from === person ? 0 : 1;
      const become = analogy.verbs[verb!]!;
      const open = partnersOf[direction]![become * size + partners[person]!]! & ~taken;
      if (open === 0) lost |= about[statement]!;
    }
    return lost;
  };
  /** False when the search is given up. */
  const place = (step: number, lost: number, taken: number, analogy: Analogy): boolean => {
    const person = order[step];
    if (person === undefined) {
      found.push({ partners: Array.from(partners), verbs: analogy.verbs });
      return found.length <= countMax;
    }
    for (let partner = 0; partner < size; partner++) {
      const bit = 1 << partner;
      if (taken & bit) continue;
      if (++nodes > nodesMax) return false;
      partners[person] = partner;
      const lostNow = lostAt(step, lost, taken | bit, analogy);
      if (bitCount(lostNow & above) > losses.statements) continue;
      if (bitCount(lostNow & ~above) > losses.people) continue;
      if (!place(step + 1, lostNow, taken | bit, analogy)) return false;
    }
    partners[person] = -1;
    return true;
  };
  return verbMaps.every((verbs) => place(0, 0, 0, { partners, verbs })) ? found : null;
}

/** Next comes who is in the most statements with those before, among equals who is in the most statements. */
export function placingOrder(statements: readonly Statement[], size: number): number[] {
  const said = statements.filter(({ verb }) => verb !== null);
  const waiting = Array.from({ length: size }, (_, person) => person);
  const order: number[] = [];
  const worth = (person: number) => {
    const about = said.filter(({ from, to }) => from === person || to === person);
    const joined = about.filter(({ from, to }) => order.includes(from) || order.includes(to));
    return joined.length * said.length + about.length;
  };
  while (waiting.length > 0) {
    const next = waiting.reduce((best, person) => (worth(person) > worth(best) ? person : best));
    waiting.splice(waiting.indexOf(next), 1);
    order.push(next);
  }
  return order;
}

/** For each statement the steps at which the first and the last of its people, or of those it rests on, get partners. */
function stepsOf(
  statements: readonly Statement[],
  order: readonly number[],
): [first: number, last: number][] {
  const steps: [number, number][] = [];
  for (const { verb, from, to } of statements) {
    const ends = verb === null ? [steps[from]![1], steps[to]![1]] : [order.indexOf(from), order.indexOf(to)];
    const last = Math.max(...ends);
    steps.push([verb === null ? last : Math.min(...ends), last]);
  }
  return steps;
}

/** The statement and all that are about it, or about one that is. */
function restingOn(statements: readonly Statement[], statement: number): number[] {
  const resting = [statement];
  for (const [index, { verb, from, to }] of statements.entries())
    if (verb === null && (resting.includes(from) || resting.includes(to))) resting.push(index);
  return resting;
}

/** Bits of the people whom a verb is said of with a person: for each verb and person in front, and for each behind. */
function partnerMasks(statements: readonly Statement[], size: number): [Int32Array, Int32Array] {
  const behind = new Int32Array(verbCount * size);
  const front = new Int32Array(verbCount * size);
  for (const { verb, from, to } of statements) {
    if (verb === null) continue;
    behind[verb * size + from]! |= 1 << to;
    front[verb * size + to]! |= 1 << from;
  }
  return [behind, front];
}

function indicesOf<T>(items: readonly T[], test: (item: T) => boolean): number[] {
  return [...items.keys()].filter((index) => test(items[index]!));
}

function maskOf(bits: readonly number[]): number {
  return bits.reduce((mask, bit) => mask | (1 << bit), 0);
}

function ordersOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    ordersOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
