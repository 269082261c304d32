import type { Db } from '../schema/database.ts';
import { markRevealed, revealedNotebooks, revealedTasks } from '../schema/evaluations.ts';
import { requireCompleted } from './evaluations.ts';

export interface Reveal {
  readonly evaluation: string;
  readonly root: string;
  /** SHA-256 of the root's hexadecimal text, public since before the first task. */
  readonly commitment: string;
  /** How a task's seed follows from the root. */
  readonly derivation: string;
  readonly tasks: readonly {
    readonly domain: string;
    readonly ordinal: number;
    readonly round: number;
    readonly skill: string;
    readonly seed: string;
    readonly parameters: Readonly<Record<string, number>>;
  }[];
  /** In practice a task was sent behind the notebook of its domain, round and skill, unless that was empty. */
  readonly notebooks: readonly {
    readonly domain: string;
    readonly round: number;
    readonly skill: string;
    readonly text: string;
  }[];
}

/**
 * The secret root of a finished evaluation, with what is needed to generate its tasks again as they were sent. Refused while the
 * evaluation may still ask: who knows the root knows the tasks to come.
 */
export async function revealEvaluation(db: Db, id: string): Promise<Reveal> {
  const found = await requireCompleted(db, id, 'its root is shown');
  await markRevealed(db, found.evaluationId);
  return {
    evaluation: id,
    root: found.root,
    commitment: found.rootCommitment,
    derivation: 'seed = SHA-256(root/domain/ordinal/candidate), candidate from 0; commitment = SHA-256(root)',
    tasks: await revealedTasks(db, found.evaluationId),
    notebooks: await revealedNotebooks(db, found.evaluationId),
  };
}
