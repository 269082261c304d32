/** What a composition is told and written in: names of functions and parameters, words and the fields of records. */
import type { RandomStream } from '../../random.ts';
import { nonceWords } from '../../skins.ts';
import { reservedWords } from '../ir/names.ts';
import { type Field, labelCount, type Shape } from './plan.ts';

export interface Lexicon {
  /** Names in snake case, by the number of the function. */
  readonly functions: readonly string[];
  /** What a parameter of this shape is called, in snake case. */
  readonly parameters: Readonly<Record<Shape, string>>;
  /** By label: letters only, so that they can be keys in every language. */
  readonly words: readonly string[];
  /** One run of letters each, since they are spelled alike in every language. */
  readonly fields: Readonly<Record<Field | 'label', string>>;
}

interface Bank {
  readonly parameters: Readonly<Record<Shape, string>>;
  readonly words: readonly string[];
  readonly labelFields: readonly string[];
  readonly numberFields: readonly string[];
}

const verbs = words(
  'settle review prepare digest adjust condense arrange refine weigh survey assemble polish measure screen balance',
);

const banks: Readonly<Record<string, Bank>> = {
  everyday: {
    parameters: {
      number: 'price',
      record: 'parcel',
      numbers: 'prices',
      records: 'parcels',
      tally: 'stock',
      words: 'colours',
    },
    words: words('amber teal crimson ivory olive violet scarlet beige'),
    labelFields: ['colour', 'shade'],
    numberFields: words('width height depth weight'),
  },
  harbour: {
    parameters: {
      number: 'toll',
      record: 'vessel',
      numbers: 'tolls',
      records: 'vessels',
      tally: 'register',
      words: 'flags',
    },
    words: words('Lisbon Bergen Odessa Dakar Naples Havana Sydney Oslo'),
    labelFields: ['port', 'home'],
    numberFields: words('cargo crew draught berths'),
  },
  laboratory: {
    parameters: {
      number: 'reading',
      record: 'sample',
      numbers: 'readings',
      records: 'samples',
      tally: 'inventory',
      words: 'metals',
    },
    words: words('nickel cobalt zinc platinum mercury lithium chromium copper'),
    labelFields: ['metal', 'element'],
    numberFields: words('dose charge mass offset'),
  },
  orchard: {
    parameters: {
      number: 'harvest',
      record: 'basket',
      numbers: 'harvests',
      records: 'baskets',
      tally: 'ledger',
      words: 'fruits',
    },
    words: words('plum cherry quince apricot medlar fig damson pear'),
    labelFields: ['fruit', 'kind'],
    numberFields: words('ripe bruised picked sold'),
  },
};

export interface Skinned extends Lexicon {
  readonly skin: string;
}

/** Names and words of a skin for a composition whose functions take these shapes. */
export function drawLexicon(takes: readonly Shape[], random: RandomStream): Skinned {
  const skin = random.pick(['nonce', ...Object.keys(banks)]);
  const word = nonceWords(random, reservedWords);
  const bank = banks[skin];
  const parameters = bank?.parameters ?? {
    number: 'number',
    record: word(),
    numbers: `${word()}_list`,
    records: `${word()}_list`,
    tally: `${word()}_map`,
    words: `${word()}_list`,
  };
  const actions = bank === undefined ? takes.map(word) : random.sample(verbs, takes.length);
  const [first, second] =
    bank === undefined ? [word(), word()] : (random.sample(bank.numberFields, 2) as [string, string]);
  return {
    skin,
    functions: takes.map((shape, at) => `${actions[at]}_${parameters[shape]}`),
    parameters,
    words:
      bank === undefined ? Array.from({ length: labelCount }, word) : random.sample(bank.words, labelCount),
    fields: { label: bank === undefined ? word() : random.pick(bank.labelFields), first, second },
  };
}

function words(text: string): string[] {
  return text.split(' ');
}
