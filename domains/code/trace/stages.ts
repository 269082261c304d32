/** The idioms that programs are put together from: loops as people write them, each of which changes one part. */
import type { RandomStream } from '../../random.ts';
import {
  arithmetic,
  compare,
  type Expression,
  int,
  type Place,
  type Statement,
  variable,
} from '../ir/program.ts';
import { type Part, placeIn, selectorAt } from './parts.ts';
import { plainNames as names } from './scene.ts';

/** Where a stage stands, and what it can use. */
export interface Site {
  readonly part: Part;
  /** The variable by which the part is changed. */
  readonly root: string;
  /** One that it can be read by. */
  reading(): string;
  /** True when a record may be named and changed by that name. */
  readonly namesRecords: boolean;
  readonly signed: boolean;
  readonly random: RandomStream;
  /** How often a loop of so many statements a round may go round, with an amount worked out in each. */
  rounds(statements: number, amounts: number): number;
  /** Something worked out from a whole number that is not below 0. */
  amount(of: Expression): Expression;
  /** A list to go through: of whole numbers above 0, or of records that name a key and count something. */
  numbers(length: number): { readonly list: string; readonly item: string };
  orders(length: number): { readonly list: string; readonly item: string };
  /** Adds the value to the tally, where there is one; to a string its digits, or the word in their place. */
  tallied(value: Expression, word?: Expression): readonly Statement[];
  /** Notes that the variable has no negative number in it: `always`, or unless the program is a signed one. */
  natural(name: string, always?: boolean): string;
}

/** Null where it does not fit the site. */
export type Stage = (site: Site) => readonly Statement[] | null;

/** Goes round the part as it counts. */
const cycle: Stage = (site) => {
  const { part, random } = site;
  const turn = variable(names.turn);
  const from = random.int(0, 4);
  const rounds = site.rounds(site.namesRecords ? 3 : 2, 1);
  const size = part.kind === 'map' ? variable(names.names) : variable(site.reading());
  // With a divisor in common it would not come to every place.
  const times = random.pick([1, 2, 3].filter((factor) => factor === 1 || part.size % factor !== 0));
  const counted = times === 1 ? turn : arithmetic(int(times), '*', turn);
  const at = arithmetic(random.chance(0.5) ? counted : arithmetic(counted, '+', int(random.int(1, 5))), '%', {
    kind: 'length',
    of: size,
  });
  const selector: Expression =
    part.kind === 'map' ? { kind: 'element', of: variable(names.names), index: at } : at;
  return [
    ...(part.kind === 'map' ? [keysOf(site)] : []),
    {
      kind: 'forRange',
      name: names.turn,
      from: int(from),
      to: int(from + rounds),
      body: [
        ...added(site, selector, site.amount(turn)),
        ...site.tallied(arithmetic(placeIn(part, site.root, selector), '%', int(random.int(5, 10)))),
      ],
    },
  ];
};

/** Goes through a list of numbers, or of orders, each of which says what it changes. */
const entries: Stage = (site) => {
  const { part, random } = site;
  const branches = random.chance(0.7);
  const rounds = site.rounds(branches ? 3.5 : 2.5, 1);
  const isMap = part.kind === 'map';
  const { list, item } = isMap ? site.orders(rounds) : site.numbers(rounds);
  const one = variable(item);
  const count: Expression = isMap ? { kind: 'field', record: one, name: names.count } : one;
  const selector: Expression = isMap
    ? { kind: 'field', record: one, name: names.item }
    : arithmetic(one, '%', { kind: 'length', of: variable(site.reading()) });
  const main = added(site, selector, site.amount(count));
  const initial: Expression = { kind: 'element', of: selector, index: int(0) };
  const other = isMap ? site.tallied(count, initial) : site.tallied(count);
  const condition = random.chance(0.5)
    ? compare(arithmetic(count, '%', int(random.int(2, 3))), '==', int(random.int(0, 1)))
    : compare(count, random.pick(['<', '>']), int(random.int(6, 12)));
  const elsewhere = changed(site, placeIn(part, site.root, selector), int(random.int(1, 9)));
  const skips = branches && random.chance(0.3);
  const body: readonly Statement[] = !branches
    ? [...main, ...other]
    : skips
      ? [
          { kind: 'if', branches: [{ condition, body: [{ kind: 'continue' }] }], otherwise: [] },
          ...main,
          ...other,
        ]
      : [
          {
            kind: 'if',
            branches: [{ condition, body: main }],
            otherwise: other.length > 0 ? other : [elsewhere],
          },
        ];
  return [{ kind: 'forEach', name: item, list: variable(list), body }];
};

/** Each number takes up something of the one before it. */
const carryOn: Stage = (site) => {
  const { part, random } = site;
  const rounds = part.kind === 'map' || site.namesRecords ? 3 : 2;
  if (site.rounds(rounds, 0) < part.size) return null;
  const divisor = int(random.int(4, 9));
  const carry = variable(site.natural(names.carry));
  if (part.kind !== 'map' && !site.namesRecords) {
    const i = variable(names.i);
    const last = placeIn(part, site.reading(), arithmetic(i, '-', int(1)));
    const taken = random.chance(0.5) ? last : arithmetic(last, '%', divisor);
    return [
      {
        kind: 'forRange',
        name: names.i,
        from: int(1),
        to: { kind: 'length', of: variable(site.root) },
        body: [changed(site, placeIn(part, site.root, i), taken)],
      },
    ];
  }
  const row = part.kind === 'map' ? names.name : site.natural(part.row);
  const place: Place =
    part.kind === 'map'
      ? placeIn(part, site.root, variable(row))
      : { kind: 'field', record: variable(row), name: part.amount };
  return [
    { kind: 'let', name: names.carry, value: int(random.int(1, 6)) },
    {
      kind: 'forEach',
      name: row,
      list: part.kind === 'map' ? { kind: 'keys', map: variable(site.root) } : variable(site.root),
      body: [
        changed(site, place, carry),
        { kind: 'assign', name: names.carry, value: arithmetic(place, '%', divisor) },
      ],
    },
  ];
};

/** Comes in from both ends. */
const twoPointers: Stage = (site) => {
  const { part, random } = site;
  if (part.kind === 'map' || part.size < 4 || site.rounds(5.5, 0) < part.size / 2) return null;
  const [low, high] = [variable(names.low), variable(names.high)];
  const at = (index: Expression) => placeIn(part, site.root, index);
  const seen = (index: Expression) => placeIn(part, site.reading(), index);
  const divisor = int(random.int(5, 9));
  return [
    { kind: 'let', name: names.low, value: int(0) },
    {
      kind: 'let',
      name: names.high,
      value: arithmetic({ kind: 'length', of: variable(site.root) }, '-', int(1)),
    },
    {
      kind: 'while',
      condition: compare(low, '<', high),
      body: [
        {
          kind: 'if',
          branches: [
            {
              condition: compare(seen(low), '>', seen(high)),
              body: [{ kind: 'set', place: at(low), value: arithmetic(at(low), '-', seen(high)) }],
            },
          ],
          otherwise: [changed(site, at(high), arithmetic(seen(low), '%', divisor))],
        },
        { kind: 'assign', name: names.low, value: arithmetic(low, '+', int(1)) },
        { kind: 'assign', name: names.high, value: arithmetic(high, '-', int(1)) },
      ],
    },
  ];
};

/** Serves a queue, at the end of which comes again what was not served whole. */
const queueing: Stage = (site) => {
  const { part, random } = site;
  if (part.kind === 'map') return null;
  const rounds = Math.floor(site.rounds(5.5, 1) / 2);
  if (rounds < 2) return null;
  const { list } = site.numbers(rounds);
  const queue = variable(site.natural(names.queue, true));
  const head = variable(site.natural(names.head, true));
  const served = int(random.int(7, 11));
  const selector = arithmetic(head, '%', { kind: 'length', of: variable(site.reading()) });
  return [
    { kind: 'let', name: names.queue, value: { kind: 'slice', of: variable(list), from: int(0), to: null } },
    {
      kind: 'while',
      condition: compare({ kind: 'length', of: queue }, '>', int(0)),
      body: [
        { kind: 'let', name: names.head, value: { kind: 'element', of: queue, index: int(0) } },
        { kind: 'assign', name: names.queue, value: { kind: 'slice', of: queue, from: int(1), to: null } },
        changed(site, placeIn(part, site.root, selector), site.amount(head)),
        {
          kind: 'if',
          branches: [
            {
              condition: compare(head, '>', served),
              body: [{ kind: 'append', list: queue, value: arithmetic(head, '-', served) }],
            },
          ],
          otherwise: [],
        },
      ],
    },
  ];
};

/** Counts what passes a test. */
const filtering: Stage = (site) => {
  const { random, part } = site;
  if (site.rounds(2.7, 0) < part.size) return null;
  const [head, value] = goThrough(site);
  const picked = variable(names.picked);
  const divisor = int(random.int(2, 3));
  return [
    { kind: 'let', name: names.picked, value: { kind: 'list', items: [] } },
    {
      ...head,
      body: [
        {
          kind: 'if',
          branches: [
            {
              condition: compare(arithmetic(value, '%', divisor), '==', int(random.int(0, 1))),
              body: [{ kind: 'append', list: picked, value }],
            },
          ],
          otherwise: [],
        },
      ],
    },
    changed(
      site,
      placeIn(part, site.root, selectorAt(part, random.int(0, part.size - 1))),
      arithmetic({ kind: 'length', of: picked }, '*', int(random.int(2, 6))),
    ),
  ];
};

/** Finds the largest. */
const largest: Stage = (site) => {
  const { random, part } = site;
  if (site.rounds(2.7, 0) < part.size) return null;
  const [head, value] = goThrough(site);
  const best = variable(site.natural(names.best));
  const last = part.size - 1;
  return [
    {
      kind: 'let',
      name: names.best,
      value: placeIn(part, site.reading(), selectorAt(part, random.int(0, last))),
    },
    {
      ...head,
      body: [
        {
          kind: 'if',
          branches: [
            { condition: compare(value, '>', best), body: [{ kind: 'assign', name: names.best, value }] },
          ],
          otherwise: [],
        },
      ],
    },
    changed(
      site,
      placeIn(part, site.root, selectorAt(part, random.int(0, last))),
      arithmetic(best, '%', int(random.int(7, 13))),
    ),
  ];
};

/** Moves every number on, out of a copy. */
const rotation: Stage = (site) => {
  const { part, random } = site;
  if (part.kind !== 'list' || site.rounds(2, 1) < part.size) return null;
  const i = variable(names.i);
  const before = variable(site.natural(names.before));
  const from = arithmetic(arithmetic(i, '+', int(random.int(1, part.size - 1))), '%', {
    kind: 'length',
    of: before,
  });
  return [
    {
      kind: 'let',
      name: names.before,
      value: { kind: 'slice', of: variable(site.reading()), from: int(0), to: null },
    },
    {
      kind: 'forRange',
      name: names.i,
      from: int(0),
      to: { kind: 'length', of: before },
      body: [
        {
          kind: 'set',
          place: placeIn(part, site.root, i),
          value: arithmetic({ kind: 'element', of: before, index: from }, '+', site.amount(i)),
        },
      ],
    },
  ];
};

/** Those that work out an amount stand first. */
export const countingStages: readonly Stage[] = [cycle, entries, queueing, rotation, entries, cycle];
export const stages: readonly Stage[] = [...countingStages, carryOn, twoPointers, filtering, largest];

/** One number changed on its own. */
export const straight: Stage = (site) => {
  const { part, random } = site;
  const [at, other] = random.sample([...Array(part.size).keys()], 2) as [number, number];
  const place = placeIn(part, site.root, selectorAt(part, at));
  const read = placeIn(part, site.reading(), selectorAt(part, other));
  if (random.chance(0.25)) {
    const doubled = arithmetic(arithmetic(place, '*', int(2)), '+', site.amount(int(random.int(2, 9))));
    return [{ kind: 'set', place, value: doubled }];
  }
  return added(
    site,
    selectorAt(part, at),
    site.amount(random.chance(0.5) || site.signed ? int(random.int(2, 19)) : read),
  );
};

/** A number that goes into the tally. */
export const summing: Stage = (site) => {
  const { part, random } = site;
  const at = selectorAt(part, random.int(0, part.size - 1));
  return site.tallied(placeIn(part, site.reading(), at));
};

/** The value goes to the number selected; where records may be named, by the record's name. */
function added(site: Site, selector: Expression, value: Expression): readonly Statement[] {
  const { part, root } = site;
  if (!site.namesRecords || part.kind !== 'rows')
    return [changed(site, placeIn(part, root, selector), value)];
  const row = site.natural(part.row);
  return [
    { kind: 'let', name: row, value: { kind: 'element', of: variable(root), index: selector } },
    changed(site, { kind: 'field', record: variable(row), name: part.amount }, value),
  ];
}

function changed({ signed, random }: Site, place: Place, value: Expression): Statement {
  const operator = signed && random.chance(0.5) ? '-' : '+';
  return { kind: 'set', place, value: arithmetic(place, operator, value) };
}

function keysOf({ root }: Site): Statement {
  return { kind: 'let', name: names.names, value: { kind: 'keys', map: variable(root) } };
}

/** The head of a loop over the part's numbers, and the number at hand. */
function goThrough(site: Site): [Extract<Statement, { kind: 'forEach' }>, Expression] {
  const { part } = site;
  const root = site.reading();
  const name =
    part.kind === 'list'
      ? site.natural(names.value)
      : part.kind === 'map'
        ? names.name
        : site.natural(part.row);
  const list: Expression = part.kind === 'map' ? { kind: 'keys', map: variable(root) } : variable(root);
  const value: Expression =
    part.kind === 'list'
      ? variable(name)
      : part.kind === 'map'
        ? placeIn(part, root, variable(name))
        : { kind: 'field', record: variable(name), name: part.amount };
  return [{ kind: 'forEach', name, list, body: [] }, value];
}
