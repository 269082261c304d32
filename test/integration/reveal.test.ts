import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { revealEvaluation } from '../../client/reveal.ts';
import { findSkill } from '../../domains/catalogue.ts';
import { withNotebook } from '../../domains/notebook.ts';
import { generateTask } from '../../domains/task.ts';
import { answerOfAgent, promptOf } from '../support/agent-answers.ts';
import { makeRegistry, putCheckpoint } from '../support/checkpoint-folders.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

let cluster: Cluster;
let server: ModelServer;
beforeAll(async () => {
  [cluster, server] = await Promise.all([startCluster(), startModelServer()]);
});
afterAll(async () => {
  await Promise.all([cluster?.close(), server?.close()]);
});

/** More candidates of one task than are ever drawn. */
const candidatesMax = 32;

it('keeps the root of an evaluation secret while it runs, and then lets anybody generate exactly what was asked', async () => {
  const { db } = cluster.context;
  const slug = cluster.slug('revealed');
  const registry = makeRegistry(cluster.directory, 'revealed');
  putCheckpoint(registry.folder, 'step-1', { step: 1 });
  server.otherwise(answerOfAgent(200));
  await cluster.follow({ name: slug, endpoint: server.url, registry: registry.address });
  const [running] = await cluster.reached(slug, 'running', 1);
  const id = running?.evaluation ?? '';
  const committed = await db.selectFrom('evaluations').select('root_commitment').executeTakeFirstOrThrow();
  await expect(revealEvaluation(db, id)).rejects.toMatchObject({
    name: 'OrderRefused',
    code: 'EvaluationOpen',
    message: expect.stringContaining('is running'),
  });
  server.otherwise(answerOfAgent());
  await cluster.reached(slug, 'completed', 1);

  const revealed = await revealEvaluation(db, id);
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(revealed.commitment).toBe(committed.root_commitment);
  expect(hash(revealed.root)).toBe(committed.root_commitment);
  const regenerated = revealed.tasks.map(({ domain, skill, parameters, seed }) =>
    generateTask(domain, findSkill(`${domain}/${skill}`).skill, parameters, seed),
  );
  // The server's own record of what it was asked, taken before anything was revealed.
  const sent = revealed.tasks.map(({ domain, round, skill }, index) => {
    const notebook = revealed.notebooks.find(
      (own) => own.domain === domain && own.round === round && own.skill === skill,
    );
    return withNotebook(notebook?.text ?? '', regenerated[index]!.prompt);
  });
  expect(sent.sort()).toEqual(server.requests.map(promptOf).sort());
  expect(revealed.notebooks.some(({ text }) => text !== '')).toBe(true);
  const stored = await db.selectFrom('tasks').selectAll().orderBy('ordinal').execute();
  expect(
    regenerated.map(({ seed, prompt, reference, canonical, features }) => ({
      seed,
      prompt,
      reference: JSON.parse(JSON.stringify(reference)),
      canonical,
      features,
    })),
  ).toEqual(
    stored.map(({ seed, prompt, reference, canonical, features }) => ({
      seed,
      prompt,
      reference,
      canonical,
      features,
    })),
  );
  for (const { domain, ordinal, seed } of revealed.tasks) {
    const derived = Array.from({ length: candidatesMax }, (_, candidate) =>
      hash(`${revealed.root}/${domain}/${ordinal}/${candidate}`),
    );
    expect(derived).toContain(seed);
  }
});
