import { endsWithQuestion } from '../last-question.ts';
import { completed, spend } from '../node-limit.ts';
import type { Budget, Solver, Techniques } from '../solver.ts';
import {
  binding,
  boundText,
  readWorld,
  type Words,
  type World,
  type WorldAction,
} from './planning-prompt.ts';
import { noteChanges, notingIn, Simulation } from './simulation.ts';

interface PlanCheck {
  readonly world: World;
  /** What the facts gained by a whole plan are to name. */
  readonly asked: string;
}

const lastSentence = /^Which is the first step that cannot be carried out when its turn comes\?/;
const askedThing = /"gained": of the facts that name (\S+), all that are true after the last step/g;

/** Looks for a repair only among actions that bring about, or end, what is in the way. */
const seekCause = 'look for an action that brings about what is missing';

/** Finds the first step of a plan that cannot be carried out, and an action that mends it. */
export const planChecks: Solver = {
  reads: (prompt) => readPlanCheck(prompt) !== null,
  techniquesIn({ question, solution }) {
    const check = readPlanCheck(question);
    if (check === null) return [];
    const sought = /^Look for an action that brings this about and can be carried out just then: \[/m.test(
      solution,
    );
    return [...notingIn(check.world, solution), ...(sought ? [seekCause] : [])];
  },
  solve(prompt, strategy, budget, techniques = new Set()) {
    const check = readPlanCheck(prompt);
    if (check === null) return { step: 0, gained: [] };
    const guided = new Set([...check.world.actions.map(noteChanges), seekCause]);
    return checkPlan(check, budget, strategy === 'guided' ? guided : techniques);
  },
};

function readPlanCheck(prompt: string): PlanCheck | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const world = readWorld(prompt);
  const asked = [...prompt.matchAll(askedThing)].at(-1)?.[1];
  return world === null || asked === undefined ? null : { world, asked };
}

/** Out of budget: that the plan is whole, as far as it is known; or the step that fails without what is not known. */
function checkPlan({ world, asked }: PlanCheck, budget: Budget, techniques: Techniques): unknown {
  const simulation = new Simulation(world, budget, techniques);
  let failed: { readonly step: number; readonly missing: Words } | null = null;
  let repair: Words = [];
  completed(() => {
    simulation.read();
    for (const [index, step] of world.steps.entries()) {
      const unmet = simulation.unmet(step);
      if (unmet !== null) {
        failed = { step: index + 1, missing: unmet.split(' ') };
        repair = repairOf(world, simulation.holding, step, unmet, budget, techniques) ?? [];
        return;
      }
      simulation.carryOut(step);
    }
  });
  if (failed !== null) return { ...(failed as object), repair };
  return { step: 0, gained: simulation.changes().true.filter((words) => words.slice(1).includes(asked)) };
}

/** Tries actions with every choice of things, a node each. */
function repairOf(
  world: World,
  holding: ReadonlySet<string>,
  step: Words,
  unmet: string,
  budget: Budget,
  techniques: Techniques,
): Words | null {
  const failing = world.actions.find(({ name }) => name === step[0])!;
  const failingNames = binding(failing, step)!;
  const works = (action: WorldAction, names: ReadonlyMap<string, string>, facts: ReadonlySet<string>) =>
    action.needs.every((words) => facts.has(boundText(words, names))) &&
    action.forbids.every((words) => !facts.has(boundText(words, names)));
  const start: readonly (readonly [WorldAction, Map<string, string>])[] = techniques.has(seekCause)
    ? causesOf(world, unmet.split(' '), holding.has(unmet))
    : world.actions.map((action) => [action, new Map()]);
  for (const [action, fixed] of start) {
    for (const names of bindings(action, fixed)) {
      spend(budget);
      if (!works(action, names, holding)) continue;
      const after = new Set(holding);
      for (const words of action.deletes) after.delete(boundText(words, names));
      for (const words of action.adds) after.add(boundText(words, names));
      if (works(failing, failingNames, after))
        return [action.name, ...action.letters.map((letter) => names.get(letter)!)];
    }
  }
  return null;
}

/** Actions with an effect on the fact, with the things that the fact fixes. */
function causesOf(world: World, fact: Words, ends: boolean): (readonly [WorldAction, Map<string, string>])[] {
  return world.actions.flatMap((action) =>
    (ends ? action.deletes : action.adds).flatMap((effect) =>
      effect[0] === fact[0]
        ? [[action, new Map(effect.slice(1).map((letter, at) => [letter, fact[at + 1]!]))] as const]
        : [],
    ),
  );
}

function* bindings(action: WorldAction, fixed: ReadonlyMap<string, string>): Generator<Map<string, string>> {
  const names = new Map(fixed);
  function* extend(at: number): Generator<Map<string, string>> {
    const letter = action.letters[at];
    if (letter === undefined) {
      yield names;
      return;
    }
    for (const name of fixed.has(letter) ? [fixed.get(letter)!] : action.candidates[at]!) {
      names.set(letter, name);
      yield* extend(at + 1);
    }
  }
  yield* extend(0);
}
