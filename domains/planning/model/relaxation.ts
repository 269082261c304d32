/**
 * Delete relaxation: what could become true if nothing ever became false. Negative preconditions and numbers are
 * left out, so whatever it cannot reach can indeed never be reached.
 */
import { type GroundAction, type GroundTask, holdsIn } from './grounding.ts';

/** The level of facts that even delete relaxation does not reach. */
export const unreachable = -1;

/**
 * The level of each fact: the fewest rounds of applying all actions at once after which it holds, from the state
 * that begins at `offset`; this is the heuristic h^max of a fact for unit costs. `usable` can leave actions out,
 * e.g. those that add a fact, to see whether every plan needs it.
 */
export function relaxedLevels(
  task: GroundTask,
  states: Int32Array = task.init,
  offset = 0,
  usable: (action: GroundAction) => boolean = () => true,
): Int32Array {
  const levels = new Int32Array(task.facts.length).fill(unreachable);
  for (let fact = 0; fact < task.facts.length; fact++) if (holdsIn(states, offset, fact)) levels[fact] = 0;
  let open = task.actions.filter(usable);
  for (let level = 1; ; level++) {
    const added: number[] = [];
    const waiting: GroundAction[] = [];
    for (const action of open) {
      if (action.needs.every((fact) => levels[fact]! >= 0)) added.push(...action.adds);
      else waiting.push(action);
    }
    const fresh = added.filter((fact) => levels[fact] === unreachable);
    if (fresh.length === 0) return levels;
    for (const fact of fresh) levels[fact] = level;
    open = waiting;
  }
}
