/** Goals that lie a given number of steps from the start, with what a way to them is like. */
import type { RandomStream } from '../../random.ts';
import { type Exploration, livingStates, planTo } from '../model/exploration.ts';
import { bitsOf, holdsIn } from '../model/grounding.ts';

export interface GoalChoice {
  /** Facts of the task, by index. */
  readonly goals: readonly number[];
  /** Ground actions of a shortest plan, by index. */
  readonly plan: readonly number[];
  /** Actions that can be carried out in the states along that plan before its end, on average. */
  readonly branching: number;
  /** The share of them from whose outcome the goals are out of reach. */
  readonly deadEnds: number;
}

const triesPerWorld = 8;

/**
 * Several sets of goals whose shortest plan has exactly `length` steps; fewer or none where the world has no such
 * states. `usable` says which facts may be goals, `counted` which actions are counted as branches. Transitions of
 * states that were not expanded count as living.
 */
export function drawGoals(
  exploration: Exploration,
  length: number,
  usable: (fact: number) => boolean,
  counted: (action: number) => boolean,
  random: RandomStream,
): GoalChoice[] {
  const { depths, count } = exploration;
  const first = depths.indexOf(length);
  if (first < 0) return [];
  let last = first;
  while (last < count && depths[last] === length) last++;
  const choices: GoalChoice[] = [];
  const tried = new Set<number>();
  for (let attempt = 0; attempt < triesPerWorld; attempt++) {
    const state = random.int(first, last - 1);
    if (tried.has(state)) continue;
    tried.add(state);
    const goals = fewestGoals(exploration, state, first, usable, random);
    if (goals !== null) choices.push(choiceOf(exploration, state, goals, counted));
  }
  return choices;
}

/** Facts of the state that no state before number `first` has together, none of which can be left out. */
function fewestGoals(
  { task, states }: Exploration,
  state: number,
  first: number,
  usable: (fact: number) => boolean,
  random: RandomStream,
): number[] | null {
  const holding = [...task.facts.keys()].filter(
    (fact) => usable(fact) && holdsIn(states, state * task.width, fact),
  );
  let goals = random.shuffle(holding);
  if (metBefore(goals)) return null;
  for (const fact of goals) {
    const fewer = goals.filter((other) => other !== fact);
    if (!metBefore(fewer)) goals = fewer;
  }
  return goals;

  function metBefore(facts: readonly number[]): boolean {
    const { words, masks } = bitsOf(facts);
    for (let offset = 0; offset < first * task.width; offset += task.width) {
      let met = true;
      for (let at = 0; met && at < words.length; at++) {
        met = (states[offset + words[at]!]! & masks[at]!) === masks[at];
      }
      if (met) return true;
    }
    return false;
  }
}

function choiceOf(
  exploration: Exploration,
  state: number,
  goals: readonly number[],
  counted: (action: number) => boolean,
): GoalChoice {
  const { task, states, count, complete, parents, firstEdge, edgeActions, edgeTargets } = exploration;
  const reached: number[] = [];
  for (let other = 0; other < count; other++) {
    const unknown = !complete && firstEdge[other] === firstEdge[other + 1];
    if (unknown || goals.every((fact) => holdsIn(states, other * task.width, fact))) reached.push(other);
  }
  const living = livingStates(exploration, reached);
  let branches = 0;
  let dead = 0;
  let steps = 0;
  for (let at = parents[state]!; at >= 0; at = parents[at]!) {
    steps++;
    for (let edge = firstEdge[at]!; edge < firstEdge[at + 1]!; edge++) {
      if (!counted(edgeActions[edge]!)) continue;
      branches++;
      if (living[edgeTargets[edge]!] === 0) dead++;
    }
  }
  return { goals, plan: planTo(exploration, state), branching: branches / steps, deadEnds: dead / branches };
}
