import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cachedTemporal, resolveTemporal } from '../../engine/temporal-resolver.ts';
import { temporaryFolder, writeProgram } from './helpers.ts';

interface Machine {
  readonly cacheDirectory: string;
  readonly log: string;
  readonly path: string;
  put(folder: string, program: string, script: string): string;
}

/** A PATH of two folders, on which a test puts real little programs; `sh` itself stays reachable. */
function machine(): Machine {
  const root = temporaryFolder();
  for (const name of ['first', 'second', 'cache']) mkdirSync(join(root, name));
  return {
    cacheDirectory: join(root, 'cache'),
    log: join(root, 'log'),
    path: `${join(root, 'first')}:${join(root, 'second')}:/usr/bin:/bin`,
    put: (folder, program, script) => writeProgram(join(root, folder, program), script),
  };
}

const temporal = (version: string) => `echo "temporal version ${version} (Server 1.29.1, UI 2.42.1)"`;

/** Resolves with a download that has no time to succeed, and keeps what was said. */
async function resolve({ cacheDirectory, path }: Machine) {
  const said: string[] = [];
  const program = await resolveTemporal({
    cacheDirectory,
    path,
    downloadLimitMs: 1,
    say: (line) => said.push(line),
  });
  return { program, said };
}

/** A Go toolchain that writes down how it was called, and installs a program where GOBIN says. */
const go = (version: string, log: string) => `
if [ "$1" = version ]; then echo "go version go${version} linux/amd64"; exit; fi
echo "$CGO_ENABLED $*" > ${log}
printf '#!/bin/sh\\necho temporal version 0.0.0-DEV\\n' > "$GOBIN/temporal"
chmod +x "$GOBIN/temporal"`;

describe('the Temporal server is looked for', () => {
  it('in the cache before the PATH, since what lies there is our own release', async () => {
    const here = machine();
    here.put('first', 'temporal', temporal('1.5.2'));
    const cached = here.put('cache', 'temporal-1.5.1', temporal('0.0.0-DEV'));
    const { program, said } = await resolve(here);
    expect(program).toEqual({ path: cached, version: '1.5.1', from: 'cache' });
    expect(said).toEqual([]);
  });

  it('on the PATH, where the first of a version from 1.5.1 up to below 1.6 is taken', async () => {
    for (const unfit of ['1.5.0', '1.6.0', '1.6.0-rc.1', '0.0.0-DEV', '2.0.0']) {
      const here = machine();
      here.put('first', 'temporal', temporal(unfit));
      const fit = here.put('second', 'temporal', temporal('1.5.4'));
      const { program, said } = await resolve(here);
      expect(program).toEqual({ path: fit, version: '1.5.4', from: 'path' });
      expect(said).toEqual([]);
    }
  });

  it('at the download, and is built with Go when that takes too long', async () => {
    const here = machine();
    here.put('first', 'temporal', temporal('1.4.0'));
    // A cached file of another kind of machine: it is there, and does not run.
    here.put('cache', 'temporal-1.5.1', 'exit 126');
    here.put('first', 'go', go('1.24.9', join(here.log, 'never')));
    here.put('second', 'go', go('1.25', here.log));
    const { program, said } = await resolve(here);
    expect(program).toEqual({ path: cachedTemporal(here.cacheDirectory), version: '1.5.1', from: 'go' });
    expect(readFileSync(here.log, 'utf8')).toBe(
      '0 install -trimpath -ldflags -s -w github.com/temporalio/cli/cmd/temporal@v1.5.1\n',
    );
    expect(said[0]).toMatch(/^downloading Temporal 1\.5\.1/);
    expect(said[1]).toMatch(/download failed \(took longer than 1 ms\): put temporal 1\.5\.1 .* on PATH$/);
    expect(readdirSync(here.cacheDirectory)).toEqual(['temporal-1.5.1']);
    expect((await resolve(here)).program.from).toBe('cache');
  });

  it('in vain: one line a step says what to do, and nothing unfinished stays', async () => {
    const here = machine();
    here.put('first', 'temporal', temporal('1.6.1'));
    here.put('first', 'go', go('1.24.0', here.log));
    const path = join(here.path.split(':')[0]!);
    const failure = await resolve({ ...here, path }).catch((error) => error);
    expect(failure.code).toBe('TemporalUnavailable');
    const lines = failure.message.split('\n').slice(1);
    expect(lines).toEqual([
      expect.stringMatching(/first\/temporal is version 1\.6\.1: install one that is >=1\.5\.1 <1\.6\.0$/),
      expect.stringMatching(/download failed .* on PATH$/),
      expect.stringMatching(/no Go toolchain >=1\.25\.0 on PATH: install one from https:\/\/go\.dev\/dl/),
      expect.stringMatching(/ETUDE_TEMPORAL_ADDRESS/),
    ]);
    expect(existsSync(here.log)).toBe(false);
    expect(readdirSync(here.cacheDirectory)).toEqual([]);
  });

  it('by several commands at once, which all get a whole program', async () => {
    const here = machine();
    here.put('first', 'go', go('1.26.1', here.log));
    const found = await Promise.all([resolve(here), resolve(here), resolve(here)]);
    for (const { program } of found) expect(program.path).toBe(cachedTemporal(here.cacheDirectory));
    expect(readdirSync(here.cacheDirectory)).toEqual(['temporal-1.5.1']);
  });
});
