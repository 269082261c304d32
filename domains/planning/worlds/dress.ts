/** Gives a world its words: a nonce, everyday or domain vocabulary, a third each. */
import type { RandomStream } from '../../random.ts';
import { nonceWords } from '../../skins.ts';
import type { Model } from '../model/model.ts';
import { flagWords, type Lexicon, lexicons } from './lexicon.ts';
import type { FamilyName } from './worlds.ts';

export interface DressedModel {
  readonly skin: string;
  /** The same model, index by index, with names of prompts for the roles. */
  readonly model: Model;
}

/** Words that prompts use themselves. */
const reserved = new Set([
  'needs',
  'nothing',
  'afterwards',
  'goal',
  'start',
  'not',
  'and',
  'the',
  'is',
  'at',
  'plan',
]);

/** Roles that begin so are side effects, `flag0`, or actions of them alone, `act0`. */
export const flagRole = 'flag';

export function dress(family: FamilyName, model: Model, random: RandomStream): DressedModel {
  return dressIn(lexicons[family], model, random);
}

/** A scene that has too few names for the objects is not drawn: the words are nonce words then. */
export function dressIn(scenes: readonly Lexicon[], model: Model, random: RandomStream): DressedModel {
  const kind = random.pick(['nonce', 'everyday', 'domain'] as const);
  const fitting = scenes.filter(({ skin }) => (skin === 'everyday') === (kind === 'everyday'));
  const lexicon = kind === 'nonce' ? null : random.pick(fitting);
  const named = lexicon === null ? null : dressedFrom(lexicon, model, random);
  return named ?? dressedInNonce(model, random);
}

function dressedFrom(lexicon: Lexicon, model: Model, random: RandomStream): DressedModel | null {
  const pools = model.types.map(({ name }) => random.shuffle(lexicon.types[name]![1]));
  const flags = random.shuffle(flagWords);
  const used = new Set<string>();
  const drawName = (type: number): string | null => {
    for (let name = pools[type]!.pop(); name !== undefined; name = pools[type]!.pop()) {
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
    return null;
  };
  const objects = model.objects.map(({ type }) => ({ name: drawName(type), type }));
  if (objects.some(({ name }) => name === null)) return null;
  const spokenOf = (type: number) => lexicon.types[model.types[type]!.name]![2] ?? '{0}';
  return {
    skin: lexicon.skin,
    model: {
      ...model,
      types: model.types.map(({ name }) => ({ name: lexicon.types[name]![0] })),
      predicates: model.predicates.map(({ name, types }) => {
        const [word, phrase] = lexicon.predicates[name] ?? flagPhrase(name, flags, spokenOf(types[0]!));
        return { name: word, types, phrase };
      }),
      actions: model.actions.map((schema) => ({ ...schema, name: lexicon.actions[schema.name]! })),
      objects: objects.map(({ name, type }) => ({ name: name!, type })),
    },
  };
}

function flagPhrase(role: string, flags: readonly string[], subject: string): readonly [string, string] {
  const word = flags[Number(role.slice(flagRole.length))];
  if (word === undefined) throw new RangeError(`no word for the role ${role}`);
  return [word, `${subject} is ${word}`];
}

function dressedInNonce(model: Model, random: RandomStream): DressedModel {
  const draw = nonceWords(random, reserved);
  return {
    skin: 'nonce',
    model: {
      ...model,
      types: model.types.map(() => ({ name: draw() })),
      predicates: model.predicates.map(({ types }) => {
        const name = draw();
        return { name, types, phrase: noncePhrases[types.length]!.replace('*', name) };
      }),
      functions: model.functions.map(({ types }) => {
        const name = draw();
        return { name, types, phrase: nonceTerms[types.length]!.replace('*', name) };
      }),
      actions: model.actions.map((schema) => ({ ...schema, name: draw() })),
      objects: model.objects.map(({ type }) => ({ name: draw(), type })),
    },
  };
}

const noncePhrases = ['the * is there', '{0} is *', '{0} is * to {1}', '{0} is * to {1} by {2}'] as const;
const nonceTerms = ['the *', 'the * of {0}', 'the * from {0} to {1}'] as const;
