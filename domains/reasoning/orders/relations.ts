/**
 * What is put in order: people by one quantity, the arrivals and departures of visitors, or the columns and rows of
 * people on a grid.
 */
export const kinds = ['quantity', 'visits', 'grid'] as const;
export type Kind = (typeof kinds)[number];

/**
 * How many points each thing has on its lines: its quantity; its arrival and its departure, which share one line;
 * its column counted from the left and its row counted from below, each on a line of its own. Point `part · things +
 * thing` is that part of the thing.
 */
export const partsOf: Readonly<Record<Kind, 1 | 2>> = { quantity: 1, visits: 2, grid: 2 };

/** Relations between two things, `first` and `second`. */
export const formsOf = {
  quantity: ['less'],
  visits: [
    'leftBeforeArrival',
    'arrivedBeforeArrival',
    'leftBeforeLeaving',
    'arrivedBeforeLeaving',
    'inside',
    'overlap',
  ],
  grid: ['leftOf', 'below', 'belowLeftOf', 'aboveLeftOf'],
} as const satisfies Record<Kind, readonly string[]>;
export type Form = (typeof formsOf)[Kind][number];

/** A point of a form: the thing it belongs to and its part. */
type Slot = readonly ['first' | 'second', 0 | 1];

/** What each relation says: the left point comes before the right one. */
const inequalities: Readonly<Record<Form, readonly (readonly [Slot, Slot])[]>> = {
  less: [
    [
      ['first', 0],
      ['second', 0],
    ],
  ],
  leftBeforeArrival: [
    [
      ['first', 1],
      ['second', 0],
    ],
  ],
  arrivedBeforeArrival: [
    [
      ['first', 0],
      ['second', 0],
    ],
  ],
  leftBeforeLeaving: [
    [
      ['first', 1],
      ['second', 1],
    ],
  ],
  arrivedBeforeLeaving: [
    [
      ['first', 0],
      ['second', 1],
    ],
  ],
  inside: [
    [
      ['second', 0],
      ['first', 0],
    ],
    [
      ['first', 1],
      ['second', 1],
    ],
  ],
  overlap: [
    [
      ['first', 0],
      ['second', 0],
    ],
    [
      ['second', 0],
      ['first', 1],
    ],
    [
      ['first', 1],
      ['second', 1],
    ],
  ],
  leftOf: [
    [
      ['first', 0],
      ['second', 0],
    ],
  ],
  below: [
    [
      ['first', 1],
      ['second', 1],
    ],
  ],
  belowLeftOf: [
    [
      ['first', 0],
      ['second', 0],
    ],
    [
      ['first', 1],
      ['second', 1],
    ],
  ],
  aboveLeftOf: [
    [
      ['first', 0],
      ['second', 0],
    ],
    [
      ['second', 1],
      ['first', 1],
    ],
  ],
};

export interface Statement {
  readonly form: Form;
  readonly first: number;
  readonly second: number;
  /** True when it is worded from the second thing's side. */
  readonly turned: boolean;
}

/** The point `low` comes before the point `high`: so says the statement, or (null) each visit's own course. */
export interface Step {
  readonly low: number;
  readonly high: number;
  readonly statement: number | null;
}

/** Asks whether the point `left` comes before or after the point `right`. */
export interface Question {
  readonly left: number;
  readonly right: number;
}

export const verdicts = ['less', 'greater', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];

export interface Description {
  readonly kind: Kind;
  readonly things: number;
  readonly statements: readonly Statement[];
}

/** Everything that the description says outright. */
export function stepsOf({ kind, things, statements }: Description): Step[] {
  const steps: Step[] = statements.flatMap((statement, index) =>
    inequalities[statement.form].map(([low, high]) => ({
      low: low[1] * things + statement[low[0]],
      high: high[1] * things + statement[high[0]],
      statement: index,
    })),
  );
  if (kind !== 'visits') return steps;
  const visits = Array.from({ length: things }, (_, thing) => ({
    low: thing,
    high: things + thing,
    statement: null,
  }));
  return [...steps, ...visits];
}
