import { afterAll, describe, expect, it } from 'vitest';
import { answerMessages } from '../../../agents/agent.ts';
import { compositions as compositionAgent } from '../../../agents/code/compositions.ts';
import { transfers } from '../../../agents/code/transfers.ts';
import { Budget, type Strategy } from '../../../agents/solver.ts';
import { batched, checkLimits } from '../../../domains/check/batching.ts';
import { compositions } from '../../../domains/code/a4-composition.ts';
import { compositionTwin, type TransferReference, transfer } from '../../../domains/code/a8-transfer.ts';
import { drawArguments } from '../../../domains/code/composition/arguments.ts';
import { Evaluation } from '../../../domains/code/composition/evaluation.ts';
import {
  callsOf,
  returnsOf,
  sourceOf,
  type TestedComposition,
} from '../../../domains/code/composition/grading.ts';
import type { Composition, Value } from '../../../domains/code/composition/plan.ts';
import { sameResult } from '../../../domains/code/composition/values.ts';
import { changed, meets } from '../../../domains/code/synthesis/operations.ts';
import { changeVariants, conditionVariants } from '../../../domains/code/synthesis/variants.ts';
import { settlesChange, settlesClass } from '../../../domains/code/transfer/forms.ts';
import { realms } from '../../../domains/code/transfer/realms.ts';
import { isKnown } from '../../../domains/code/transfer/rule-check.ts';
import type { Rule } from '../../../domains/code/transfer/rule-wording.ts';
import type { RuleContent } from '../../../domains/code/transfer/rules.ts';
import { InstanceRejected, type Parameters, type Skill } from '../../../domains/contract.ts';
import { canonicalJson, type Json } from '../../../domains/json.ts';
import { RandomStream } from '../../../domains/random.ts';
import { completeParameters, generateTask, gradeWith, type Task } from '../../../domains/task.ts';
import { createSandbox } from '../../../sandbox/sandbox.ts';

type TransferTask = Task & { readonly reference: TransferReference };

const skill = transfer as Skill;
const places = [
  {},
  { rules: 1, helpers: 1, operations: 1 },
  { rules: 10, implicit: 1, vocabulary: 1, helpers: 6, operations: 4 },
  { rules: 10, implicit: 0.5, vocabulary: 0 },
];
const tasks = places.flatMap((parameters) =>
  ['a', 'b', 'c', 'd', 'e'].map((seed) => taskAt(parameters, seed)),
);
const sandbox = createSandbox(checkLimits);
const run = batched(sandbox.run);
afterAll(() => sandbox.close());

function taskAt(parameters: Parameters, seed: string): TransferTask {
  return generateTask('code', skill, parameters, seed) as TransferTask;
}

function ruleLines(prompt: string): string[] {
  const paragraph = prompt.split('\n\n').find((_, at, all) => all[at - 1]?.endsWith(' there:'));
  return paragraph!.split('\n').map((line) => line.slice(2));
}

function orNull<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof InstanceRejected) return null;
    throw error;
  }
}

/** What the printed JavaScript returns for the hidden inputs. */
function returned(tested: TestedComposition): Json[] {
  const calls = callsOf(tested, 'javascript');
  const text = `${sourceOf(tested, 'javascript')}\nreturn (name) => eval(name);`;
  const named = new Function(text)() as (name: string) => (value: Json) => Json;
  return calls.map((call) => named(call.function)(structuredClone(call.arguments[0]!)));
}

/** Puts the words and fields of the second in the place of those of the first. */
function renaming(from: TestedComposition, to: TestedComposition): (value: Json) => Json {
  const list = ({ lexicon: { words, fields } }: TestedComposition) => [
    ...words,
    fields.label,
    fields.first,
    fields.second,
  ];
  const names = new Map(list(from).map((name, at) => [name, list(to)[at]!]));
  const renamed = (value: Json): Json => {
    if (typeof value === 'string') return names.get(value)!;
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(renamed);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [names.get(key), renamed(part)]));
  };
  return renamed;
}

/** A change and its examples, and whether the generator takes them to be enough. */
function changeRule(numbers: readonly number[], random: RandomStream): [Rule, boolean] {
  const by = random.pick(['add', 'times', 'from', 'remainder'] as const);
  const amount = { add: random.int(1, 9), times: -2, from: random.int(5, 30), remainder: random.int(4, 12) }[
    by
  ];
  const change = { by, amount };
  const examples = numbers.map((number) => [number, changed(change, number)] as const);
  return [
    { content: { kind: 'change', change }, examples: { kind: 'change', examples } },
    settlesChange(examples),
  ];
}

function classRule(numbers: readonly number[], random: RandomStream): [Rule, boolean] {
  const test = random.pick(['above', 'below', 'divisible'] as const);
  const condition = { test, amount: test === 'divisible' ? random.int(2, 4) : random.pick(numbers) };
  const near =
    test === 'divisible' || random.chance(0.3) ? [] : [condition.amount + (test === 'above' ? 1 : -1)];
  const examples = [...numbers, ...near].map((number) => [number, meets(condition, number)] as const);
  return [
    { content: { kind: 'class', condition }, examples: { kind: 'class', examples } },
    settlesClass(examples),
  ];
}

function nearContents(content: RuleContent): RuleContent[] {
  switch (content.kind) {
    case 'change':
      return changeVariants(content.change).map((change) => ({ ...content, change }));
    case 'class':
      return conditionVariants(content.condition).map((condition) => ({ ...content, condition }));
    case 'notation':
      return [0, 1, 2, 3, 4].filter((to) => to !== content.to).map((to) => ({ ...content, to }));
    case 'table':
      return [{ ...content, otherwise: content.otherwise + 1 }];
  }
}

/** The composition with another content of a rule wherever steps go by it. */
function withContent(composition: Composition, content: RuleContent, other: RuleContent): Composition {
  const pairs = [content, other].map(({ kind: _, ...parts }) => parts);
  const [before, after] = pairs as unknown as [Record<string, unknown>, Record<string, unknown>];
  const inside = before.change ?? before.condition;
  const replaced = (part: unknown): unknown => {
    if (part === null || typeof part !== 'object') return part;
    if (Array.isArray(part)) return part.map(replaced);
    if (inside !== undefined && canonicalJson(part) === canonicalJson(inside))
      return after.change ?? after.condition;
    const step = part as Record<string, unknown>;
    const goesByIt =
      inside === undefined &&
      Object.keys(before).every((name) => canonicalJson(step[name] ?? null) === canonicalJson(before[name]));
    if (goesByIt) return { ...step, ...after };
    return Object.fromEntries(Object.entries(step).map(([name, inner]) => [name, replaced(inner)]));
  };
  return replaced(composition) as Composition;
}

/** Whether some function gives something else for some of its inputs. */
function differ(right: Composition, wrong: Composition, inputs: readonly (readonly Value[])[]): boolean {
  const [one, other] = [new Evaluation(right.functions), new Evaluation(wrong.functions)];
  return inputs.some((values, at) =>
    values.some((value) => {
      const known = one.call(at, value);
      if (known === null) return false;
      const found = other.call(at, value);
      return found === null || !sameResult(right.functions[at]!.gives, known, found);
    }),
  );
}

describe('a composition in the terms of a realm', () => {
  it('is the one that A4 draws from the same stream, and its twin asks for the same in other words', () => {
    for (const seed of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      const parameters = { helpers: 3, operations: 2 };
      const stream = () => new RandomStream(seed);
      const own = orNull(() =>
        transfer.generate({ rules: 5, implicit: 0.5, vocabulary: 1, ...parameters }, stream()),
      );
      const other = orNull(() =>
        compositions.generate(completeParameters(compositions as Skill, parameters), stream()),
      );
      if (own === null || other === null) continue;
      expect(own.reference.composition).toEqual(other.reference.composition);
      expect(own.reference.tests).toEqual(other.reference.tests);
      expect(compositionTwin(own.reference, stream())).toEqual(other);
    }
  });

  it('behaves as its twin does once the words of one are put for those of the other', () => {
    for (const { reference } of tasks) {
      const twin = compositionTwin(reference, new RandomStream('twin')).reference;
      expect(returned(reference)).toEqual(returnsOf(reference));
      const renamed = renaming(twin, reference);
      expect(returned(twin).map(renamed)).toEqual(returned(reference));
    }
  });
});

describe('rules', () => {
  it('stand in the prompt each once, and steps have their names in place of what they lay down', () => {
    for (const { prompt, reference, features } of tasks) {
      const lines = ruleLines(prompt);
      expect(lines).toHaveLength(features.rules!);
      for (const [at, name] of reference.terms.rules.entries()) {
        const naming = prompt.split('\n').filter((line) => new RegExp(`\\b${name}\\b`).test(line));
        expect(naming.filter((line) => lines.includes(line.slice(2)))).toEqual([`- ${lines[at]}`]);
        expect(naming.filter((line) => /^\d+\. /.test(line)).length).toBeGreaterThan(0);
      }
    }
  });

  it('are words of the realm or nonce words, as the vocabulary asks', () => {
    const known = new Set(realms.flatMap((realm) => [...realm.ruleNames, ...realm.classNames]));
    for (const { reference, features } of tasks) {
      const ordinary = reference.terms.rules.filter((name) => known.has(name)).length;
      if (features.vocabulary === 0) expect(ordinary).toBe(reference.rules.length);
      if (features.vocabulary === 1) expect(ordinary).toBe(0);
    }
  });

  it('are known from examples exactly when trying every amount finds nothing else', () => {
    const random = new RandomStream('examples');
    const counts = { settled: 0, open: 0 };
    for (let draw = 0; draw < 1_500; draw++) {
      const numbers = random.sample(
        Array.from({ length: 32 }, (_, at) => at - 9),
        random.int(1, 5),
      );
      const [rule, settled] = random.chance(0.5) ? changeRule(numbers, random) : classRule(numbers, random);
      expect(isKnown(rule), JSON.stringify(rule)).toBe(settled);
      counts[settled ? 'settled' : 'open']++;
    }
    expect(Math.min(counts.settled, counts.open)).toBeGreaterThan(300);
  });

  it('that are misread by a little show on hidden inputs', () => {
    let misread = 0;
    let told = 0;
    const more = Array.from({ length: 80 }, (_, index) => taskAt({ rules: 10 }, `misread ${index}`));
    for (const [index, { reference }] of more.entries()) {
      const { composition, tests, rules } = reference;
      const random = new RandomStream(`fresh ${index}`);
      const hidden = tests.map(({ inputs }) => inputs);
      const fresh = composition.functions.map(({ takes }) => drawArguments(takes, [], 60, random));
      for (const { content } of rules)
        for (const other of nearContents(content)) {
          const wrong = withContent(composition, content, other);
          const shows = differ(composition, wrong, hidden);
          if (!shows && !differ(composition, wrong, fresh)) continue;
          misread++;
          if (shows) told++;
        }
    }
    expect(misread).toBeGreaterThan(1_000);
    expect(told / misread).toBeGreaterThanOrEqual(0.995);
  });
});

describe('the reference agent', () => {
  const solved = async (
    strategy: Strategy,
    nodes: number,
    among: readonly TransferTask[],
    techniques?: ReadonlySet<string>,
  ) => {
    const grades = await Promise.all(
      among.map(({ prompt, reference }) => {
        const code = transfers.solve(prompt, strategy, new Budget(nodes), techniques);
        return gradeWith(run, skill, reference, `FINAL ANSWER\n\`\`\`\n${code}\n\`\`\``);
      }),
    );
    return grades.filter(({ score }) => score === 1).length;
  };

  it('is asked before the one for programs without rules', () => {
    for (const { prompt } of tasks.slice(0, 3)) {
      const { text } = answerMessages([{ role: 'user', content: prompt }], 'guided', 100_000);
      expect(text).toContain(transfers.solve(prompt, 'guided', new Budget(100_000)));
    }
  });

  it('solves every task when guided, and few of the large ones with few nodes', async () => {
    expect(await solved('guided', 100_000, tasks)).toBe(tasks.length);
    const large = tasks.slice(10, 15);
    expect(await solved('guided', 300, large)).toBe(0);
  });

  it('learns from a worked solution to take amounts from examples and steps in their order', async () => {
    const [example, ...others] = tasks.slice(15);
    const techniques = new Set(
      transfers.techniquesIn({ question: example!.prompt, solution: transfer.solution(example!.reference) }),
    );
    expect(techniques.size).toBe(2);
    expect(await solved('learner', 100_000, others)).toBeLessThan(others.length);
    expect(await solved('learner', 100_000, others, techniques)).toBe(others.length);
  });

  it('finds rules by trying amounts too, where it knows the order of steps', async () => {
    const [example] = tasks;
    const inOrder = new Set(
      compositionAgent.techniquesIn({
        question: example!.prompt,
        solution: transfer.solution(example!.reference),
      }),
    );
    expect(await solved('learner', 1_000_000, tasks, inOrder)).toBe(tasks.length);
  });
});

describe('the worked solution', () => {
  it('says in plain words what is shown, and ends in the right program', async () => {
    for (const { reference } of tasks) {
      const solution = transfer.solution(reference);
      const shown = reference.rules.filter(({ examples }) => examples !== null).length;
      expect(solution.match(/ So: /g) ?? []).toHaveLength(shown);
      expect(solution).toContain(transfer.answer(reference));
    }
  });
});
