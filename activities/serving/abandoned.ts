import { hostname } from 'node:os';
import type { Db } from '../../schema/database.ts';
import { abandonedServings, dropServing } from '../../schema/servings.ts';
import { endLeftOver, type Processes } from './process.ts';

/** Ends what is left on this machine of servers whose evaluations were over before their worker came back. */
export async function endAbandoned(db: Db, processes: Processes): Promise<void> {
  for (const { resource, evaluationId, left } of await abandonedServings(db, hostname())) {
    await endLeftOver(left, processes);
    await dropServing(db, resource, evaluationId);
  }
}
