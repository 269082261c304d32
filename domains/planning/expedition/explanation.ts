import { factWords, type Model, type Step, stepWords, type Words } from '../model/model.ts';
import { factSentence } from '../wording.ts';
import { followsIssue, type Milestone } from './milestones.ts';

/** Milestones by why they are needed, the orders between them, and the plan that is put together from the routes. */
export function explainPlan(
  model: Model,
  milestones: readonly Milestone[],
  decoys: readonly Milestone['fact'][],
  plan: readonly Step[],
): string {
  const says = ({ fact }: Milestone) => factSentence(model, fact);
  const issueOf = (pass: number) => milestones.find(({ issues }) => issues === pass)!;
  const orders = milestones.flatMap((milestone) => {
    const { needs, cancels } = milestone;
    if (needs !== null) return [`- ${says(milestone)} only after ${says(issueOf(needs))}.`];
    if (cancels === null) return [];
    const users = milestones.filter((other) => other.needs === cancels);
    const pass = says(issueOf(cancels));
    const before = followsIssue(milestone, milestones) ? '' : `, or else before ${pass}`;
    return [
      `- ${says(milestone)} only when "${pass}" may be undone: after ${users.map(says).join(' and after ')}${before}.`,
    ];
  });
  const parties = [...new Set(milestones.map(({ party }) => party))].sort((a, b) => a - b);
  const routes = parties.map((party) => {
    const own = milestones.filter((milestone) => milestone.party === party);
    return `- ${own.map(says).join(', then ')}.`;
  });
  const out = decoys.map((fact) => factSentence(model, fact));
  const mover =
    model.types[model.objects[milestones.find(({ issues }) => issues === null)!.fact[1]!]!.type]!.name;
  return [
    `Without any one of the needed milestones the goal is out of reach. Those that one ${mover} brings about come true in this order:`,
    ...routes,
    ...(out.length === 0 ? [] : [`Not needed, as the goal can be reached without them: ${out.join('; ')}.`]),
    'Between the routes:',
    ...orders,
    `In such an order every ${mover} goes the shortest way, and nothing is brought about twice, so ${plan.length} steps are the fewest:`,
    ...plan.map((step, index) => `${index + 1}. ${JSON.stringify(stepWords(model, step))}`),
    `Milestones in the order of this plan: ${milestones.map(({ fact }) => JSON.stringify(factWords(model, fact))).join(', ')}.`,
  ].join('\n');
}

/** Why nothing leads to the goal: what each of the ring needs first. */
export function explainRing(model: Model, milestones: readonly Milestone[], ring: readonly number[]): string {
  const issueOf = (pass: number) => milestones.find(({ issues }) => issues === pass)!;
  const lines = ring.map((pass, at) => {
    const issue = issueOf(pass);
    const next = issueOf(ring[(at + 1) % ring.length]!);
    const gate = milestones.find(
      ({ party, at, needs }) => party === issue.party && at <= issue.at && needs === next.issues,
    )!;
    return `- ${factSentence(model, issue.fact)} only after ${factSentence(model, gate.fact)}; that needs that ${factSentence(model, next.fact)}.`;
  });
  return [
    'Go back from the goal, from what each step needs to what that needs in turn:',
    ...lines,
    'So each of them waits for the next, and the last for the first: none can ever come true, and no plan reaches the goal.',
  ].join('\n');
}

export function ringWords(model: Model, milestones: readonly Milestone[], ring: readonly number[]): Words[] {
  return ring.map((pass) => factWords(model, milestones.find(({ issues }) => issues === pass)!.fact));
}
