import { once } from 'node:events';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import { type Engine, startEngine } from '../../engine/engine.ts';
import { isAlive } from '../../engine/processes.ts';
import { readRuntime } from '../../engine/runtime.ts';
import { ask, processesOn, startScript, temporaryFolder } from './helpers.ts';

const say = () => undefined;

describe('the engine of a state folder', () => {
  it('gives both services, keeps the data over a stop, and leaves no process', async () => {
    const stateDirectory = temporaryFolder();
    const first = await startEngine({ stateDirectory, durability: 'durable', say });
    expect(await ask(first.databaseUrl, 'create table kept (n int)')).toEqual([]);
    expect(await ask(first.databaseUrl, 'show fsync')).toEqual([{ fsync: 'on' }]);
    const connection = await Connection.connect({ address: first.temporalAddress });
    expect((await connection.workflowService.getSystemInfo({})).serverVersion).toMatch(/^1\.29\./);
    await connection.close();
    for (const name of ['runtime.json', 'postgres/password']) {
      expect(statSync(join(stateDirectory, name)).mode & 0o777).toBe(0o600);
    }
    await Promise.all([first.stop(), first.stop()]);
    expect(first.pids).toHaveLength(2);
    expect(first.pids.filter(isAlive)).toEqual([]);
    expect(await readRuntime(stateDirectory)).toBeNull();

    const second = await startEngine({ stateDirectory, durability: 'fast', say });
    expect(await ask(second.databaseUrl, 'select * from kept')).toEqual([]);
    expect(await ask(second.databaseUrl, 'show fsync')).toEqual([{ fsync: 'off' }]);
    await second.stop();
    expect(processesOn(stateDirectory)).toEqual([]);
  });

  it('tells other commands where it is, and refuses a second owner until it is stopped', async () => {
    const stateDirectory = temporaryFolder();
    const { child, line } = await startScript('owner-script.ts', ['state', stateDirectory]);
    const { databaseUrl, temporalAddress } = JSON.parse(line) as Engine;
    expect(await readRuntime(stateDirectory)).toMatchObject({
      version: 1,
      pid: child.pid,
      databaseUrl,
      temporalAddress,
    });
    await expect(startEngine({ stateDirectory, durability: 'fast', say })).rejects.toMatchObject({
      code: 'AlreadyRunning',
      message: expect.stringContaining(`process ${child.pid} `),
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readRuntime(stateDirectory)).toBeNull();
    const heir = await startEngine({ stateDirectory, durability: 'fast', say });
    await heir.stop();
    expect(processesOn(stateDirectory)).toEqual([]);
  });

  it('starts nothing that is given by its address', async () => {
    const stateDirectory = temporaryFolder();
    const given = { databaseUrl: 'postgres://somewhere/else', temporalAddress: 'cluster:7233' };
    const engine = await startEngine({ stateDirectory, ...given, durability: 'fast', say });
    expect(engine).toMatchObject({ ...given, pids: [] });
    expect(await readRuntime(stateDirectory)).toMatchObject(given);
    await engine.stop();
    expect(processesOn(stateDirectory)).toEqual([]);
  });

  it('listens on the ports that are asked for, and says so when one is taken by a server that never answers', async () => {
    const stateDirectory = temporaryFolder();
    const stranger = createServer().listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    const options = { stateDirectory, temporalAddress: 'cluster:7233', durability: 'fast', say } as const;
    await expect(startEngine({ ...options, ports: { postgres: port } })).rejects.toMatchObject({
      code: 'PostgresFailed',
      message: expect.stringContaining(`port ${port} is taken`),
    });
    stranger.close();
    const engine = await startEngine({ ...options, ports: { postgres: port } });
    expect(new URL(engine.databaseUrl).port).toBe(String(port));
    await engine.stop();
  });

  it('stops PostgreSQL at whatever moment of its start it is given up', async () => {
    const stateDirectory = temporaryFolder();
    const options = { stateDirectory, temporalAddress: 'cluster:7233', durability: 'fast', say } as const;
    await (await startEngine(options)).stop();
    for (let delayMs = 0; delayMs < 60; delayMs += 3) {
      const signal = AbortSignal.timeout(delayMs);
      const started = await startEngine({ ...options, signal }).catch((error: Error) => error);
      if (started instanceof Error) expect(started).toMatchObject({ name: 'TimeoutError' });
      else await started.stop();
      expect(processesOn(stateDirectory)).toEqual([]);
    }
  });

  it('stops what it has started when the start is given up or fails', async () => {
    const stateDirectory = temporaryFolder();
    const aborted = startEngine({
      stateDirectory,
      durability: 'fast',
      say,
      signal: AbortSignal.timeout(300),
    });
    await expect(aborted).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(processesOn(stateDirectory)).toEqual([]);
    rmSync(join(stateDirectory, 'temporal'), { recursive: true, force: true });
    writeFileSync(join(stateDirectory, 'temporal'), 'a file where the folder should be');
    await expect(startEngine({ stateDirectory, durability: 'fast', say })).rejects.toThrow(/temporal/);
    expect(processesOn(stateDirectory)).toEqual([]);
  });
});
