/** The worked solution of a planning task: what is wanted, back from the goal, and then the plan; or the obstacle. */
import { counted } from '../../skins.ts';
import { instantiate } from '../model/grounding.ts';
import {
  type Atom,
  boundEffects,
  boundNeeds,
  factWords,
  type Model,
  type Step,
  stepWords,
} from '../model/model.ts';
import { changeSentences, factSentence, needSentences } from '../wording.ts';

/** Says of each step what it is for: the goal, or the later step that needs it. */
export function explainPlan(model: Model, plan: readonly Step[]): string {
  const lines = plan.map((step, index) => {
    const met = needSentences(model, step);
    const why = met.length === 0 ? '' : ` It can be carried out, since ${met.join(' and ')}.`;
    return `${index + 1}. ${JSON.stringify(stepWords(model, step))}:${why} Now ${changeSentences(model, step).join('; ')}.${purposeText(model, plan, index)}`;
  });
  return [
    `Work back from the goal: ${model.goals.map((goal) => factSentence(model, goal)).join('; ')}. Take up an action only if it brings about something that the goal or a later action needs, and never come back to a situation that was there before.`,
    'A shortest plan:',
    ...lines,
    `Plan: ${counted(plan.length, 'action')}, and no shorter one reaches the goal.`,
  ].join('\n');
}

/** The later step, or the goal, for which this step is taken. */
function purposeText(model: Model, plan: readonly Step[], index: number): string {
  const { adds, deletes } = boundEffects(model, plan[index]!);
  const goals = new Set(model.goals.map(String));
  for (let later = index + 1; later < plan.length; later++) {
    const { needs, forbids } = boundNeeds(model, plan[later]!);
    const used =
      adds.some((fact) => needs.some((need) => String(need) === String(fact))) ||
      deletes.some((fact) => forbids.some((other) => String(other) === String(fact)));
    if (used) return ` This is for step ${later + 1}.`;
  }
  return adds.some((fact) => goals.has(String(fact))) ? ' This is for the goal.' : '';
}

/** Goes through the facts of the obstacle and says why no action can be the first to make one true. */
export function explainObstacle(model: Model, obstacle: readonly Atom[]): string {
  const texts = new Set(obstacle.map(String));
  const holds = new Set(model.init.map(String));
  const added = new Set(model.actions.flatMap(({ adds }) => adds.map(([predicate]) => predicate)));
  const candidates = instantiate(model).filter(({ needs }) =>
    needs.every((fact) => added.has(fact[0]) || holds.has(String(fact))),
  );
  const lines = obstacle.map((fact) => {
    const ways = candidates.filter(({ adds }) => adds.some((other) => String(other) === String(fact)));
    const reasons = ways.map((way) => {
      const need = way.needs.find((other) => texts.has(String(other)))!;
      return `${JSON.stringify(stepWords(model, way))} needs that ${factSentence(model, need)}`;
    });
    return `- ${factSentence(model, fact)}: ${reasons.length === 0 ? 'no action can make this true' : reasons.join('; ')}.`;
  });
  return [
    'Work back from the goal and ask for each fact which actions could make it true, and what they need:',
    ...lines,
    'None of these facts is true at the start, and none can be the first to become true, so the goal cannot be reached.',
    `Impossible: ${obstacle.map((fact) => JSON.stringify(factWords(model, fact))).join(', ')}.`,
  ].join('\n');
}
