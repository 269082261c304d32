import { describe, expect, it } from 'vitest';
import {
  after,
  canBeDone,
  type GroundStep,
  type GroundWorld,
} from '../../../agents/planning/ground-world.ts';
import { type MilestonePrompt, readMilestonePrompt } from '../../../agents/planning/milestone-prompt.ts';
import { randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { decomposition } from '../../../domains/planning/c6-decomposition.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask } from '../../../domains/task.ts';

const skill = decomposition as Skill;
type Reference = ReturnType<typeof decomposition.generate>['reference'];

function taskAt(parameters: Parameters, seed: string): { prompt: MilestonePrompt; reference: Reference } {
  const { prompt, reference } = generateTask('planning', skill, parameters, `c6 ${seed}`);
  return { prompt: readMilestonePrompt(prompt) as MilestonePrompt, reference: reference as Reference };
}

function smallTasks(count: number): ReturnType<typeof taskAt>[] {
  return Array.from({ length: count }, (_, seed) =>
    taskAt({ subgoals: 3, depth: 3 + (seed % 2), threats: seed % 4 }, `small ${seed}`),
  );
}

describe('truth', () => {
  it('is what all states say that the prompt allows: fewest steps, needed milestones, or no plan', () => {
    let impossible = 0;
    for (const { prompt, reference } of smallTasks(40)) {
      const states = new AllStates(prompt.world);
      expect(states.steps).toBe(reference.plan?.length ?? null);
      if (reference.plan === null) {
        impossible++;
        continue;
      }
      const needed = [...prompt.candidates]
        .filter((fact) => new AllStates(prompt.world, fact).steps === null)
        .map(prompt.world.factOf);
      const answer = decomposition.answer(reference);
      const order = 'order' in answer ? answer.order : [];
      expect(needed.map(String).sort()).toEqual(order.map(String).sort());
    }
    expect(impossible).toBeGreaterThan(1);
  });

  it('accepts every order of every shortest plan, and a longer plan as valid', () => {
    const random = new RandomStream('plans');
    for (const { prompt, reference } of smallTasks(20)) {
      if (reference.plan === null) continue;
      const states = new AllStates(prompt.world);
      const answer = decomposition.answer(reference) as { order: string[][]; plan: string[][] };
      const needed = new Set(answer.order.map(String));
      for (let draw = 0; draw < 10; draw++) {
        const plan = states.drawShortest(random);
        const facts: string[] = [];
        let state = prompt.world.start;
        for (const step of plan) {
          state = after(step, state);
          for (const fact of state) if (!facts.includes(fact)) facts.push(fact);
        }
        const order = facts.map(prompt.world.factOf).filter((words) => needed.has(String(words)));
        const given = {
          order: order.map((words) => [...words]),
          plan: plan.map(({ words }) => [...words]),
        };
        expect(decomposition.category(reference, given)).toBe(4);
        expect(decomposition.verify(reference, given)).toBe(true);
        const obtained = plan.findIndex(({ deletes }) => deletes === '');
        const twice = { ...given, plan: given.plan.toSpliced(obtained, 0, given.plan[obtained]!) };
        expect(decomposition.category(reference, twice)).toBe(3);
        expect(decomposition.verify(reference, twice)).toBe(false);
      }
    }
  });

  it('is composed for long plans too, and the checkers agree on them', () => {
    const { reference } = taskAt({ subgoals: 8, depth: 7, shared: 7, threats: 4 }, 'long 0');
    expect(reference.plan?.length).toBe(63);
    expect(decomposition.verify(reference, decomposition.answer(reference))).toBe(true);
  });
});

describe('grading', () => {
  const { reference } = smallTasks(1)[0]!;
  const right = decomposition.answer(reference) as { order: string[][]; plan: string[][] };

  it('gives little for an order without a plan or a plan without an order, and nothing for neither', () => {
    expect(decomposition.category(reference, { ...right, plan: [] })).toBe(1);
    expect(decomposition.category(reference, { ...right, order: [] })).toBe(1);
    expect(decomposition.category(reference, { order: [], plan: [] })).toBe(0);
    expect(decomposition.category(reference, { ...right, plan: right.plan.slice(0, -1) })).toBe(2);
  });

  it('takes a decoy, a repetition or a lack among the milestones for wrong', () => {
    const [first, ...others] = right.order as [string[], ...string[][]];
    for (const order of [others, [...right.order, first], [...right.order, ['at', 'nobody', 'nowhere']]]) {
      expect(decomposition.category(reference, { ...right, order })).toBe(2);
      expect(decomposition.verify(reference, { ...right, order })).toBe(false);
    }
  });

  it('accepts a ring from any of its things on, and no ring that is not one', () => {
    const random = new RandomStream('rings');
    let rings = 0;
    for (let seed = 0; rings < 8; seed++) {
      const { prompt, reference } = taskAt(randomVector(skill, random), `ring ${seed}`);
      const answer = decomposition.answer(reference);
      if (!('impossible' in answer)) continue;
      rings++;
      const ring = answer.impossible;
      const turned = [...ring.slice(1), ring[0]!];
      const places = [...prompt.candidates]
        .map((fact) => [...prompt.world.factOf(fact)])
        .filter((words) => words.length > 2);
      const cases: [string[][], boolean][] = [
        [ring, true],
        [turned, true],
        [ring.slice(1, 2), false],
        [[...ring, ...ring], false],
        [places.slice(0, 2), false],
        [[], false],
      ];
      for (const [impossible, isRing] of cases) {
        expect(decomposition.category(reference, { impossible })).toBe(isRing ? 4 : 0);
        expect(decomposition.verify(reference, { impossible })).toBe(isRing);
      }
    }
  });
});

/** Every state that the world can be in, without those in which a fact holds if one is left out. */
class AllStates {
  readonly #world: GroundWorld;
  readonly #stepsLeft = new Map<string, number>();
  /** The fewest from the start to the goal; null when there is no way. */
  readonly steps: number | null;

  constructor(world: GroundWorld, without: string | null = null) {
    this.#world = world;
    const into = new Map<string, string[]>([[world.start, []]]);
    for (const [state] of into) {
      for (const step of world.steps) {
        if (!canBeDone(step, state)) continue;
        const next = after(step, state);
        if (without !== null && next.includes(without)) continue;
        into.set(next, [...(into.get(next) ?? []), state]);
      }
    }
    for (const state of into.keys())
      if ([...world.goals].every((goal) => state.includes(goal))) this.#stepsLeft.set(state, 0);
    for (const [state, steps] of this.#stepsLeft) {
      for (const from of into.get(state) ?? [])
        if (!this.#stepsLeft.has(from)) this.#stepsLeft.set(from, steps + 1);
    }
    this.steps = this.#stepsLeft.get(world.start) ?? null;
  }

  drawShortest(random: RandomStream): GroundStep[] {
    const plan: GroundStep[] = [];
    let state = this.#world.start;
    for (let left = this.steps as number; left > 0; left--) {
      const leads = (step: GroundStep) =>
        canBeDone(step, state) && this.#stepsLeft.get(after(step, state)) === left - 1;
      const step = random.pick(this.#world.steps.filter(leads));
      plan.push(step);
      state = after(step, state);
    }
    return plan;
  }
}
