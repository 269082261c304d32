import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cli, emptyFolder, runCli } from './run.ts';

describe('etude', () => {
  it('lists every command on standard output without loading Temporal or PostgreSQL', async () => {
    const traced = { environment: { NODE_DEBUG: 'esm,module' } };
    const { code, stdout, stderr } = await runCli(['--help'], traced);
    expect(code).toBe(0);
    for (const name of ['family', 'evaluate', 'status', 'trend', 'baseline', 'worker', 'agent', 'doctor']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    }
    // The trace is known to name what is loaded, or its silence would prove nothing.
    expect(stderr).toContain('commander');
    expect(stderr).not.toMatch(/@temporalio|node_modules\/pg\/|kysely/);
  });

  it('answers what it does not understand with one line on standard error and exit code 1', async () => {
    const wrong: [string[], string][] = [
      [['trned'], 'Did you mean trend?'],
      [['status', '--jsno'], 'Did you mean --json?'],
      [['trend'], "missing required argument 'family'"],
      [['trend', 'x', '--metric', 'speed'], 'Allowed choices are pe, performance, ability, accuracy'],
      [['trend', 'x', '--csv', '--json'], 'cannot be used with'],
      [['family', 'configure', 'x'], 'give --every, --open-max or --baseline'],
      [['family', 'configure', 'x', '--every', '5'], 'a duration like 30s or 5m'],
      [['family', 'configure', 'x', '--open-max', '65'], '--open-max: '],
      [['worker', '--role', 'cook'], 'there is control, infer'],
    ];
    for (const [args, expected] of wrong) {
      const { code, stdout, stderr } = await runCli(args);
      expect({ args, code, stdout }).toEqual({ args, code: 1, stdout: '' });
      expect(stderr).toMatch(/^etude: [^\n]+\n$/);
      expect(stderr).toContain(expected);
    }
  });

  it('says what to start, with exit code 4, where no engine runs', async () => {
    const cwd = emptyFolder();
    for (const args of [['status'], ['trend', 'x'], ['evaluate', 'x'], ['family', 'poll', 'x'], ['worker']]) {
      const { code, stdout, stderr } = await runCli(args, { cwd });
      expect({ args, code, stdout }).toEqual({ args, code: 4, stdout: '' });
      expect(stderr).toMatch(/^etude: no engine runs on .*\.etude: start one with `\.\/etude up`.*\n$/);
    }
  });

  it('says that the database does not answer, with exit code 4, and shows a stack only when asked', async () => {
    const ETUDE_DATABASE_URL = 'postgres://nobody:secret@127.0.0.1:1/none';
    const { code, stderr } = await runCli(['status'], { environment: { ETUDE_DATABASE_URL } });
    expect(code).toBe(4);
    expect(stderr).toMatch(/^etude: the database does not answer \(.*ECONNREFUSED.*\n$/);
    expect(stderr).not.toContain('secret');
    const debugged = await runCli(['status'], {
      environment: { ETUDE_DATABASE_URL, ETUDE_LOG_LEVEL: 'debug' },
    });
    expect(debugged.stderr).toMatch(/\n {4}at /);
  });

  it('names the setting of the environment that is wrong', async () => {
    const { code, stderr } = await runCli(['status'], { environment: { ETUDE_REQUEST_TIMEOUT: 'soon' } });
    expect(code).toBe(1);
    expect(stderr).toBe('etude: ETUDE_REQUEST_TIMEOUT: must be a duration like 30s or 5m\n');
  });

  it('says nothing when the reader of its output has gone', async () => {
    const script = `"$0" "$1" domain list --json | head -c 1 >/dev/null; "$0" "$1" --help | true`;
    const child = spawn('/bin/sh', ['-c', script, process.execPath, cli], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let talk = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      talk += text;
    });
    await once(child, 'close');
    expect(talk.replace(/^.*ExperimentalWarning.*\n.*\n/gm, '')).toBe('');
  });

  it('serves the agents at the address that it prints, until it is told to stop', async () => {
    const child = spawn(process.execPath, [cli, 'agent', 'serve', '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let printed = '';
    child.stdout.setEncoding('utf8');
    while (!printed.includes('}')) printed += String((await once(child.stdout, 'data'))[0]);
    const { url } = JSON.parse(printed) as { url: string };
    expect((await fetch(`${url}/models`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await expect(fetch(`${url}/models`)).rejects.toThrow();
  });

  it('colours for whoever wants it, and not where NO_COLOR is set', async () => {
    const cwd = emptyFolder();
    const coloured = await runCli(['doctor'], { cwd, environment: { NO_COLOR: '', FORCE_COLOR: '1' } });
    const plain = await runCli(['doctor'], { cwd, environment: { NO_COLOR: '1', FORCE_COLOR: '1' } });
    expect(coloured.stdout).toContain('\u001b[');
    expect(plain.stdout).not.toContain('\u001b');
    expect(plain.stdout).toBe(stripVTControlCharacters(coloured.stdout));
  });

  it('finds what the engine needs and leaves nothing behind', async () => {
    const cwd = emptyFolder();
    const { code, stdout } = await runCli(['doctor', '--json'], { cwd });
    expect(readdirSync(cwd)).toEqual([]);
    const findings = JSON.parse(stdout) as { subject: string; state: string }[];
    expect(findings.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['node', 'postgres', 'temporal']),
    );
    expect(code).toBe(findings.some(({ state }) => state === 'missing') ? 1 : 0);
  });
});
