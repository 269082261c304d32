import { describe, expect, it } from 'vitest';
import { Executor } from '../../../domains/planning/model/executor.ts';
import {
  type Exploration,
  explore,
  livingStates,
  planTo,
} from '../../../domains/planning/model/exploration.ts';
import { type GroundTask, ground, holdsIn } from '../../../domains/planning/model/grounding.ts';
import { factWords, type Model, stepWords } from '../../../domains/planning/model/model.ts';
import { factSentence } from '../../../domains/planning/wording.ts';
import { dress } from '../../../domains/planning/worlds/dress.ts';
import { withSideEffects } from '../../../domains/planning/worlds/flags.ts';
import { lexicons } from '../../../domains/planning/worlds/lexicon.ts';
import { relevantPart } from '../../../domains/planning/worlds/skeleton.ts';
import { drawWorld, familyNames } from '../../../domains/planning/worlds/worlds.ts';
import { RandomStream } from '../../../domains/random.ts';
import { maxHeuristic, shortestPlan } from './astar.ts';

const worlds = familyNames.flatMap((family) =>
  [0, 1, 2, 3].map((seed) => {
    const random = new RandomStream(`model/${family}/${seed}`);
    const shape = { size: 4 + seed, density: seed / 3, irreversible: seed / 3, irrelevant: seed % 3 };
    return { family, skeleton: drawWorld(family, shape, random), random };
  }),
);

/** The world with a goal of two facts that hold together in some state that can be reached. */
function withGoals(
  model: Model,
  task: GroundTask,
  { states, count }: Exploration,
  random: RandomStream,
): Model {
  const state = random.int(0, count - 1);
  const facts = task.facts.filter((_, fact) => holdsIn(states, state * task.width, fact));
  return { ...model, goals: random.sample(facts, Math.min(2, facts.length)) };
}

function goalStates({ states, count, task }: Exploration, goals: readonly number[]): number[] {
  return [...Array(count).keys()].filter((state) =>
    goals.every((fact) => holdsIn(states, state * task.width, fact)),
  );
}

describe('grounding and search', () => {
  it('make of every action in every state what the executor by names makes of it', () => {
    for (const { family, skeleton, random } of worlds) {
      const { model } = dress(family, withSideEffects(skeleton.model, 0.5, random).model, random);
      const task = ground(model);
      const { states, count, firstEdge, edgeActions, edgeTargets } = explore(task, 300);
      const executor = new Executor(model);
      const start = executor.start();
      const settled = [...start.facts].filter(
        (fact) => !task.facts.some((other) => factWords(model, other).join(' ') === fact),
      );
      const stateAt = (state: number) => ({
        facts: new Set([
          ...settled,
          ...task.facts.flatMap((fact, index) =>
            holdsIn(states, state * task.width, index) ? [factWords(model, fact).join(' ')] : [],
          ),
        ]),
        values: start.values,
      });
      for (let state = 0; state < count; state += 7) {
        if (firstEdge[state] === firstEdge[state + 1]) continue;
        const here = stateAt(state);
        const taken = new Map<number, number>();
        for (let edge = firstEdge[state]!; edge < firstEdge[state + 1]!; edge++)
          taken.set(edgeActions[edge]!, edgeTargets[edge]!);
        for (const [index, step] of task.actions.entries()) {
          const words = stepWords(model, step);
          expect(executor.unmet(here, words)?.length === 0).toBe(taken.has(index));
          if (taken.has(index))
            expect(executor.after(here, words).facts).toEqual(stateAt(taken.get(index)!).facts);
        }
      }
    }
  });

  it('agree on the length of shortest plans, which A* finds, and no heuristic value exceeds what is left', () => {
    for (const { skeleton, random } of worlds) {
      const bare = ground(skeleton.model);
      const seen = explore(bare, 800);
      if (!seen.complete) continue;
      const task = ground(withGoals(skeleton.model, bare, seen, random));
      const exploration = explore(task, 800);
      const found = shortestPlan(task, { statesMax: 10_000 });
      const goals = goalStates(exploration, task.goals);
      const nearest = Math.min(...goals.map((state) => exploration.depths[state]!));
      if (found.outcome !== 'plan') throw new Error(found.outcome);
      expect(found.cost).toBe(nearest);
      expect(planTo(exploration, goals[0]!).length).toBe(exploration.depths[goals[0]!]);
      for (let state = 0; state < exploration.count; state += 11) {
        const from = {
          ...task,
          init: exploration.states.slice(state * task.width, (state + 1) * task.width),
        };
        const onward = explore(from, 800);
        const left = goalStates(onward, task.goals).map((goal) => onward.depths[goal]!);
        expect(maxHeuristic(task, exploration.states, state * task.width)).toBeLessThanOrEqual(
          Math.min(...left),
        );
        expect(livingStates(exploration, goals)[state]).toBe(left.length > 0 ? 1 : 0);
      }
    }
  });

  it('find plans of the same length when irrelevant things are left out', () => {
    let compared = 0;
    for (const { skeleton, random } of worlds.filter((world) => world.skeleton.irrelevant.length > 0)) {
      const { model: part, dropped } = relevantPart(skeleton);
      const bare = ground(part, dropped);
      const small = explore(bare, 400);
      if (!small.complete) continue;
      const idle = new Set(skeleton.irrelevant);
      for (let attempt = 0; attempt < 4; attempt++) {
        const state = random.int(0, small.count - 1);
        const goals = bare.facts.filter(
          (fact, index) =>
            holdsIn(small.states, state * bare.width, index) && !fact.slice(1).some((one) => idle.has(one)),
        );
        const found = shortestPlan(ground({ ...skeleton.model, goals }), { statesMax: 60_000 });
        const reduced = shortestPlan(ground({ ...part, goals }, dropped), { statesMax: 60_000 });
        if (found.outcome === 'gave up') continue;
        expect(reduced).toMatchObject(
          found.outcome === 'plan' ? { cost: found.cost } : { outcome: found.outcome },
        );
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(15);
  });
});

describe('the words of a world', () => {
  it('are different for different things, single words, and make sentences that can be denied', () => {
    for (const { family, skeleton, random } of worlds) {
      for (let draw = 0; draw < 4; draw++) {
        const { model } = dress(family, skeleton.model, random);
        const objects = model.objects.map(({ name }) => name);
        expect(new Set(objects).size).toBe(objects.length);
        for (const names of [model.types, model.predicates, model.actions]) {
          expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
        }
        for (const fact of model.init) {
          expect(factSentence(model, fact).split(' is ').length).toBe(2);
          expect(factSentence(model, fact, false)).toContain(' is not ');
        }
      }
    }
  });

  it('name every role of their family, with no word twice for facts or for actions', () => {
    for (const family of familyNames) {
      const used = [0, 1].flatMap((irreversible) =>
        [...Array(12).keys()].map(
          (seed) =>
            drawWorld(
              family,
              { size: 8, density: 1, irreversible, irrelevant: 1 },
              new RandomStream(`roles/${seed}`),
            ).model,
        ),
      );
      for (const { types, predicates, actions } of lexicons[family]) {
        for (const model of used) {
          expect(Object.keys(types)).toEqual(expect.arrayContaining(model.types.map(({ name }) => name)));
          expect(Object.keys(predicates)).toEqual(
            expect.arrayContaining(model.predicates.map(({ name }) => name)),
          );
          expect(Object.keys(actions)).toEqual(expect.arrayContaining(model.actions.map(({ name }) => name)));
        }
        const words = [...Object.values(predicates).map(([word]) => word)];
        expect(new Set(words).size).toBe(words.length);
        expect(new Set(Object.values(actions)).size).toBe(Object.keys(actions).length);
      }
    }
  });
});
