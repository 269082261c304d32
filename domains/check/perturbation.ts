import type { Skill } from '../contract.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { RandomStream } from '../random.ts';

type Path = readonly (string | number)[];
type Edit = (answer: Json, pool: readonly Json[], random: RandomStream) => Json;

/** Guesses whose leaves are mixed in, so that an answer of few distinct leaves can still be changed. */
const guessesMixedIn = 3;
const triesPerAnswer = 20;

/**
 * Up to `count` distinct wrong-looking neighbours of the reference answer, none equal to it: leaves replaced by
 * other leaves, two leaves swapped, parts dropped, doubled or added; one to three such edits at a time. It knows
 * nothing of the skill, so that a grader cannot be blind to the same things as its author; only of a program it takes
 * the skill's own neighbours.
 */
export function perturbedAnswers(
  skill: Skill,
  reference: unknown,
  count: number,
  random: RandomStream,
): unknown[] {
  if (skill.execution) return [...skill.execution.neighbours(reference, count, random)];
  const right = asJson(skill.answer(reference));
  const guesses = Array.from({ length: guessesMixedIn }, (_, index) =>
    asJson(skill.guess(reference, random.substream('guess', index))),
  );
  const pool = [right, ...guesses].flatMap((answer) => leaves(answer).map(({ value }) => value));
  const seen = new Set([canonicalJson(right)]);
  const perturbed: unknown[] = [];
  for (let attempt = 0; attempt < count * triesPerAnswer && perturbed.length < count; attempt++) {
    let answer = right;
    for (let edit = random.int(1, 3); edit > 0; edit--) answer = random.pick(edits)(answer, pool, random);
    const key = canonicalJson(answer);
    if (seen.has(key)) continue;
    seen.add(key);
    perturbed.push(answer);
  }
  return perturbed;
}

const replaceLeaf: Edit = (answer, pool, random) => {
  const found = leaves(answer);
  if (found.length === 0) return answer;
  const { path, value } = random.pick(found);
  const others = pool.filter((other) => typeof other === typeof value && other !== value);
  return others.length === 0 ? answer : replaced(answer, path, random.pick(others));
};

const swapLeaves: Edit = (answer, _pool, random) => {
  const found = leaves(answer);
  if (found.length < 2) return answer;
  const [a, b] = random.sample(found, 2);
  return replaced(replaced(answer, a!.path, b!.value), b!.path, a!.value);
};

const dropPart: Edit = (answer, _pool, random) =>
  editParts(answer, random, (parts) => parts.toSpliced(random.int(0, parts.length - 1), 1));

const doublePart: Edit = (answer, _pool, random) =>
  editParts(answer, random, (parts) => {
    const index = random.int(0, parts.length - 1);
    return parts.toSpliced(index, 0, parts[index]!);
  });

const addLeaf: Edit = (answer, pool, random) => {
  const lists = nodes(answer, []).filter(({ value }) => Array.isArray(value));
  if (lists.length === 0 || pool.length === 0) return answer;
  const { path, value } = random.pick(lists);
  const items = value as readonly Json[];
  return replaced(answer, path, items.toSpliced(random.int(0, items.length), 0, random.pick(pool)));
};

/** Replacing and swapping keep an answer's form, so they come up more often than the rest. */
const edits: readonly Edit[] = [
  replaceLeaf,
  replaceLeaf,
  replaceLeaf,
  swapLeaves,
  swapLeaves,
  dropPart,
  doublePart,
  addLeaf,
];

/** Edits the items of a list, or the entries of an object, that has any. */
function editParts(
  answer: Json,
  random: RandomStream,
  edit: (parts: [string, Json][]) => [string, Json][],
): Json {
  const whole = nodes(answer, []).filter(
    ({ value }) => value !== null && typeof value === 'object' && Object.keys(value).length > 0,
  );
  if (whole.length === 0) return answer;
  const { path, value } = random.pick(whole);
  const parts = edit(Object.entries(value as readonly Json[] | { readonly [key: string]: Json }));
  return replaced(
    answer,
    path,
    Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts),
  );
}

function leaves(answer: Json): { path: Path; value: Json }[] {
  return nodes(answer, []).filter(({ value }) => value === null || typeof value !== 'object');
}

function nodes(value: Json, path: Path): { path: Path; value: Json }[] {
  const here = { path, value };
  if (value === null || typeof value !== 'object') return [here];
  const parts: [string | number, Json][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return [here, ...parts.flatMap(([key, part]) => nodes(part, [...path, key]))];
}

/** A copy with the part at the path replaced; the original is shared, never changed. */
function replaced(value: Json, path: Path, part: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return part;
  if (Array.isArray(value)) {
    return value.with(key as number, replaced(value[key as number] as Json, rest, part));
  }
  const object = value as { [key: string]: Json };
  return { ...object, [key]: replaced(object[key] as Json, rest, part) };
}

function asJson(answer: unknown): Json {
  return JSON.parse(JSON.stringify(answer)) as Json;
}
