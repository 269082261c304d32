import { listed, pluralOf } from '../../skins.ts';
import type { Clue } from '../grid/clues.ts';
import { people, type Question, questionId, type Situation } from './situation.ts';

type Scene = Pick<Situation, 'names' | 'place' | 'preposition'>;

/** A sentence for the clue: one of a closed set of patterns, which a reader can rely on. */
export function clueSentence({ kind, items, numbers }: Clue, scene: Scene): string {
  const [a, b, c] = items.map((person) => scene.names[person] as string);
  const [n, m] = numbers.map((number) => `${scene.place} ${number + 1}`);
  switch (kind) {
    case 'at':
      return `${a} is ${scene.preposition} ${n}.`;
    case 'notAt':
      return `${a} is not ${scene.preposition} ${n}.`;
    case 'atEither':
      return `${a} is ${scene.preposition} ${n} or ${m}.`;
    case 'leftOf':
      return `${a} is somewhere to the left of ${b}.`;
    case 'neighbour':
      return `${a} is next to ${b}.`;
    case 'notNeighbour':
      return `${a} is not next to ${b}.`;
    case 'justLeftOf':
      return `${a} is directly to the left of ${b}.`;
    case 'distance': {
      const between = (numbers[0] as number) - 1;
      const are =
        between === 1 ? `is exactly 1 ${scene.place}` : `are exactly ${between} ${pluralOf(scene.place)}`;
      return `There ${are} between ${a} and ${b}.`;
    }
    case 'between':
      return `${a} is somewhere between ${b} and ${c}.`;
    default:
      throw new RangeError(`no sentence for a clue of kind ${kind}`);
  }
}

export function questionSentence({ kind, about }: Question, { names, place, preposition }: Scene): string {
  const [a, b] = about.map((person) => names[person] as string);
  switch (kind) {
    case 'place':
      return `${preposition === 'in' ? 'In' : 'At'} which ${place} is ${a}?`;
    case 'who':
      return `Who is ${preposition} ${place} ${(about[0] as number) + 1}?`;
    case 'left':
      return `Is ${a} somewhere to the left of ${b}?`;
    case 'next':
      return `Is ${a} next to ${b}?`;
    case 'apart':
      return `How many ${pluralOf(place)} are there between ${a} and ${b}?`;
  }
}

/** Everything the model is told. */
export function bodyOf(situation: Situation): string {
  const { names, who, place, preposition, clues, questions } = situation;
  const places = pluralOf(place);
  return [
    `There are ${people} ${places} in a row, numbered 1 to ${people} from left to right, with one ${who} ${preposition} each: ${listed(names)}, in an order that is not fully known. An arrangement says who is ${preposition} which ${place}.`,
    '',
    'Clues:',
    ...clues.map((clue, index) => `${index + 1}. ${clueSentence(clue, situation)}`),
    '',
    'The clues leave more than one arrangement possible. One of the following questions can be asked next, at its price, and will be answered truthfully.',
    '',
    'Questions:',
    ...questions.map(
      (question, index) =>
        `${questionId(index)} (${question.price} ${question.price === 1 ? 'coin' : 'coins'}). ${questionSentence(question, situation)}`,
    ),
    '',
    `"Next to" means ${preposition} neighbouring ${places}, and "between" does not mean directly between.`,
    'The worth of a question is found as follows. Of the answers that it can get, take the one that leaves the most arrangements possible. Count the arrangements, of those that fit all clues, that this answer rules out, and divide their number by the price. The best question is the one of the highest worth.',
    '',
    'How many arrangements fit all clues, which question is the best, and how many arrangements are possible after that answer to it which leaves the most? Give the three as "arrangements", "question" and "left" in one JSON object. If several questions share the highest worth, name any one of them.',
  ].join('\n');
}
