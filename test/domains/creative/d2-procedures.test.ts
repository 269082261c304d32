import { describe, expect, it } from 'vitest';
import { procedures as agent } from '../../../agents/creative/procedures.ts';
import { Budget, type Strategy } from '../../../agents/solver.ts';
import { answerText } from '../../../domains/answer.ts';
import { randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { procedures } from '../../../domains/creative/d2-procedures.ts';
import { canonicalInvention } from '../../../domains/creative/machine/formats.ts';
import { type Invention, tryProgram } from '../../../domains/creative/machine/invention.ts';
import { effectOf, kinds } from '../../../domains/creative/machine/operations.ts';
import { strategyByHand } from '../../../domains/creative/machine/recount.ts';
import { isUnusual } from '../../../domains/creative/novelty.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeText, type Task } from '../../../domains/task.ts';

const skill = procedures as Skill;

function taskAt(parameters: Parameters, seed: string): Task {
  return generateTask('creative', skill, parameters, seed);
}

function inventionAt(parameters: Parameters, seed: string): Invention {
  return taskAt(parameters, seed).reference as Invention;
}

function drawnAt(seed: number): Invention {
  return inventionAt(randomVector(skill, new RandomStream(`procedures ${seed}`)), `drawn ${seed}`);
}

/** Every list of working keys of at most this length. */
function* allPrograms(names: readonly string[], lengthMax: number): Generator<string[]> {
  yield [];
  if (lengthMax > 0)
    for (const program of allPrograms(names, lengthMax - 1))
      for (const name of names) yield [...program, name];
}

function workingNames({ keys }: Invention): string[] {
  return keys.filter(({ broken }) => !broken).map(({ name }) => name);
}

describe('the valid programs of a machine', () => {
  it('are those that trying out all of them finds, with the weights that the prompt tells', () => {
    for (let seed = 0; seed < 12; seed++) {
      const invention = inventionAt(
        { length: 3 + (seed % 2), targets: 2 + seed / 2, solutions: 12 },
        `all ${seed}`,
      );
      const names = workingNames(invention);
      const weights: Record<string, number> = {};
      const seen = new Set<string>();
      for (const program of allPrograms(names, invention.lengthMax)) {
        if (seen.has(`${program}`)) continue;
        seen.add(`${program}`);
        const strategy = strategyByHand(invention, program);
        expect(tryProgram(invention, program).fingerprint).toBe(strategy ?? '');
        if (strategy === null) continue;
        weights[strategy] = (weights[strategy] ?? 0) + names.length ** (invention.lengthMax - program.length);
      }
      expect(weights).toEqual(invention.pool);
    }
  }, 30_000);

  it('make an unusual one whole, another three quarters, and the checker says so too', () => {
    for (let seed = 0; seed < 100; seed++) {
      const invention = drawnAt(seed);
      const categories = Object.entries(invention.examples).map(([fingerprint, keys]) => {
        const program = keys.map((key) => invention.keys[key]!.name);
        const category = procedures.category(invention, { program });
        expect(category).toBe(isUnusual(invention.pool, fingerprint) ? 4 : 3);
        expect(procedures.verify(invention, { program })).toBe(category === 4);
        expect(procedures.aspects?.(invention, { program }).quality).toBe(1);
        return category;
      });
      expect(new Set(categories)).toEqual(new Set([3, 4]));
      expect(JSON.stringify(invention).length).toBeLessThan(30_000);
    }
  });

  it('are told from those that are idle, too long, broken or miss a target', () => {
    for (let seed = 0; seed < 100; seed++) {
      const invention = inventionAt({ length: 7, broken: 0.5 }, `partial ${seed}`);
      const { program } = procedures.answer(invention);
      const grade = (names: string[]) => {
        expect(procedures.verify(invention, { program: names })).toBe(false);
        return procedures.category(invention, { program: names });
      };
      const broken = invention.keys.find((key) => key.broken)!.name;
      expect(grade([...program.slice(1), broken])).toBe(0);
      expect(grade([...program, ...Array.from({ length: 7 }, () => program[0]!)])).toBe(0);
      expect(grade([])).toBe(0);
      expect(grade(program.slice(1))).toBeLessThanOrEqual(2);
      const idle = workingNames(invention).map((name) => [...program, name, name]);
      for (const names of idle) if (names.length <= 7) expect(grade(names)).toBeLessThanOrEqual(2);
      for (const odd of ['__proto__', 'constructor', '']) expect(grade([odd, ...program.slice(1)])).toBe(0);
    }
  });
});

describe('a machine', () => {
  it('has one canonical form whatever its keys are called and in which order all is told', () => {
    const random = new RandomStream('isomorphs');
    for (let seed = 0; seed < 50; seed++) {
      const invention = drawnAt(seed);
      const form = canonicalInvention(invention);
      const keys = random.shuffle(invention.keys.map((key, index) => ({ ...key, name: `key ${index}` })));
      const isomorph = { ...invention, keys, pairs: random.shuffle(invention.pairs) };
      expect(canonicalInvention(isomorph)).toBe(form);
      expect(canonicalInvention({ ...invention, pairs: invention.pairs.slice(1) })).not.toBe(form);
      expect(canonicalInvention({ ...invention, lengthMax: invention.lengthMax + 1 })).not.toBe(form);
    }
  });

  it('says of every kind of key as many numbers as it takes and puts', () => {
    const random = new RandomStream('effects');
    for (const kind of kinds) {
      const { takes, puts, puttingOf } = effectOf(kind);
      const taken = Array.from({ length: takes }, () => random.int(0, 8));
      expect(puttingOf(taken, 9, 2)).toHaveLength(puts);
    }
  });
});

describe('the agent for procedures', () => {
  const score = (task: Task, strategy: Strategy, nodes: number, techniques: readonly string[] = []) => {
    const answer = agent.solve(task.prompt, strategy, new Budget(nodes), new Set(techniques));
    return gradeText(skill, task.reference, answerText(answer)).score;
  };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('solves all from the prompt alone, blindly too where programs are short', () => {
    for (let seed = 0; seed < 20; seed++) {
      expect(score(taskAt({ targets: 2 + seed / 2 }, `guided ${seed}`), 'guided', 1_000_000)).toBe(1);
      expect(score(taskAt({ length: 4 }, `blind ${seed}`), 'blind', 1_000_000)).toBe(1);
    }
  });

  it('does better guided than blind, and a learner better once it has seen a worked solution', () => {
    const tasks = Array.from({ length: 20 }, (_, seed) => taskAt({}, `learner ${seed}`));
    const [first, ...rest] = tasks as [Task, ...Task[]];
    const solution = procedures.solution(first.reference as Invention);
    const techniques = agent.techniquesIn({ question: first.prompt, solution });
    expect(techniques).toHaveLength(2);
    const blind = mean(rest.map((task) => score(task, 'blind', 3_000)));
    const learner = mean(rest.map((task) => score(task, 'learner', 3_000, techniques)));
    const guided = mean(rest.map((task) => score(task, 'guided', 3_000)));
    expect(guided).toBeGreaterThan(blind + 0.3);
    expect(learner).toBe(guided);
  });
});
