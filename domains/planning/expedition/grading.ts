import { Executor } from '../model/executor.ts';
import { factWords, type Model, type Words } from '../model/model.ts';
import { isTimetable, type Milestone, necessaryPairs } from './milestones.ts';

/** Share of an order up to which it earns nothing: blind orders have half of the pairs right, with some luck more. */
const blindOrderShare = 0.75;

/** 1 for a right order, otherwise the share of it above what blind orders get, below 1. */
export function orderShare(model: Model, milestones: readonly Milestone[], order: readonly Words[]): number {
  const named = new Map(milestones.map((milestone) => [textOf(factWords(model, milestone.fact)), milestone]));
  const listed = order.map(textOf);
  const found = [...new Set(listed)].flatMap((text) => named.get(text) ?? []);
  const whole = found.length === milestones.length && listed.length === milestones.length;
  if (whole && isTimetable(found)) return 1;
  const precision = (2 * found.length) / (milestones.length + listed.length);
  const pairs = necessaryPairs(milestones);
  const right = pairs.filter(([first, second]) => {
    const [before, after] = [found.indexOf(first), found.indexOf(second)];
    return before >= 0 && before < after;
  });
  const share = (precision * right.length) / pairs.length;
  // An order that only a detour or a second issue allows may have every pair right.
  return Math.min(0.99, Math.max(0, (share - blindOrderShare) / (1 - blindOrderShare)));
}

/** 1 for a plan that reaches the goal, otherwise its valid share times the share of goals met by then, below 1. */
export function planShare(model: Model, plan: readonly Words[]): number {
  const executor = new Executor(model);
  const { states, failedStep } = executor.run(plan);
  const { met, all } = executor.goalsMet(states.at(-1)!);
  if (failedStep === null) return met / all;
  return ((failedStep / plan.length) * met) / all;
}

/** Words of an answer as one text, in which no blank can be taken for the end of a word. */
export function textOf(words: Words): string {
  return JSON.stringify(words);
}
