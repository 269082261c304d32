/** Random sequences of actions that can all be carried out. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import type { GroundTask } from '../model/grounding.ts';
import { applicable, applyTo } from '../model/states.ts';

export interface Walk {
  /** Indices of ground actions. */
  readonly actions: readonly number[];
  /** States before each step and after the last. */
  readonly states: readonly Int32Array[];
}

/**
 * A walk of so many steps from the start. Kinds of actions are drawn first, so that one with many instances does
 * not crowd out the rest, and no step takes the last one back where another can be taken. Throws
 * `InstanceRejected` where no action can be carried out.
 */
export function drawWalk(task: GroundTask, steps: number, random: RandomStream): Walk {
  const actions: number[] = [];
  const states = [task.init];
  const next = new Int32Array(task.width);
  for (let step = 0; step < steps; step++) {
    const state = states.at(-1)!;
    const before = states.at(-2);
    const possible = [...task.actions.keys()].filter((index) => applicable(task.actions[index]!, state, 0));
    const forward = possible.filter((index) => {
      applyTo(task.actions[index]!, state, 0, next);
      return before === undefined || next.some((word, at) => word !== before[at]);
    });
    const choices = forward.length > 0 ? forward : possible;
    if (choices.length === 0) throw new InstanceRejected('a walk has nowhere to go');
    const kinds = [...new Set(choices.map((index) => task.actions[index]!.action))];
    const kind = random.pick(kinds);
    const action = random.pick(choices.filter((index) => task.actions[index]!.action === kind));
    const after = new Int32Array(task.width);
    applyTo(task.actions[action]!, state, 0, after);
    actions.push(action);
    states.push(after);
  }
  return { actions, states };
}
