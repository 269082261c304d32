import type { RandomStream } from '../../random.ts';
import { capitalised } from '../../skins.ts';
import type { Brief } from './brief.ts';
import { acrostics, common, openers, tails, things } from './phrases.ts';
import type { BriefAnswer } from './text.ts';

const sentence = (words: readonly string[], mark = '.') => `${capitalised(words.join(' '))}${mark}`;

/** Texts that know nothing of the conditions, from one word to many. */
export function blindTexts({ concepts }: Brief): BriefAnswer[] {
  const [first, second] = concepts.map(({ noun }) => noun) as [string, string];
  const plain = `Here the ${first} has become a ${second} and does its work in a way that nobody has seen before.`;
  return [
    { sentences: ['Yes.'] },
    { sentences: [plain] },
    { sentences: new Array<string>(4).fill(plain) },
    { sentences: [...new Array<string>(6).fill(plain), `Is the ${first} still there?`] },
    { sentences: new Array<string>(10).fill(`${capitalised(second)}, ${first}, ${second}, ${first}.`) },
  ];
}

/** Words drawn at random: of the brief and of those that texts are written with, as many as is asked for. */
export function randomText(
  { concepts }: Brief,
  least: number,
  most: number,
  random: RandomStream,
): BriefAnswer {
  const phrases = [
    ...concepts.flatMap(({ noun, traits }) => [noun, ...traits]),
    ...Object.values(openers).flat(),
    ...[...tails, ...things, ...common, ...acrostics],
  ];
  const words: string[] = [];
  const wanted = random.int(least, most);
  while (words.length < wanted) words.push(...random.pick(phrases).split(' '));
  words.length = wanted;
  const sentences: string[] = [];
  while (words.length > 0) {
    sentences.push(sentence(words.splice(0, random.int(6, 14)), random.pick(['.', '.', '.', '?'])));
  }
  return { sentences };
}
