import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { answerMessages } from '../../../agents/agent.ts';
import { clauses as agent } from '../../../agents/code/clauses.ts';
import type { Strategy } from '../../../agents/solver.ts';
import { batched } from '../../../domains/check/batching.ts';
import { functions } from '../../../domains/code/a2-functions.ts';
import { clauses } from '../../../domains/code/a3-clauses.ts';
import { holds, type Specification } from '../../../domains/code/clauses/clause.ts';
import { drawMoves, orderAfter } from '../../../domains/code/clauses/order.ts';
import { programOf } from '../../../domains/code/clauses/program.ts';
import type { ClausesReference } from '../../../domains/code/clauses/reference.ts';
import { isDistinguished, mutantsOf, resultOf } from '../../../domains/code/ir/mutation.ts';
import type { Expression } from '../../../domains/code/ir/program.ts';
import { type Language, languages, programText, spelled } from '../../../domains/code/languages.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { composeNotebook, notebookTokensMax, withNotebook } from '../../../domains/notebook.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeWith } from '../../../domains/task.ts';
import { createSandbox, defaultLimits } from '../../../sandbox/sandbox.ts';
import { typeProblems } from './program-types.ts';

const skill = clauses as Skill;
const stepsMax = 50_000;
const places: readonly Parameters[] = [
  {},
  { clauses: 10, moved: 0.5, rarity: 0.7, operations: 1 },
  { clauses: 7, moved: 0.5, rarity: 0.97, overlap: 2 },
  { clauses: 1, operations: 6 },
];
const tasks = places.flatMap((parameters) => ['a', 'b'].map((seed) => taskAt(parameters, seed)));
const sandbox = createSandbox({ ...defaultLimits, timeMs: 20_000 });
const run = batched(sandbox.run);
afterAll(() => sandbox.close());

function taskAt(parameters: Parameters, seed: string) {
  const task = generateTask('code', skill, parameters, seed);
  return { ...task, reference: task.reference as ClausesReference };
}

function literal(values: readonly number[]): readonly Expression[] {
  return [{ kind: 'list', items: values.map((value): Expression => ({ kind: 'int', value })) }];
}

function randomLists(random: RandomStream, count: number): number[][] {
  return Array.from({ length: count }, (_, number) => {
    const [min, max] = number % 3 === 0 ? [-3, 9] : [-14, 22];
    return Array.from({ length: random.int(0, 12) }, () => random.int(min as number, max as number));
  });
}

function written({ signature, language }: ClausesReference, specification: Specification): string {
  return programText(programOf(specification, signature), language);
}

function gradeOf(reference: ClausesReference, code: string) {
  return gradeWith(run, skill, reference, `FINAL ANSWER\n\`\`\`\n${code}\n\`\`\``);
}

/** Without the clause, the others keep their order. */
function without({ normal, clauses, order }: Specification, left: number): Specification {
  return {
    normal,
    clauses: clauses.toSpliced(left, 1),
    order: order.filter((number) => number !== left).map((number) => number - (number > left ? 1 : 0)),
  };
}

describe('what a function returns', () => {
  it('is what the interpreter and both languages in the sandbox come to on every hidden input', async () => {
    const compared = tasks.map(async ({ reference, disagreements }) => {
      const { specification, signature, inputs, outputs } = reference;
      const program = programOf(specification, signature);
      expect(disagreements).toBe(0);
      expect(typeProblems(program)).toEqual([]);
      expect(inputs.map((input) => resultOf(program, literal(input), stepsMax))).toEqual(outputs);
      const returned = async (language: Language) => {
        const entry = language === 'javascript' ? 'solution.js' : 'solution.py';
        const name = spelled(language, signature.name);
        const { outcomes } = await run({
          program: { language, files: { [entry]: programText(program, language) }, entry },
          calls: inputs.map((input) => ({ function: name, arguments: [input] })),
        });
        return outcomes.map((outcome) => (outcome.kind === 'returned' ? outcome.value : outcome));
      };
      expect(await Promise.all(languages.map(returned))).toEqual([outputs, outputs]);
    });
    await Promise.all(compared);
  }, 60_000);
});

describe('the order of the clauses', () => {
  it('has those that are moved right before those that are named, and all others as they stand', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.nat(), fc.string(), (count, share, seed) => {
        const moves = drawMoves(count, share % (Math.floor(count / 2) + 1), new RandomStream(seed));
        const order = orderAfter(count, moves);
        const moved = moves.map((move) => move.moved);
        const left = order.filter((number) => !moved.includes(number));
        expect(left).toEqual([...left].sort((one, other) => one - other));
        expect([...order].sort((one, other) => one - other)).toEqual([...Array(count).keys()]);
        for (const move of moves) expect(order.indexOf(move.moved) + 1).toBe(order.indexOf(move.before));
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

describe('hidden inputs', () => {
  it('are at least four for every clause that tell whether it is there, and none that are shown', () => {
    for (const { reference, prompt } of tasks) {
      const { specification, signature, inputs, outputs, classes } = reference;
      for (const clause of specification.clauses.keys()) {
        const program = programOf(without(specification, clause), signature);
        const telling = inputs.filter((input, at) => {
          if (classes[at] !== clause) return false;
          const result = resultOf(program, literal(input), stepsMax);
          return JSON.stringify(result) !== JSON.stringify(outputs[at]);
        });
        expect(telling.length).toBeGreaterThanOrEqual(4);
      }
      const shown = [...prompt.matchAll(/\((\[.*\])\) returns/g)].map(([, list]) => JSON.parse(list!).join());
      expect(shown.length).toBeGreaterThan(1);
      expect(inputs.filter((input) => shown.includes(input.join()))).toEqual([]);
    }
  });

  it('tell at least 995 of 1,000 mutants apart that lists of another making tell apart', () => {
    let mutants = 0;
    let told = 0;
    for (const { reference, seed } of tasks) {
      const program = programOf(reference.specification, reference.signature);
      const others = randomLists(new RandomStream(seed).substream('other lists'), 200).map(literal);
      const hidden = reference.inputs.map(literal);
      for (const mutant of mutantsOf(program)) {
        if (!isDistinguished(program, mutant.program, others, stepsMax)) continue;
        mutants++;
        if (isDistinguished(program, mutant.program, hidden, stepsMax)) told++;
      }
    }
    expect(mutants).toBeGreaterThan(1_000);
    expect(told / mutants).toBeGreaterThanOrEqual(0.995);
  }, 60_000);
});

describe('features', () => {
  it('say how many clauses apply where one decides, and how rarely each does', () => {
    for (const { reference, features } of tasks) {
      const { clauses: all, order } = reference.specification;
      const applying = reference.inputs.map((input) => order.filter((at) => holds(all[at]!.guard, input)));
      const deciding = applying.filter((numbers) => numbers.length > 0);
      expect(applying.map((numbers) => numbers[0] ?? all.length)).toEqual(reference.classes);
      expect(features.overlap).toBeCloseTo(deciding.flat().length / deciding.length);
    }
    const rare = [0.7, 0.97].map((rarity) => taskAt({ clauses: 10, rarity }, 'rare').features.rarity!);
    expect(rare[0]).toBeLessThan(0.8);
    expect(rare[1]).toBeGreaterThan(0.93);
  });
});

describe('grading', () => {
  const { reference } = tasks.find(({ reference: { language } }) => language === 'javascript')!;
  const name = spelled('javascript', reference.signature.name);
  const { specification } = reference;

  it('weighs every clause and the normal case alike, and caps the normal case alone', async () => {
    const right = written(reference, specification);
    expect(await gradeOf(reference, right)).toEqual({ score: 1, category: 4, cause: null });
    const lacking = written(reference, without(specification, 0));
    expect(await gradeOf(reference, lacking)).toMatchObject({ category: 2, cause: 'WRONG' });
    for (const { reference } of tasks) {
      const normal = { ...reference.specification, clauses: [], order: [] };
      const { category } = await gradeOf(reference, written(reference, normal));
      expect(category).toBeLessThanOrEqual(2);
    }
  });

  it('takes no other order of the clauses for the right one', async () => {
    for (const { reference } of tasks.slice(0, 4)) {
      const order = reference.specification.order.toReversed();
      const backwards = written(reference, { ...reference.specification, order });
      expect((await gradeOf(reference, backwards)).category).toBeLessThan(4);
    }
  });

  it.each([
    ['another name', `function ${name}Too() { return 1; }`],
    ['no program', 'It adds them up.'],
    ['what is no JSON', `function ${name}() { return () => 1; }`],
  ])('gives nothing for %s', async (_what, code) => {
    expect(await gradeOf(reference, code)).toMatchObject({ category: 0, cause: 'WRONG' });
  });
});

describe('the reference agent', () => {
  const asked = Array.from({ length: 20 }, (_, seed) => taskAt({ clauses: 2 + (seed % 7) }, `agent/${seed}`));
  const scores = (strategy: Strategy, nodes: number, notebook = '') =>
    Promise.all(
      asked.map(async ({ prompt, reference }) => {
        const content = withNotebook(notebook, prompt);
        const { text } = answerMessages([{ role: 'user', content }], strategy, nodes);
        return (await gradeWith(run, skill, reference, text)).score;
      }),
    );
  const whole = (all: readonly number[]) => all.filter((score) => score === 1).length / all.length;

  it('writes every function from the prompt alone in the said order, and few in an order that it guesses', async () => {
    expect(whole(await scores('guided', 10_000))).toBe(1);
    expect(whole(await scores('guided', 50))).toBeLessThan(0.6);
    expect(whole(await scores('blind', 10_000))).toBeLessThan(0.5);
  });

  it('learns from a worked solution to keep to the said order', async () => {
    const { prompt, reference } = taskAt({}, 'practice');
    const solution = skill.solution(reference);
    const entry = { skill: skill.id, ordinal: 0, question: prompt, answer: '', score: 0, solution };
    const notebook = composeNotebook([entry], skill.id, [], notebookTokensMax).text;
    expect(await scores('learner', 10_000, notebook)).toEqual(await scores('guided', 10_000));
    expect(await scores('learner', 10_000)).toEqual(await scores('blind', 10_000));
  });

  it('reads no functions without exceptions', () => {
    const { prompt } = generateTask('code', functions as Skill, {}, 'plain');
    expect(agent.reads(prompt)).toBe(false);
    expect(agent.reads(asked[0]!.prompt)).toBe(true);
  });
});
