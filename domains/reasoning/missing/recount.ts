import type { Clue } from '../grid/clues.ts';
import { people, type Question, questionId, type Situation } from './situation.ts';

/** For each place of the row the person there. */
type Row = readonly number[];

/**
 * The check of an answer from clues and questions alone. Rows are filled from left to right, one person after
 * another, and clues and answers are read off the row; nothing is taken from the way in which the situation was made.
 */
export function isRight(situation: Situation, count: number, question: string, left: number): boolean {
  const rows = rowsOf(situation);
  if (rows.length !== count) return false;
  const asked = situation.questions.findIndex((_, index) => questionId(index) === question);
  if (asked < 0) return false;
  const gains = situation.questions.map((candidate) => rows.length - largestGroup(candidate, rows));
  const price = (index: number) => (situation.questions[index] as Question).price;
  if (rows.length - (gains[asked] as number) !== left) return false;
  return gains.every((gain, index) => gain * price(asked) <= (gains[asked] as number) * price(index));
}

function rowsOf({ clues }: Situation): Row[] {
  const about = Array.from({ length: people }, (_, person) =>
    clues.filter(({ kind, items }) => kind !== 'at' && items.includes(person)),
  );
  const stated = new Map(
    clues.flatMap(({ kind, items, numbers }) =>
      kind === 'at' ? [[numbers[0] as number, items[0] as number] as const] : [],
    ),
  );
  const elsewhere = new Set(stated.values());
  const rows: Row[] = [];
  const row: number[] = [];
  const placeOf = new Array<number>(people).fill(-1);
  const fill = (): void => {
    if (row.length === people) {
      rows.push([...row]);
      return;
    }
    const due = stated.get(row.length);
    for (let person = 0; person < people; person++) {
      if (placeOf[person] !== -1 || (due === undefined ? elsewhere.has(person) : person !== due)) continue;
      placeOf[person] = row.length;
      row.push(person);
      if (!(about[person] as Clue[]).some((clue) => contradicts(placeOf, clue))) fill();
      row.pop();
      placeOf[person] = -1;
    }
  };
  fill();
  return rows;
}

/** True when those placed settle that the clue is false; -1 stands for a place to the right of all of them. */
function contradicts(placeOf: readonly number[], { kind, items, numbers }: Clue): boolean {
  const a = placeOf[items[0] as number] as number;
  const b = placeOf[items[1] ?? -1] ?? -1;
  const c = placeOf[items[2] ?? -1] ?? -1;
  switch (kind) {
    case 'notAt':
      return a === numbers[0];
    case 'atEither':
      return a !== -1 && !numbers.includes(a);
    case 'leftOf':
      return b !== -1 && (a === -1 || a > b);
    case 'justLeftOf':
      return b !== -1 && a + 1 !== b;
    case 'between':
      return b !== -1 && c !== -1
        ? a === -1 || a > Math.max(b, c) || a < Math.min(b, c)
        : a !== -1 && b === c;
  }
  if (a === -1 || b === -1) return false;
  const steps = a < b ? b - a : a - b;
  switch (kind) {
    case 'neighbour':
      return steps > 1;
    case 'notNeighbour':
      return steps === 1;
    case 'distance':
      return steps !== numbers[0];
    default:
      throw new RangeError(`no check of a clue of kind ${kind}`);
  }
}

function largestGroup({ kind, about }: Question, rows: readonly Row[]): number {
  const groups = new Map<string, number>();
  for (const row of rows) {
    const key = reply();
    groups.set(key, (groups.get(key) ?? 0) + 1);

    function reply(): string {
      if (kind === 'who') return `${row[about[0] as number]}`;
      const [a, b] = [row.indexOf(about[0] as number), row.indexOf(about[1] ?? -1)];
      if (kind === 'place') return `${a}`;
      if (kind === 'left') return b > a ? 'yes' : 'no';
      const steps = a < b ? b - a : a - b;
      return kind === 'apart' ? `${steps}` : steps === 1 ? 'yes' : 'no';
    }
  }
  return Math.max(...groups.values());
}
