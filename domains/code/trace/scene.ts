/** The names that a program is written in. */
import type { RandomStream } from '../../random.ts';
import { drawVocabulary, nonceWords, pluralOf } from '../../skins.ts';
import { reservedWords } from '../ir/names.ts';

export interface Noun {
  readonly one: string;
  readonly many: string;
}

export interface Scene {
  readonly skin: string;
  /** The function that is called, and what it is for. */
  readonly entry: string;
  readonly purpose: string;
  /** Whole numbers in a row, whole numbers by name, and records with a label and a whole number. */
  readonly list: string;
  readonly map: string;
  readonly rows: Noun;
  readonly amount: string;
  /** Lists that are gone through: of whole numbers, and of records that name a key. */
  readonly data: readonly Noun[];
  readonly orders: readonly Noun[];
  /** Functions of one whole number, and functions that change what they are given. */
  readonly helpers: readonly string[];
  readonly procedures: readonly string[];
  /** Keys and labels. */
  readonly keys: readonly string[];
}

type Words = Omit<Scene, 'skin' | 'keys'>;

const wordsBySkin: Readonly<Record<string, Words>> = {
  everyday: {
    entry: 'restock_kitchen',
    purpose: 'Bring the kitchen up to date after a week.',
    list: 'jars',
    map: 'pantry',
    rows: noun('shelf', 'shelves'),
    amount: 'weight',
    data: [noun('delivery'), noun('purchase'), noun('helping')],
    orders: [noun('order'), noun('wish')],
    helpers: ['portion_for', 'rounded_serving', 'with_spare', 'kept_fresh'],
    procedures: ['fill_up', 'share_out', 'tidy_away'],
  },
  harbour: {
    entry: 'close_shift',
    purpose: 'Settle the books of the harbour at the end of a shift.',
    list: 'berths',
    map: 'cargo',
    rows: noun('ferry'),
    amount: 'tons',
    data: [noun('tide'), noun('arrival'), noun('toll')],
    orders: [noun('booking'), noun('shipment')],
    helpers: ['docking_fee', 'loaded_weight', 'after_customs', 'trimmed_load'],
    procedures: ['unload', 'reassign', 'top_up'],
  },
  laboratory: {
    entry: 'evaluate_series',
    purpose: 'Carry a series of measurements into the records.',
    list: 'readings',
    map: 'samples',
    rows: noun('probe'),
    amount: 'level',
    data: [noun('dose'), noun('pulse'), noun('signal')],
    orders: [noun('trial'), noun('request')],
    helpers: ['corrected', 'diluted', 'above_noise', 'calibrated'],
    procedures: ['expose', 'spread_out', 'settle_down'],
  },
  theatre: {
    entry: 'plan_evening',
    purpose: 'Work out what the evening does to the house.',
    list: 'rehearsals',
    map: 'tickets',
    rows: noun('act'),
    amount: 'minutes',
    data: [noun('cue'), noun('encore'), noun('break_length', 'break_lengths')],
    orders: [noun('sale'), noun('reservation')],
    helpers: ['with_applause', 'shortened', 'paced', 'after_interval'],
    procedures: ['stretch', 'recast', 'hand_over'],
  },
};

/** Words that the text uses for itself, beside the names of a scene. */
export const plainNames = {
  total: 'total',
  trail: 'trail',
  label: 'label',
  item: 'item',
  count: 'count',
  turn: 'turn',
  value: 'amount',
  carry: 'carry',
  best: 'best',
  picked: 'picked',
  before: 'before',
  low: 'low',
  high: 'high',
  queue: 'queue',
  head: 'head',
  names: 'names',
  name: 'name',
  i: 'i',
} as const;

const taken: ReadonlySet<string> = new Set([
  ...reservedWords,
  ...Object.values(plainNames),
  ...Object.values(wordsBySkin).flatMap(({ list, map, rows, amount, data, orders }) => [
    list,
    map,
    amount,
    ...[rows, ...data, ...orders].flatMap(({ one, many }) => [one, many]),
  ]),
]);

/** Names with so many keys, from a skin drawn as every skill draws it. */
export function drawScene(keys: number, random: RandomStream): Scene {
  const vocabulary = drawVocabulary(random, { classes: keys, reserved: taken });
  const { skin } = vocabulary;
  const drawn = vocabulary.classes.map(({ singular }) => singular);
  return { skin, keys: drawn, ...(wordsBySkin[skin] ?? nonceNames(random, new Set([...taken, ...drawn]))) };
}

function nonceNames(random: RandomStream, reserved: ReadonlySet<string>): Words {
  const word = nonceWords(random, reserved);
  const nouns = (count: number) => Array.from({ length: count }, () => noun(word()));
  const words = (count: number) => Array.from({ length: count }, word);
  return {
    entry: word(),
    purpose: `Bring every ${word()} up to date.`,
    list: pluralOf(word()),
    map: word(),
    rows: noun(word()),
    amount: word(),
    data: nouns(3),
    orders: nouns(2),
    helpers: words(4),
    procedures: words(3),
  };
}

function noun(one: string, many = pluralOf(one)): Noun {
  return { one, many };
}
