import type { BriefCondition, Draft, Line } from './brief-prompt.ts';

type Draw = (below: number) => number;

/** Short words for every first letter. */
const fillers = [
  ...[
    'a',
    'an',
    'and',
    'ask',
    'be',
    'by',
    'big',
    'can',
    'cup',
    'do',
    'dry',
    'day',
    'end',
    'eye',
    'ear',
    'fit',
  ],
  ...[
    'for',
    'fun',
    'go',
    'get',
    'he',
    'hot',
    'i',
    'in',
    'it',
    'job',
    'joy',
    'key',
    'kin',
    'let',
    'low',
    'me',
  ],
  ...[
    'my',
    'man',
    'no',
    'nut',
    'on',
    'or',
    'old',
    'put',
    'pet',
    'quit',
    'quid',
    'run',
    'red',
    'so',
    'sit',
    'to',
  ],
  ...['tin', 'top', 'up', 'us', 'use', 'vow', 'vet', 'we', 'win', 'why', 'yes', 'yet', 'you', 'zip', 'zoo'],
];

/** Writes with these words; which of them is drawn. */
export class Pen {
  readonly #draw: Draw;
  readonly #words: readonly string[];
  readonly #safe: readonly string[];

  constructor(conditions: readonly BriefCondition[], draw: Draw) {
    this.#draw = draw;
    const named = conditions
      .filter(({ kind }) => ['use', 'times', 'place', 'first', 'last', 'order'].includes(kind))
      .flatMap(({ words }) => words);
    this.#words = [...fillers, ...named];
    const breaks = (word: string) =>
      conditions.some(({ kind, words, numbers }) => {
        if (kind === 'avoid' || kind === 'times') return words.includes(word);
        if (kind === 'letter') return word.includes(words[0]!);
        return kind === 'longest' && word.length > numbers[0]!;
      });
    this.#safe = fillers.filter((word) => !breaks(word));
  }

  below(count: number): number {
    return this.#draw(count);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.#draw(items.length)] as T;
  }

  word(): string {
    return this.pick(this.#words);
  }

  /** A word that no condition forbids anywhere, and of those one with the first letter, if there is one. */
  safeWord(fits: (word: string) => boolean = () => true): string {
    const fitting = this.#safe.filter(fits);
    return fitting.length > 0 ? this.pick(fitting) : this.word();
  }
}

/** Some change of a draft that knows nothing of the conditions. */
export function anyEdit(draft: Draft, pen: Pen): Draft {
  const at = pen.below(draft.length);
  const line = draft[at]!;
  const place = pen.below(line.words.length);
  switch (pen.below(8)) {
    case 0:
    case 1:
      return withWord(draft, at, place, pen.word());
    case 2:
    case 3:
      return withLine(draft, at, { ...line, words: line.words.toSpliced(place, 0, pen.word()) });
    case 4:
      return withoutWord(draft, at, place);
    case 5:
      return withLine(draft, at, { ...line, asks: !line.asks });
    case 6:
      return withCommas(draft, at, pen.below(2) === 0 ? 1 : -1);
    default:
      return pen.below(2) === 0 ? split(draft, at, place) : joined(draft, at);
  }
}

/** A change that brings the draft nearer to this condition, as it is missed. */
export function mendingEdit(condition: BriefCondition, draft: Draft, pen: Pen): Draft {
  const { kind, words, numbers } = condition;
  const at = pen.below(draft.length);
  const line = draft[at]!;
  const place = pen.below(line.words.length);
  const total = draft.reduce((sum, { words }) => sum + words.length, 0);
  const replacing = (wrong: (word: string) => boolean, by: () => string) => {
    const places = draft.flatMap((own, index) =>
      own.words.flatMap((word, inside) => (wrong(word) ? [[index, inside] as const] : [])),
    );
    if (places.length === 0) return draft;
    const [index, inside] = pen.pick(places);
    return withWord(draft, index, inside, by());
  };
  switch (kind) {
    case 'length':
      return total < numbers[0]! ? inserted(draft, at, place, pen) : withoutWord(draft, at, place);
    case 'sentences':
      return draft.length < numbers[0]! ? split(draft, at, place) : joined(draft, at);
    case 'span': {
      const [least = 0, most = least] = numbers;
      const wrong = draft.findIndex((own) => own.words.length < least || own.words.length > most);
      if (wrong < 0) return draft;
      const own = draft[wrong]!;
      const inside = pen.below(own.words.length);
      if (own.words.length < least)
        return pen.below(4) === 0 ? joined(draft, wrong) : inserted(draft, wrong, inside, pen);
      return own.words.length >= 2 * least ? split(draft, wrong, inside) : withoutWord(draft, wrong, inside);
    }
    case 'use':
      return withWord(draft, at, place, words[0]!);
    case 'times': {
      const count = draft.flatMap((own) => own.words).filter((word) => word === words[0]).length;
      return count < (numbers[0] ?? 1)
        ? withWord(draft, at, place, words[0]!)
        : replacing(
            (word) => word === words[0],
            () => pen.safeWord(),
          );
    }
    case 'avoid':
      return replacing(
        (word) => words.includes(word),
        () => pen.safeWord(),
      );
    case 'letter':
      return replacing(
        (word) => word.includes(words[0]!),
        () => pen.safeWord(),
      );
    case 'longest':
      return replacing(
        (word) => word.length > numbers[0]!,
        () => pen.safeWord(),
      );
    case 'acrostic': {
      const letters = [...words[0]!];
      if (draft.length < letters.length) return split(draft, at, place);
      const wrong = letters.findIndex((letter, index) => draft[index]!.words[0]?.[0] !== letter);
      return withWord(
        draft,
        Math.max(0, wrong),
        0,
        pen.safeWord((word) => word[0] === letters[wrong]),
      );
    }
    case 'first':
      return withWord(draft, 0, 0, words[0]!);
    case 'last':
      return withWord(draft, draft.length - 1, draft.at(-1)!.words.length - 1, words[0]!);
    case 'questions': {
      const asking = draft.filter(({ asks }) => asks).length;
      return line.asks === asking < numbers.length
        ? draft
        : withLine(draft, at, { ...line, asks: !line.asks });
    }
    case 'place': {
      const index = numbers[0]! - 1;
      const target = draft[index];
      if (target === undefined) return split(draft, at, place);
      return withWord(draft, index, pen.below(target.words.length), words[0]!);
    }
    case 'order': {
      const text = draft.flatMap((own) => own.words);
      const [earlier, later] = words.map((word) => text.indexOf(word)) as [number, number];
      if (earlier >= 0 && later >= 0) {
        return replacing(
          (word) => words.includes(word),
          () => pen.safeWord(),
        );
      }
      return withWord(draft, at, place, words[earlier < 0 ? 0 : 1]!);
    }
    case 'initial': {
      const begins = (word: string) => word.startsWith(words[0]!);
      const count = draft.flatMap((own) => own.words).filter(begins).length;
      return count < numbers[0]!
        ? replacing(
            (word) => !begins(word),
            () => pen.safeWord(begins),
          )
        : replacing(begins, () => pen.safeWord((word) => !begins(word)));
    }
    case 'openings': {
      const openings = draft.map((own) => own.words[0]);
      const wrong = openings.findIndex((word, index) => openings.indexOf(word) < index);
      return wrong < 0 ? draft : withWord(draft, wrong, 0, pen.safeWord());
    }
    case 'commas': {
      const count = draft.reduce((sum, { commas }) => sum + commas, 0);
      return withCommas(draft, at, count < (numbers[0] ?? 0) ? 1 : -1);
    }
  }
}

function withLine(draft: Draft, at: number, line: Line): Draft {
  return draft.with(at, line);
}

function withWord(draft: Draft, at: number, place: number, word: string): Draft {
  const line = draft[at]!;
  return withLine(draft, at, { ...line, words: line.words.with(place, word) });
}

function inserted(draft: Draft, at: number, place: number, pen: Pen): Draft {
  const line = draft[at]!;
  return withLine(draft, at, { ...line, words: line.words.toSpliced(place, 0, pen.safeWord()) });
}

/** A sentence keeps a word. */
function withoutWord(draft: Draft, at: number, place: number): Draft {
  const line = draft[at]!;
  if (line.words.length === 1) return draft.length === 1 ? draft : draft.toSpliced(at, 1);
  return withLine(draft, at, settled({ ...line, words: line.words.toSpliced(place, 1) }));
}

function withCommas(draft: Draft, at: number, change: number): Draft {
  const line = draft[at]!;
  return withLine(draft, at, settled({ ...line, commas: line.commas + change }));
}

function split(draft: Draft, at: number, place: number): Draft {
  const line = draft[at]!;
  if (place === 0) return draft;
  const [left, right] = [line.words.slice(0, place), line.words.slice(place)];
  return draft.toSpliced(at, 1, settled({ ...line, words: left }), { words: right, asks: false, commas: 0 });
}

function joined(draft: Draft, at: number): Draft {
  const [line, next] = [draft[at]!, draft[at + 1]];
  return next === undefined
    ? draft
    : draft.toSpliced(at, 2, { ...line, words: [...line.words, ...next.words] });
}

/** Commas stand after words that others follow. */
function settled(line: Line): Line {
  return { ...line, commas: Math.max(0, Math.min(line.commas, line.words.length - 1)) };
}
