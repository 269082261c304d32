import { traces } from './code/a1-trace.ts';
import { clauses } from './code/clauses.ts';
import { compositions } from './code/compositions.ts';
import { faults } from './code/faults.ts';
import { functions } from './code/functions.ts';
import { refactorings } from './code/refactorings.ts';
import { repairs } from './code/repairs.ts';
import { transfers } from './code/transfers.ts';
import { associations } from './creative/associations.ts';
import { briefs } from './creative/briefs.ts';
import { denials } from './creative/denials.ts';
import { designs } from './creative/designs.ts';
import { mappings } from './creative/mappings.ts';
import { procedures } from './creative/procedures.ts';
import { repurposings } from './creative/repurposings.ts';
import { readNotebook } from './notebook.ts';
import { contingencies } from './planning/contingencies.ts';
import { budgetedHaulage } from './planning/haulage.ts';
import { milestones } from './planning/milestones.ts';
import { planChecks } from './planning/plan-checks.ts';
import { projections } from './planning/projections.ts';
import { replannings } from './planning/replanning.ts';
import { schedules } from './planning/schedules.ts';
import { shortPlans } from './planning/short-plans.ts';
import { conflicts } from './reasoning/conflicts.ts';
import { dispersed } from './reasoning/dispersed.ts';
import { grids } from './reasoning/grids.ts';
import { missingInformation } from './reasoning/missing-information.ts';
import { orders } from './reasoning/orders.ts';
import { ruleChains } from './reasoning/rule-chains.ts';
import { syllogisms } from './reasoning/syllogisms.ts';
import { truthTellers } from './reasoning/truth-tellers.ts';
import { Budget, type Solver, type Strategy } from './solver.ts';

/** Every solver that the reference agents have; the first that reads a prompt answers it. */
const solvers: readonly Solver[] = [
  syllogisms,
  ruleChains,
  truthTellers,
  orders,
  grids,
  missingInformation,
  conflicts,
  dispersed,
  projections,
  schedules,
  milestones,
  contingencies,
  planChecks,
  shortPlans,
  budgetedHaulage,
  replannings,
  traces,
  // Before those that read functions without exceptions.
  clauses,
  functions,
  // Before those that read programs of several functions without rules.
  transfers,
  compositions,
  faults,
  repairs,
  refactorings,
  designs,
  associations,
  procedures,
  mappings,
  denials,
  repurposings,
  briefs,
];

export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

export interface AgentAnswer {
  readonly text: string;
  /** Search nodes spent. */
  readonly nodes: number;
}

/**
 * The agent's reply to a chat: what its solver makes of the last user message within `nodesMax` search nodes.
 * A learner reads the notebook before the question, if there is one; the others pass over it. A prompt that no
 * solver reads gets a text without an answer.
 */
export function answerMessages(
  messages: readonly ChatMessage[],
  strategy: Strategy,
  nodesMax: number,
): AgentAnswer {
  const prompt = messages.findLast((message) => message.role === 'user')?.content ?? '';
  const { examples, question } = readNotebook(prompt);
  const solver = solvers.find((candidate) => candidate.reads(question));
  if (solver === undefined) {
    return { text: 'This is no kind of question that I know how to read, so I have no answer.', nodes: 0 };
  }
  const learned = strategy === 'learner' ? examples.flatMap((example) => solver.techniquesIn(example)) : [];
  const techniques = new Set(learned);
  const budget = new Budget(nodesMax);
  const answer = solver.solve(question, strategy, budget, techniques);
  const how = budget.spent < nodesMax ? 'a finished search' : 'a search that reached its bound';
  const text = [
    `This follows from ${how} of ${budget.spent} nodes (${strategy}).`,
    ...(techniques.size === 0 ? [] : [`Taken from the notebook: ${[...techniques].sort().join('; ')}.`]),
    'FINAL ANSWER',
    ...(solver.form === 'code' ? ['```', String(answer)] : ['```json', JSON.stringify(answer)]),
    '```',
  ].join('\n');
  return { text, nodes: budget.spent };
}
