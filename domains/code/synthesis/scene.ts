import type { RandomStream } from '../../random.ts';
import { nonceWords } from '../../skins.ts';
import { reservedWords } from '../ir/names.ts';
import type { Signature } from './program.ts';

/** What lists of whole numbers are called in each skin. */
const listsBySkin: Readonly<Record<string, readonly string[]>> = {
  everyday: ['prices', 'scores', 'minutes', 'helpings'],
  harbour: ['tides', 'tolls', 'berths', 'loads'],
  laboratory: ['readings', 'doses', 'pulses', 'offsets'],
  orchard: ['harvests', 'rows', 'frosts', 'baskets'],
};
const verbs = ['settle', 'review', 'prepare', 'digest', 'adjust', 'condense'];

export interface Scene extends Signature {
  readonly skin: string;
}

/** Names for a function and its parameter. */
export function drawScene(random: RandomStream): Scene {
  const skin = random.pick(['nonce', ...Object.keys(listsBySkin)]);
  const word = nonceWords(random, reservedWords);
  const parameter = skin === 'nonce' ? `${word()}_list` : random.pick(listsBySkin[skin] as readonly string[]);
  const verb = skin === 'nonce' ? word() : random.pick(verbs);
  return {
    skin,
    name: `${verb}_${parameter}`,
    parameter,
    purpose: `What a list of ${parameter.replaceAll('_', ' ')} comes to.`,
  };
}
