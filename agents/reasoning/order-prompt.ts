import { endsWithQuestion } from '../last-question.ts';
import { sectionLines } from '../reading.ts';

/** The point `low` comes before the point `high`; points are texts such as `Ada arrived`. */
export interface Link {
  readonly low: string;
  readonly high: string;
}

export interface OrderQuestion {
  readonly id: string;
  readonly left: string;
  readonly right: string;
  /** The words for before and after. */
  readonly less: string;
  readonly greater: string;
}

export interface OrderPuzzle {
  readonly links: readonly Link[];
  /** Number of the statement that says each link, from 1; 0 for what goes without saying. */
  readonly numbers: readonly number[];
  readonly questions: readonly OrderQuestion[];
}

const lastSentence =
  /^Answer with one JSON object that has an entry for each of the questions Q1 to Q\d+, with the value .+ or "unknown"\.$/;

/** The puzzle that the prompt ends with; null when it is of another kind or holds a sentence of no known form. */
export function readOrders(prompt: string): OrderPuzzle | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const questions = sectionLines(prompt, 'Questions:').flatMap(readQuestion);
  const [first] = questions;
  if (first === undefined) return null;
  const links: Link[] = [];
  const numbers: number[] = [];
  for (const line of sectionLines(prompt, 'Statements:')) {
    const [, number, text = ''] = /^(\d+)\. (.+)\.$/.exec(line) ?? [];
    const said = readStatement(text, first);
    if (said.length === 0) return null;
    links.push(...said);
    numbers.push(...said.map(() => Number(number)));
  }
  for (const visitor of visitorsIn([...links, ...questions.map(asLink)])) {
    links.push({ low: `${visitor} arrived`, high: `${visitor} left` });
    numbers.push(0);
  }
  return { links, numbers, questions };
}

function asLink({ left, right }: OrderQuestion): Link {
  return { low: left, high: right };
}

function visitorsIn(links: readonly Link[]): Set<string> {
  return new Set(
    links
      .flatMap(({ low, high }) => [low, high])
      .flatMap((point) => /^(\S+) (?:arrived|left)$/.exec(point)?.[1] ?? []),
  );
}

function readQuestion(line: string): OrderQuestion[] {
  const [, id = '', text = ''] = /^(Q\d+)\. (.+)\?$/.exec(line) ?? [];
  const visits = /^Did (\S+) (arrive|leave) before or after (\S+) (arrived|left)$/.exec(text);
  if (visits !== null) {
    const [, one, what, other, event] = visits;
    const left = `${one} ${what === 'arrive' ? 'arrived' : 'left'}`;
    return [{ id, left, right: `${other} ${event}`, less: 'before', greater: 'after' }];
  }
  const columns = /^Is (\S+) to the left or to the right of (\S+)$/.exec(text);
  if (columns !== null)
    return [
      { id, left: `${columns[1]} column`, right: `${columns[2]} column`, less: 'left', greater: 'right' },
    ];
  const rows = /^Is (\S+) below or above (\S+)$/.exec(text);
  if (rows !== null)
    return [{ id, left: `${rows[1]} row`, right: `${rows[2]} row`, less: 'below', greater: 'above' }];
  const [, left, less, greater, right] =
    /^Is (\S+) (\S+) or (\S+) than (\S+)$/.exec(text) ??
    /^Did (\S+) finish (\S+) or (\S+) (\S+)$/.exec(text) ??
    [];
  return left && less && greater && right ? [{ id, left, right, less, greater }] : [];
}

/** The words for less and greater of a quantity are those of the questions; nothing for an unknown sentence. */
function readStatement(text: string, { less }: OrderQuestion): Link[] {
  return readGrid(text) ?? readVisits(text) ?? readQuantity(text, less) ?? [];
}

function readGrid(text: string): Link[] | null {
  const columns = /^(\S+) is to the (left|right) of (\S+)$/.exec(text);
  const rows = /^(\S+) is (below|above) (\S+?)(?: and to the (left|right) of \3)?$/.exec(text);
  const [, one, side, other, second] = columns ?? rows ?? [];
  if (!one || !side || !other) return null;
  const along = (word: string): Link => {
    const part = word === 'left' || word === 'right' ? 'column' : 'row';
    return ordered(`${one} ${part}`, `${other} ${part}`, word === 'left' || word === 'below');
  };
  return [along(side), ...(second === undefined ? [] : [along(second)])];
}

function readVisits(text: string): Link[] | null {
  const two =
    /^(\S+) (arrived|left) (before|after) (\S+) (arrived|left)(?: and (left) (before|after) \4 left)?$/.exec(
      text,
    );
  if (two !== null) {
    const [, one, event, word, other, otherEvent, second, secondWord] = two;
    return [
      ordered(`${one} ${event}`, `${other} ${otherEvent}`, word === 'before'),
      ...(second === undefined ? [] : [ordered(`${one} left`, `${other} left`, secondWord === 'before')]),
    ];
  }
  const [, one, event, other, , word, otherEvent] =
    /^(\S+) (arrived|left) while (\S+) was there, and \1 (arrived|left) (before|after) \3 (arrived|left)$/.exec(
      text,
    ) ?? [];
  if (!one || !other) return null;
  return [
    ordered(`${other} arrived`, `${one} ${event}`, true),
    ordered(`${one} ${event}`, `${other} left`, true),
    ordered(`${one} ${otherEvent}`, `${other} ${otherEvent}`, word === 'before'),
  ];
}

function readQuantity(text: string, less: string): Link[] | null {
  const [, one, word, other] =
    /^(\S+) is (\S+) than (\S+)$/.exec(text) ?? /^(\S+) finished (\S+) (\S+)$/.exec(text) ?? [];
  return one && word && other ? [ordered(one, other, word === less)] : null;
}

function ordered(one: string, other: string, before: boolean): Link {
  return before ? { low: one, high: other } : { low: other, high: one };
}
