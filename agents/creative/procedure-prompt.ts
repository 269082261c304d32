import { endsWithQuestion } from '../last-question.ts';
import { sectionLines } from '../reading.ts';

export type Pile = readonly number[];

export interface Key {
  readonly name: string;
  /** The pile after pressing it; null when it cannot be pressed. */
  readonly press: (pile: Pile) => Pile | null;
}

export interface ProcedurePrompt {
  /** Numbers on a pile are below this one. */
  readonly modulus: number;
  readonly room: number;
  /** Keys that work. */
  readonly keys: readonly Key[];
  readonly starts: readonly Pile[];
  readonly targets: readonly Pile[];
  readonly lengthMax: number;
  /** Sets of keys that no program may have, and how many programs are wanted. */
  readonly denied: readonly (readonly string[])[];
  readonly wanted: number;
}

const oneWanted = /^Find a valid program with an unusual strategy\.$/;
const manyWanted = /^Find (\d+) valid programs of \d+ different strategies/;
const targetsHeading =
  'A program is a list of keys, pressed one after another in this order; a key may occur in it more than once. One and the same program must turn each of these start piles into its target:';
const deniedHeading = 'Denied strategies:';

/** The question for one program that the prompt ends with; null when it is of another kind. */
export function readProcedurePrompt(prompt: string): ProcedurePrompt | null {
  return endsWithQuestion(prompt, oneWanted) ? readMachine(prompt, 1) : null;
}

/** The same where several programs are wanted. */
export function readDenialPrompt(prompt: string): ProcedurePrompt | null {
  if (!endsWithQuestion(prompt, manyWanted)) return null;
  const wanted = [...prompt.matchAll(new RegExp(manyWanted, 'gm'))].at(-1);
  return wanted === undefined ? null : readMachine(prompt, Number(wanted[1]));
}

function readMachine(prompt: string, wanted: number): ProcedurePrompt | null {
  const first = [
    ...prompt.matchAll(/^A machine holds a pile of at most (\d+) numbers, each from 0 to (\d+)\./gm),
  ].at(-1);
  const longest = [...prompt.matchAll(/^- It has at most (\d+) keys/gm)].at(-1);
  if (first === undefined || longest === undefined) return null;
  const room = Number(first[1]);
  const modulus = Number(first[2]) + 1;
  const keys = sectionLines(prompt, 'Keys that work:').flatMap((line) => readKey(line, room, modulus) ?? []);
  const pairs = sectionLines(prompt, targetsHeading).map((line) => line.replace(/^\d+\. /, '').split(' → '));
  const denied = sectionLines(prompt, deniedHeading).map((line) =>
    line.replace(/^- \{|\}.*$/g, '').split(', '),
  );
  return {
    modulus,
    room,
    keys,
    starts: pairs.map(([start = '[]']) => JSON.parse(start) as Pile),
    targets: pairs.map(([, target = '[]']) => JSON.parse(target) as Pile),
    lengthMax: Number(longest[1]),
    denied,
    wanted,
  };
}

function readKey(line: string, room: number, modulus: number): Key | null {
  const match = /^- (.+?): \[…(?:, )?(.*)\] → \[…(?:, )?(.*)\]$/.exec(line);
  if (match === null) return null;
  const [, name = '', before = '', after = ''] = match;
  const letters = before === '' ? [] : before.split(', ');
  const results = after === '' ? [] : after.split(', ').map((text) => readResult(text, letters));
  const press = (pile: Pile): Pile | null => {
    const kept = pile.length - letters.length;
    if (kept < 0 || kept + results.length > room) return null;
    const taken = pile.slice(kept);
    const put = results.map((result) => ((result(taken) % modulus) + modulus) % modulus);
    return [...pile.slice(0, kept), ...put];
  };
  return { name, press };
}

type Result = (taken: Pile) => number;

/** What an expression such as `a + 3` or `the larger of a and b` comes to. */
function readResult(text: string, letters: readonly string[]): Result {
  const value = (word = ''): Result => {
    const at = letters.indexOf(word);
    return at < 0 ? () => Number(word) : (taken) => taken[at] as number;
  };
  const chosen = /^the (smaller|larger) of (\w) and (\w)( minus the smaller)?$/.exec(text);
  if (chosen !== null) {
    const [left, right] = [value(chosen[2]), value(chosen[3])];
    if (chosen[4] !== undefined) return (taken) => Math.abs(left(taken) - right(taken));
    const choose = chosen[1] === 'smaller' ? Math.min : Math.max;
    return (taken) => choose(left(taken), right(taken));
  }
  const remainder = /^the remainder of (\w) ÷ (\d+)$/.exec(text);
  if (remainder !== null) return (taken) => value(remainder[1])(taken) % Number(remainder[2]);
  const halved = /^(\w) ÷ 2 rounded down$/.exec(text);
  if (halved !== null) return (taken) => Math.floor(value(halved[1])(taken) / 2);
  const sum = /^(\w+) ([+−×]) (\w+)$/.exec(text);
  if (sum === null) return value(text);
  const [left, right] = [value(sum[1]), value(sum[3])];
  if (sum[2] === '+') return (taken) => left(taken) + right(taken);
  if (sum[2] === '−') return (taken) => left(taken) - right(taken);
  return (taken) => left(taken) * right(taken);
}
