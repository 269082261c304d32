import { parseEvaluationWorkflowId } from '../ids.ts';
import type { Db } from '../schema/database.ts';
import { findEvaluation } from '../schema/evaluations.ts';
import { OrderRefused } from './families.ts';

/** The evaluation of this id. Throws `OrderRefused` that says where ids are listed. */
export async function requireEvaluation(db: Db, id: string) {
  const parsed = parseEvaluationWorkflowId(id);
  const found = parsed && (await findEvaluation(db, parsed));
  if (found) return found;
  throw new OrderRefused(
    'EvaluationNotFound',
    `there is no evaluation ${id}; \`etude status --json\` lists them`,
  );
}

/** The same of one whose answers are all there. Throws `OrderRefused`, with what it waits for. */
export async function requireCompleted(db: Db, id: string, what: string) {
  const found = await requireEvaluation(db, id);
  if (found.state === 'completed') return found;
  throw new OrderRefused(
    'EvaluationOpen',
    `evaluation ${id} is ${found.state}; ${what} once it is completed`,
  );
}
