import { spend } from '../reasoning/node-limit.ts';
import type { Budget } from '../solver.ts';
import { boundText, type Words, type World, type WorldAction } from './planning-prompt.ts';

/** An action with things for its letters; facts are texts such as `at ada mill`. */
export interface GroundedAction {
  readonly words: Words;
  readonly needs: readonly string[];
  readonly adds: readonly string[];
  readonly deletes: readonly string[];
}

export interface GroundedWorld {
  readonly actions: readonly GroundedAction[];
  readonly start: ReadonlySet<string>;
  readonly goals: readonly string[];
}

/** Every way to fill in the letters of actions that agrees with the facts that no action changes. */
export function groundedWorld(world: World): GroundedWorld {
  const changing = new Set(
    world.actions.flatMap(({ adds, deletes }) => [...adds, ...deletes].map(([predicate]) => predicate)),
  );
  const facts = world.start.map((words) => words.join(' '));
  const settled = new Set(facts.filter((_, at) => !changing.has(world.start[at]?.[0])));
  return {
    actions: world.actions.flatMap((action) => groundedActions(action, changing, settled)),
    start: new Set(facts.filter((fact) => !settled.has(fact))),
    goals: world.goals.map((words) => words.join(' ')).filter((goal) => !settled.has(goal)),
  };
}

function groundedActions(
  action: WorldAction,
  changing: ReadonlySet<string | undefined>,
  settled: ReadonlySet<string>,
): GroundedAction[] {
  const { letters, candidates, needs, adds, deletes } = action;
  const fixed = needs.filter(([predicate]) => !changing.has(predicate));
  const open = needs.filter(([predicate]) => changing.has(predicate));
  const found: GroundedAction[] = [];
  const things = new Map<string, string>();
  const bind = (at: number): void => {
    const letter = letters[at];
    if (letter === undefined) {
      const texts = (list: readonly Words[]) => list.map((words) => boundText(words, things));
      const added = texts(adds);
      found.push({
        words: [action.name, ...things.values()],
        needs: texts(open),
        adds: added,
        deletes: texts(deletes).filter((fact) => !added.includes(fact)),
      });
      return;
    }
    const known = new Set(letters.slice(0, at + 1));
    const complete = fixed.filter(
      (words) => words.includes(letter) && words.slice(1).every((name) => known.has(name)),
    );
    for (const thing of candidates[at] ?? []) {
      things.set(letter, thing);
      if (complete.every((words) => settled.has(boundText(words, things)))) bind(at + 1);
    }
    things.delete(letter);
  };
  bind(0);
  return found;
}

/** True when all that the action needs holds. */
export function isPossible(action: GroundedAction, state: ReadonlySet<string>): boolean {
  return action.needs.every((fact) => state.has(fact));
}

/** The facts after the action. */
export function carriedOut(action: GroundedAction, state: ReadonlySet<string>): Set<string> {
  const after = new Set(state);
  for (const fact of action.deletes) after.delete(fact);
  for (const fact of action.adds) after.add(fact);
  return after;
}

/**
 * For each fact that could come true if nothing became false, in how many rounds; without what adds `banned`. One
 * node is one round, where a budget is given.
 */
export function roundsTo(
  { actions }: GroundedWorld,
  state: ReadonlySet<string>,
  budget: Budget | null,
  banned: string | null = null,
): ReadonlyMap<string, number> {
  const rounds = new Map([...state].map((fact) => [fact, 0]));
  let open = actions.filter(({ adds }) => banned === null || !adds.includes(banned));
  for (let round = 1; ; round++) {
    if (budget !== null) spend(budget);
    const [ready, waiting] = [open.filter((action) => action.needs.every((fact) => rounds.has(fact))), open];
    const fresh = ready.flatMap(({ adds }) => adds.filter((fact) => !rounds.has(fact)));
    if (fresh.length === 0) return rounds;
    for (const fact of fresh) rounds.set(fact, round);
    open = waiting.filter((action) => !ready.includes(action));
  }
}
