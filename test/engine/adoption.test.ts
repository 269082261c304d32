import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Engine, startEngine } from '../../engine/engine.ts';
import { commandOf, isAlive, waitForExit } from '../../engine/processes.ts';
import { startTemporaryEngine } from '../../engine/temporary.ts';
import { ask, processesOn, startScript, temporaryFolder } from './helpers.ts';

const say = () => undefined;

async function killedOwner(kind: 'state' | 'temporary', folder: string): Promise<Engine> {
  const { child, line } = await startScript('owner-script.ts', [kind, folder]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return JSON.parse(line) as Engine;
}

/** The data directory may lie outside the state folder, so the server's own command is asked. */
function dataDirectory(postmaster: number): string {
  return / -D (\S+) /.exec(commandOf(postmaster)!)![1]!;
}

describe('the servers that a killed owner left', () => {
  it('adopts the running servers of an owner that was killed, and stops them like its own', async () => {
    const stateDirectory = temporaryFolder();
    const orphaned = await killedOwner('state', stateDirectory);
    expect(orphaned.pids.map(isAlive)).toEqual([true, true]);
    const heir = await startEngine({ stateDirectory, durability: 'fast', say });
    expect(heir).toMatchObject({
      pids: orphaned.pids,
      databaseUrl: orphaned.databaseUrl,
      temporalAddress: orphaned.temporalAddress,
    });
    await heir.stop();
    expect(heir.pids.filter(isAlive)).toEqual([]);
    expect(processesOn(stateDirectory)).toEqual([]);
  });

  it('does not adopt a database that would lose data in a power cut when durability is asked for', async () => {
    const stateDirectory = temporaryFolder();
    const orphaned = await killedOwner('state', stateDirectory);
    const heir = await startEngine({ stateDirectory, durability: 'durable', say });
    expect(await ask(heir.databaseUrl, 'show fsync')).toEqual([{ fsync: 'on' }]);
    expect(heir.databaseUrl).not.toBe(orphaned.databaseUrl);
    await heir.stop();
    expect(orphaned.pids.filter(isAlive)).toEqual([]);
  });

  it('stops a left-over database that has lost its postmaster.pid', async () => {
    const stateDirectory = temporaryFolder();
    const orphaned = await killedOwner('state', stateDirectory);
    const postmaster = orphaned.pids[0]!;
    rmSync(join(dataDirectory(postmaster), 'postmaster.pid'));
    const heir = await startEngine({ stateDirectory, durability: 'fast', say });
    expect(isAlive(postmaster)).toBe(false);
    expect(heir.databaseUrl).not.toBe(orphaned.databaseUrl);
    await heir.stop();
  });

  it('starts after both servers were killed, and takes no stranger with a used-again pid for its own', async () => {
    const stateDirectory = temporaryFolder();
    const orphaned = await killedOwner('state', stateDirectory);
    const data = dataDirectory(orphaned.pids[0]!);
    for (const pid of orphaned.pids) process.kill(pid, 'SIGKILL');
    for (const pid of orphaned.pids) expect(await waitForExit(pid, 5_000)).toBe(true);
    // This very process stands for the stranger: were it taken for the server, the test would end here.
    writeFileSync(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n0\n5432\n\n127.0.0.1\n`);
    const heir = await startEngine({ stateDirectory, durability: 'fast', say });
    expect(await ask(heir.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await heir.stop();
    expect(heir.pids.filter(isAlive)).toEqual([]);
    expect(processesOn(stateDirectory)).toEqual([]);
  });
});

describe('a temporary engine', () => {
  it('leaves nothing, and clears away what a killed run left but not a run that lives', async () => {
    const parent = join(temporaryFolder(), 'runs');
    mkdirSync(parent);
    const killed = await killedOwner('temporary', parent);
    const living = await startScript('owner-script.ts', ['temporary', parent]);
    const { stateDirectory, pids } = JSON.parse(living.line) as Engine;
    expect(killed.pids.filter(isAlive)).toEqual([]);
    const engine = await startTemporaryEngine({ durability: 'fast', say }, parent);
    await engine.stop();
    expect(engine.pids.filter(isAlive)).toEqual([]);
    expect(pids.map(isAlive)).toEqual([true, true]);
    expect(readdirSync(parent).filter((name) => name !== 'lock')).toEqual([stateDirectory.split('/').at(-1)]);
    living.child.kill('SIGTERM');
    expect(await once(living.child, 'exit')).toEqual([0, null]);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(readdirSync(parent)).toEqual(['lock']);
  });
});
