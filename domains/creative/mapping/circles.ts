import type { RandomStream } from '../../random.ts';
import { type Analogy, type Circle, type Statement, traitCount, verbCount, verbCounts } from './analogy.ts';

/** Statements about two people beyond those that make the circle hang together. */
const extraStatements = 3;
/** Statements about two people that others are about. */
const coreStatements = 3;
/** Statements of each order from the second on. */
const perOrder = 2;
/** A statement is left out of a further model one time in so many. */
const leftOutOneIn = 10;

export interface DrawnCircles {
  readonly first: Circle;
  readonly second: Circle;
  /** The analogy that carries over all statements. */
  readonly complete: Analogy;
}

/**
 * Two circles of `size` people. Statements of the first have orders up to `depth`; the second says what the first would
 * become by several analogies at once. By the complete one so many people get a partner of another trait as `changed` says.
 */
export function drawCircles(
  size: number,
  depth: number,
  changed: number,
  random: RandomStream,
): DrawnCircles {
  const people = Array.from({ length: size }, (_, person) => person);
  const statements = drawStatements(size, depth, random);
  const traits = random.shuffle(people.map((person) => person % traitCount));
  const verbs = Array.from({ length: verbCount }, (_, verb) => verb);
  const plans: Analogy[] = [];
  while (plans.length < modelsOf(size)) {
    const plan = { partners: random.shuffle(people), verbs: random.shuffle(verbs) };
    if (plans.every((other) => `${other.verbs}` !== `${plan.verbs}`)) plans.push(plan);
  }
  const [complete] = plans as [Analogy];
  const otherTrait = new Set(random.sample(people, changed));
  const traitsOfPartners = new Array<number>(size).fill(0);
  for (const person of people) {
    const away = otherTrait.has(person) ? random.int(1, traitCount - 1) : 0;
    traitsOfPartners[complete.partners[person]!] = (traits[person]! + away) % traitCount;
  }
  return {
    first: { traits, statements },
    second: { traits: traitsOfPartners, statements: drawImages(statements, plans, size, random) },
    complete,
  };
}

/** How many analogies the second circle is built from: the fewer people, the more, since few are near to each of them. */
function modelsOf(size: number): number {
  return Math.max(3, Math.min(6, 11 - size));
}

/** What is said of the first circle: all hang together by statements about two, and others are about statements. */
function drawStatements(size: number, depth: number, random: RandomStream): Statement[] {
  const order = random.shuffle(Array.from({ length: size }, (_, person) => person));
  const pairs: [number, number][] = [];
  const add = (left: number, right: number): boolean => {
    const known = pairs.some(([from, to]) => from === left && to === right);
    if (left === right || known) return false;
    pairs.push([left, right]);
    return true;
  };
  for (let at = 1; at < size; at++) {
    const [left, right] = random.shuffle([order[at]!, order[random.int(0, at - 1)]!]);
    add(left!, right!);
  }
  for (let extra = 0; extra < extraStatements; )
    if (add(random.int(0, size - 1), random.int(0, size - 1))) extra++;
  const verbs = drawVerbs(pairs.length, random);
  const statements: Statement[] = random
    .shuffle(pairs)
    .map(([from, to], index) => ({ verb: verbs[index]!, from, to }));
  const core = drawCore(statements, random);
  let orderBelow = core;
  for (let level = 2; level <= depth; level++) {
    const added: number[] = [];
    while (added.length < perOrder) {
      const ends = [random.pick(orderBelow), random.pick(core)];
      if (ends[0] === ends[1]) continue;
      const [from, to] = random.shuffle(ends) as [number, number];
      if (statements.some((other) => other.verb === null && sameEnds(other, from, to))) continue;
      added.push(statements.length);
      statements.push({ verb: null, from, to });
    }
    orderBelow = added;
  }
  return statements;
}

/** Statements that hang together by their people: all of higher orders rest on them, so that the rest can vary. */
function drawCore(statements: readonly Statement[], random: RandomStream): number[] {
  const order = random.shuffle([...statements.keys()]);
  const core = [order[0]!];
  const joined = (index: number) => {
    const { from, to } = statements[index]!;
    return core.some((other) =>
      [statements[other]!.from, statements[other]!.to].some((end) => end === from || end === to),
    );
  };
  while (core.length < coreStatements)
    core.push(order.find((index) => !core.includes(index) && joined(index))!);
  return core;
}

function sameEnds(statement: Statement, from: number, to: number): boolean {
  return (
    Math.min(statement.from, statement.to) === Math.min(from, to) &&
    Math.max(statement.from, statement.to) === Math.max(from, to)
  );
}

/** A verb for each of so many statements; no two verbs have as many, and none of them has few. */
function drawVerbs(count: number, random: RandomStream): number[] {
  const least = Math.max(1, Math.floor(count / 6));
  for (;;) {
    const verbs = Array.from({ length: count }, () => random.int(0, verbCount - 1));
    const counts = Array.from(
      { length: verbCount },
      (_, verb) => verbs.filter((other) => other === verb).length,
    );
    if (new Set(counts).size === verbCount && Math.min(...counts) >= least) return verbs;
  }
}

/** What the statements become by each of the plans, in a random order within each order of statements. */
function drawImages(
  statements: readonly Statement[],
  plans: readonly Analogy[],
  size: number,
  random: RandomStream,
): Statement[] {
  const said: Statement[] = [];
  const levels = levelsOf(statements);
  const places = plans.map(() => new Array<number>(statements.length).fill(-1));
  const imageOf = (statement: number, plan: number): Statement => {
    const { verb, from, to } = statements[statement]!;
    const { partners, verbs } = plans[plan]!;
    return verb === null
      ? { verb, from: places[plan]![from]!, to: places[plan]![to]! }
      : { verb: verbs[verb]!, from: partners[from]!, to: partners[to]! };
  };
  for (let level = 1; level <= Math.max(...levels); level++) {
    const drawn: Statement[] = [];
    const here = [...levels.keys()].filter((statement) => levels[statement] === level);
    for (const plan of plans.keys()) {
      for (const statement of here) {
        if (plan > 0 && random.int(1, leftOutOneIn) === 1) continue;
        const image = imageOf(statement, plan);
        if (image.from >= 0 && image.to >= 0 && placeIn(drawn, image) < 0) drawn.push(image);
      }
    }
    if (level === 1) tellVerbsApart(drawn, size, random);
    said.push(...random.shuffle(drawn));
    for (const plan of plans.keys())
      for (const statement of here) places[plan]![statement] = placeIn(said, imageOf(statement, plan));
  }
  return said;
}

function placeIn(statements: readonly Statement[], { verb, from, to }: Statement): number {
  return statements.findIndex((other) => other.verb === verb && other.from === from && other.to === to);
}

/** Adds statements until no two verbs have as many. */
function tellVerbsApart(said: Statement[], size: number, random: RandomStream): void {
  for (;;) {
    const counts = verbCounts(said);
    const verb = counts.findIndex((count, index) => counts.indexOf(count) < index);
    if (verb < 0) return;
    const from = random.int(0, size - 1);
    const to = random.int(0, size - 1);
    if (from !== to && placeIn(said, { verb, from, to }) < 0) said.push({ verb, from, to });
  }
}

/** The order of each statement: 1 for one about people, one more than the higher of those that others are about. */
export function levelsOf(statements: readonly Statement[]): number[] {
  const levels: number[] = [];
  for (const { verb, from, to } of statements)
    levels.push(verb === null ? 1 + Math.max(levels[from]!, levels[to]!) : 1);
  return levels;
}
