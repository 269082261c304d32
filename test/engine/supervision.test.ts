import { once } from 'node:events';
import { createServer } from 'node:net';
import { Connection } from '@temporalio/client';
import { describe, expect, it, vi } from 'vitest';
import { type Engine, startEngine } from '../../engine/engine.ts';
import { isAlive } from '../../engine/processes.ts';
import { ask, processesOn, startScript, temporaryFolder } from './helpers.ts';

const waiting = { timeout: 30_000, interval: 50 };

/** Settles once neither server is the one that it was, with the pids that they have now. */
async function restarted(engine: Engine, before: readonly number[]): Promise<readonly number[]> {
  return await vi.waitUntil(() => engine.pids.every((pid) => !before.includes(pid)) && engine.pids, waiting);
}

async function serverVersion(address: string): Promise<string | null | undefined> {
  const connection = await Connection.connect({ address });
  try {
    return (await connection.workflowService.getSystemInfo({})).serverVersion;
  } finally {
    await connection.close();
  }
}

describe('a supervised engine', () => {
  it('starts servers that died again at their addresses on their data, also adopted ones, and says it in a line each', async () => {
    const stateDirectory = temporaryFolder();
    const { child, line } = await startScript('owner-script.ts', ['state', stateDirectory]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const engine = await startEngine({ stateDirectory, durability: 'fast', supervised: true, say });
    const adopted = engine.pids;
    expect(adopted).toEqual((JSON.parse(line) as Engine).pids);
    const { databaseUrl, temporalAddress } = engine;
    // A fast server may otherwise lose what it committed in its last moments.
    await ask(databaseUrl, 'set synchronous_commit = on; create table kept as select 7 as n');

    for (const pid of adopted) process.kill(pid, 'SIGKILL');
    const second = await restarted(engine, adopted);
    expect(await ask(databaseUrl, 'select n from kept')).toEqual([{ n: 7 }]);
    expect(await serverVersion(temporalAddress)).toMatch(/^1\.29\./);
    expect(engine).toMatchObject({ databaseUrl, temporalAddress });
    const { host } = new URL(databaseUrl);
    const death = (name: string, pid: number, address: string) =>
      `${name} (process ${pid}) died: it is started again at ${address} in 500 ms`;
    expect(said.filter((text) => text.includes('died')).sort()).toEqual([
      death('PostgreSQL', adopted[0]!, host),
      death('Temporal', adopted[1]!, temporalAddress),
    ]);

    // The ones that it started itself count as well, and the second wait in a row is longer.
    for (const pid of second) process.kill(pid, 'SIGKILL');
    await restarted(engine, [...adopted, ...second]);
    expect(await ask(databaseUrl, 'select n from kept')).toEqual([{ n: 7 }]);
    expect(said.filter((text) => text.endsWith('in 1000 ms'))).toHaveLength(2);
    await engine.stop();
    expect(engine.pids.filter(isAlive)).toEqual([]);
    expect(processesOn(stateDirectory)).toEqual([]);
  });

  it('keeps trying while a stranger has the port, and stops without leaving anything in the midst of it', async () => {
    const stateDirectory = temporaryFolder();
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const temporal = { temporalAddress: 'cluster:7233', durability: 'fast', supervised: true } as const;
    const engine = await startEngine({ stateDirectory, ...temporal, say });
    const [postmaster] = engine.pids;
    const port = Number(new URL(engine.databaseUrl).port);
    process.kill(postmaster!, 'SIGKILL');
    const stranger = createServer();
    await vi.waitUntil(async () => {
      stranger.listen(port, '127.0.0.1');
      return await once(stranger, 'listening').then(
        () => true,
        () => false,
      );
    }, waiting);
    await vi.waitUntil(() => said.some((text) => text.includes('the next try is in 1000 ms')), waiting);
    expect(said.at(-1)).toMatch(new RegExp(`^PostgreSQL is not back: port ${port} is taken`));
    stranger.close();
    await restarted(engine, [postmaster!]);
    await vi.waitUntil(() => said.at(-1) === `PostgreSQL runs again at 127.0.0.1:${port}`, waiting);
    expect(await ask(engine.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);

    process.kill(engine.pids[0]!, 'SIGKILL');
    await vi.waitUntil(() => said.filter((text) => text.includes('died')).length === 2, waiting);
    await engine.stop();
    expect(processesOn(stateDirectory)).toEqual([]);
  });
});
