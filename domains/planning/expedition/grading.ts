import { boundEffects, boundNeeds, factWords, type Model, type Step, type Words } from '../model/model.ts';
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
  const facts = new Set(model.init.map(String));
  const actions = new Map(model.actions.map(({ name }, number) => [name, number]));
  const objects = new Map(model.objects.map(({ name }, number) => [name, number]));
  const done = plan.findIndex(([name, ...things]) => {
    const step = {
      action: actions.get(name ?? '') ?? -1,
      objects: things.map((thing) => objects.get(thing) ?? -1),
    };
    if (!isStep(model, step) || boundNeeds(model, step).needs.some((fact) => !facts.has(String(fact))))
      return true;
    const { adds, deletes } = boundEffects(model, step);
    for (const fact of deletes) facts.delete(String(fact));
    for (const fact of adds) facts.add(String(fact));
    return false;
  });
  const met = model.goals.filter((goal) => facts.has(String(goal))).length / model.goals.length;
  return done < 0 ? met : (done / plan.length) * met;
}

function isStep(model: Model, { action, objects }: Step): boolean {
  const types = model.actions[action]?.parameters;
  return (
    types?.length === objects.length && types.every((type, at) => model.objects[objects[at]!]?.type === type)
  );
}

/** Words of an answer as one text, in which no blank can be taken for the end of a word. */
export function textOf(words: Words): string {
  return JSON.stringify(words);
}
