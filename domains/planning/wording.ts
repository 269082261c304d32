/** A model in English: what every planning prompt says of its world, and how facts and actions are written in answers. */
import { listed, pluralOf, withArticle } from '../skins.ts';
import {
  type ActionSchema,
  type Amount,
  type Atom,
  boundEffects,
  boundNeeds,
  type Model,
  type Step,
  staticPredicates,
  stepWords,
  type Term,
} from './model/model.ts';

const letters = ['X', 'Y', 'Z', 'W', 'V', 'U'] as const;

/** How a plan must be read; the same for every skill. */
export const rulesOfActions =
  'An action can be carried out only when everything that it needs holds at that moment. Then all that is named under "afterwards" happens at once, and nothing else changes. Different letters may stand for the same thing. Whatever is not listed as holding at the start does not hold at the start.';

/**
 * The sections `Things:`, `Facts:`, `Actions:` and `At the start:`, each a heading line, lines that begin with `- `,
 * and an empty line after it.
 */
export function worldLines(model: Model): string[] {
  return [
    'Things:',
    ...thingLines(model),
    '',
    'Facts (how they are written in an answer, and what they say):',
    ...model.predicates.map(({ name, types, phrase }) => {
      const said = filled(phrase, letters.slice(0, types.length));
      return `- ${schemaWords(name, types.length)}: ${said}${kindsOf(model, types, ' (', ')')}.`;
    }),
    '',
    'Actions (how they are written in an answer, what they need, and what they change):',
    ...model.actions.map((schema) => `- ${actionText(model, schema)}`),
    '',
    'At the start:',
    ...model.predicates
      .keys()
      .flatMap((predicate) =>
        inOrder(
          model.init.filter(([head]) => head === predicate).map((fact) => factSentence(model, fact)),
        ).map((sentence) => `- ${sentence}.`),
      ),
    ...model.values.map(({ term, value }) => `- ${termPhrase(model, term, objectName(model))} is ${value}.`),
  ];
}

/** The section `Goal:`. */
export function goalLines(model: Model): string[] {
  return [
    'Goal (all of this must hold in the end):',
    ...inOrder(model.goals.map((fact) => factSentence(model, fact))).map((sentence) => `- ${sentence}.`),
    ...model.numericGoals.map(
      ({ term, atLeast }) => `- ${termPhrase(model, term, objectName(model))} is at least ${atLeast}.`,
    ),
  ];
}

/** Lines such as `1. ["drive", "van", "mill", "depot"]`. */
export function stepLines(model: Model, steps: readonly Step[]): string[] {
  return steps.map(
    (step, index) =>
      `${index + 1}. [${stepWords(model, step)
        .map((word) => JSON.stringify(word))
        .join(', ')}]`,
  );
}

/** `van is at mill`, or denied: `van is not at mill`. */
export function factSentence(model: Model, [predicate, ...objects]: Atom, holds = true): string {
  const sentence = filled(model.predicates[predicate!]!.phrase, objects.map(objectName(model)));
  return holds ? sentence : denied(sentence, 'is not');
}

const happens = { increase: 'goes up by', decrease: 'goes down by', assign: 'becomes' } as const;

/** `["drive", X, Y, Z], X a vehicle, Y and Z places. Needs: …; Afterwards: …` in one line. */
function actionText(model: Model, schema: ActionSchema): string {
  const letter = (at: number) => letters[at]!;
  const says = ([predicate, ...items]: Atom) =>
    filled(model.predicates[predicate!]!.phrase, items.map(letter));
  const amount = (value: Amount) =>
    typeof value === 'number' ? String(value) : termPhrase(model, value, letter);
  const needs = [
    ...schema.needs.map(says),
    ...schema.forbids.map((atom) => denied(says(atom), 'is not')),
    ...schema.conditions.map(
      ({ term, atLeast }) => `${termPhrase(model, term, letter)} is at least ${amount(atLeast)}`,
    ),
  ];
  const afterwards = [
    ...schema.adds.map(says),
    ...schema.deletes.map((atom) => denied(says(atom), 'is no longer')),
    ...schema.changes.map(
      ({ term, direction, by }) => `${termPhrase(model, term, letter)} ${happens[direction]} ${amount(by)}`,
    ),
  ];
  const head = `${schemaWords(schema.name, schema.parameters.length)}${kindsOf(model, schema.parameters, ', ', '')}`;
  return `${head}. Needs: ${needs.length === 0 ? 'nothing' : needs.join('; ')}. Afterwards: ${afterwards.join('; ')}.`;
}

function thingLines(model: Model): string[] {
  return model.types.flatMap(({ name }, type) => {
    const names = model.objects.filter((object) => object.type === type).map((object) => object.name);
    return names.length === 0 ? [] : [`- ${pluralOf(name)}: ${inOrder(names).join(', ')}`];
  });
}

/** In the order of the letters, which says nothing of how the world was built: names are drawn at random. */
function inOrder(texts: readonly string[]): string[] {
  return texts.toSorted((left, right) => (left < right ? -1 : 1));
}

/** `X a vehicle, Y and Z places`. */
function kindsOf(model: Model, types: readonly number[], before: string, after: string): string {
  const groups: { readonly type: number; readonly names: string[] }[] = [];
  for (const [at, type] of types.entries()) {
    const last = groups.at(-1);
    if (last?.type === type) last.names.push(letters[at]!);
    else groups.push({ type, names: [letters[at]!] });
  }
  const texts = groups.map(({ type, names }) => {
    const { name } = model.types[type]!;
    return names.length === 1 ? `${names[0]} ${withArticle(name)}` : `${listed(names)} ${pluralOf(name)}`;
  });
  return texts.length === 0 ? '' : `${before}${texts.join(', ')}${after}`;
}

/** What an action needs of the facts that can change, a sentence each: what must hold, then what must not. */
export function needSentences(model: Model, step: Step): string[] {
  const settled = staticPredicates(model);
  const { needs, forbids } = boundNeeds(model, step);
  return [
    ...needs.filter(([predicate]) => !settled.has(predicate!)).map((fact) => factSentence(model, fact)),
    ...forbids.map((fact) => factSentence(model, fact, false)),
  ];
}

/** What an action changes, a sentence each: what it makes true, then what it ends. */
export function changeSentences(model: Model, step: Step): string[] {
  const { adds, deletes } = boundEffects(model, step);
  return [
    ...adds.map((fact) => factSentence(model, fact)),
    ...deletes.map((fact) => denied(factSentence(model, fact), 'is no longer')),
  ];
}

function schemaWords(name: string, arity: number): string {
  return `[${[JSON.stringify(name), ...letters.slice(0, arity)].join(', ')}]`;
}

function termPhrase(model: Model, [name, ...items]: Term, nameOf: (item: number) => string): string {
  return filled(model.functions[name!]!.phrase, items.map(nameOf));
}

function objectName(model: Model): (object: number) => string {
  return (object) => model.objects[object]!.name;
}

function filled(phrase: string, items: readonly string[]): string {
  return phrase.replace(/\{(\d)\}/g, (_, at: string) => items[Number(at)]!);
}

function denied(sentence: string, instead: 'is not' | 'is no longer'): string {
  return sentence.replace(' is ', ` ${instead} `);
}
