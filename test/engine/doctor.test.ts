import { describe, expect, it } from 'vitest';
import { diagnose } from '../../engine/doctor.ts';
import { startEngine } from '../../engine/engine.ts';
import { isAlive } from '../../engine/processes.ts';
import { temporaryFolder } from './helpers.ts';

describe('the doctor', () => {
  it('finds on this machine what the engine then really starts with', async () => {
    const stateDirectory = temporaryFolder();
    const findings = await diagnose({ stateDirectory });
    const of = (subject: string) => findings.find((finding) => finding.subject === subject);
    expect(of('node')).toMatchObject({ state: 'ok', found: expect.stringContaining(process.versions.node) });
    expect(of('postgres')?.found).toMatch(/^postgres \(PostgreSQL\) 18\./);
    expect(of('temporal')).toMatchObject({
      state: 'ok',
      found: expect.stringMatching(/^Temporal 1\.5\.\d+ /),
    });
    expect(of('engine')?.found).toBe(`none runs on ${stateDirectory}`);
    expect(findings.some(({ state }) => state === 'missing')).toBe(false);

    const engine = await startEngine({ stateDirectory, durability: 'fast', say: () => undefined });
    const [running] = (await diagnose({ stateDirectory })).filter(({ subject }) => subject === 'engine');
    expect(running?.found).toContain(`process ${process.pid}, Temporal at ${engine.temporalAddress}`);
    await engine.stop();
    expect(engine.pids.filter(isAlive)).toEqual([]);
  });

  it('does not look for what an address replaces, and repeats no password', async () => {
    const findings = await diagnose({
      stateDirectory: temporaryFolder(),
      databaseUrl: 'postgres://user:secret@elsewhere/etude',
      temporalAddress: 'cluster:7233',
    });
    expect(findings.map(({ subject }) => subject)).not.toContain('account');
    expect(JSON.stringify(findings)).not.toContain('secret');
    expect(JSON.stringify(findings)).toContain('cluster:7233');
  });
});
