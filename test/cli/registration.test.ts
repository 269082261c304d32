import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRegistration } from '../../cli/registration.ts';
import { registrationSchema } from '../../schema/registration.ts';
import { emptyFolder, runCli } from './run.ts';

const required = { registry: 'dir:/runs', endpoint: 'http://localhost:1/v1' };

function familyFile(...lines: string[]): string {
  const file = join(emptyFolder(), 'family.yaml');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

function refusal(file: string | undefined, options: Record<string, unknown> = {}, name?: string) {
  return readRegistration({ name, file, options }).then(
    () => 'accepted',
    (error: Error) => error.message,
  );
}

describe('family register', () => {
  it('reads the same registration from a file and from options', async () => {
    const file = familyFile(
      'name: tiny-lm',
      'registry: dir:/runs/tiny',
      'endpoint: http://localhost:8000/v1',
      'every: 30s',
      'parameters: 7.5e9',
      'max-tokens: 512',
      'compute-origin: scratch',
      'api-key-env: ETUDE_KEY_TINY',
    );
    const options = {
      registry: 'dir:/runs/tiny',
      endpoint: 'http://localhost:8000/v1',
      every: '30s',
      parameters: '7.5e9',
      maxTokens: '512',
      computeOrigin: 'scratch',
      apiKeyEnv: 'ETUDE_KEY_TINY',
    };
    const fromOptions = await readRegistration({ name: 'tiny-lm', file: undefined, options });
    expect(await readRegistration({ name: undefined, file, options: {} })).toEqual(fromOptions);
    expect(fromOptions).toMatchObject({ everyMs: 30_000, parameters: 7.5e9, maxTokens: 512, openMax: 4 });
  });

  it('lets options and the name override the file', async () => {
    const file = familyFile('name: a', 'registry: dir:/a', 'endpoint: http://a/v1', 'depth: deep');
    const read = await readRegistration({ name: 'b', file, options: { depth: 'quick' } });
    expect(read).toMatchObject({ name: 'b', depth: 'quick', registry: 'dir:/a' });
  });

  it('makes a folder absolute, from where the file lies or from where the command runs', async () => {
    const file = familyFile('name: a', 'registry: dir:runs/a', 'endpoint: http://a/v1');
    const fromFile = await readRegistration({ name: undefined, file, options: {} });
    expect(fromFile.registry).toBe(`dir:${join(file, '..', 'runs', 'a')}`);
    const fromOption = await readRegistration({ name: undefined, file, options: { registry: 'dir:runs/a' } });
    expect(fromOption.registry).toBe(`dir:${join(process.cwd(), 'runs', 'a')}`);
  });

  it('reads a command as arguments, from a text or from a list in a file', async () => {
    const serve = ['serve it', '-m', '{path}/m.gguf', '--port', '{port}', '--seed', '0x1F'];
    const file = (...lines: string[]) =>
      familyFile('name: a', 'registry: dir:/runs', 'endpoint: http://localhost:1/v1', ...lines);
    const text = '"serve it" -m {path}/m.gguf --port {port} --seed 0x1F';
    const read = await Promise.all([
      readRegistration({ name: 'a', file: undefined, options: { ...required, serve: text } }),
      readRegistration({ name: undefined, file: file(`serve: '${text}'`), options: {} }),
      readRegistration({
        name: undefined,
        file: file('serve: ["serve it", -m, "{path}/m.gguf", --port, "{port}", --seed, 0x1F]'),
        options: {},
      }),
    ]);
    for (const registration of read) expect(registration).toMatchObject({ serve, serveTimeoutMs: 600_000 });
    expect(await refusal(file('serve: [a, [b]]'))).toMatch(/:4: serve must be a list of plain values$/);
    expect(await refusal(file('serve: a > b'))).toMatch(/:4: serve: > is for a shell/);
    expect(await refusal(file('serve: []'))).toMatch(/:4: serve: must name a program$/);
    expect(await refusal(file('serve: a', 'lora-path: "{path}"'))).toMatch(
      /:5: lora-path: cannot be combined/,
    );
    expect(await refusal(file('serve-timeout: 5'))).toMatch(/:4: serve-timeout: must be a duration/);
    expect(await refusal(file('serve-timeout: 2d'))).toMatch(/:4: serve-timeout: must be a duration/);
  });

  it('names the line of the file that is wrong', async () => {
    const lines = ['name: a', 'registry: dir:/a', 'endpoint: http://a/v1'];
    const wrong: [string, string][] = [
      ['every: soon', ':4: every: must be a duration'],
      ['every: 30', ':4: every: must be a duration'],
      ['depth: shallow', ':4: depth: '],
      ['open-max: many', ':4: open-max: must be a number'],
      ['openMax: 3', ':4: there is no key "openMax"'],
      ['name: b', ':4: '],
      ['baseline:', ':4: baseline must have one plain value'],
      ['suite: [core@1]', ':4: suite must have one plain value'],
      ['model: "never closed', ':'],
    ];
    for (const [line, expected] of wrong) {
      const file = familyFile(...lines, line);
      const message = await refusal(file);
      expect(message).toContain(`${file}${expected}`);
      expect(message).not.toContain('\n');
    }
    expect(await refusal(familyFile('- a list'))).toMatch(/family\.yaml:1: /);
  });

  it('names the option that is wrong or missing', async () => {
    expect(await refusal(undefined, {}, 'a')).toBe('--registry is missing');
    expect(await refusal(undefined, required)).toBe('NAME is missing');
    expect(await refusal(undefined, required, 'Not A Slug')).toMatch(/^NAME: must be 1 to 63/);
    expect(await refusal(undefined, { ...required, every: '1ms' }, 'a')).toMatch(/^--every: must be/);
    expect(await refusal(undefined, { ...required, every: '100' }, 'a')).toMatch(/^--every: must be/);
    expect(await refusal(undefined, { ...required, connections: '' }, 'a')).toMatch(
      /^--connections: must be/,
    );
    expect(await refusal(undefined, { ...required, endpoint: 'ftp://a' }, 'a')).toMatch(
      /^--endpoint: must be/,
    );
    expect(await refusal(undefined, { ...required, apiKeyEnv: 'sk-123' }, 'a')).toMatch(/^--api-key-env: /);
  });

  it('has an option for all that a registration may say', async () => {
    const { stdout } = await runCli(['family', 'register', '--help']);
    const options = Object.keys(registrationSchema.shape)
      .filter((key) => key !== 'name')
      .map((key) => key.replace(/Ms$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
    for (const option of options) expect(stdout).toMatch(new RegExp(`--${option}[ ,]`));
  });

  it('refuses before it looks for an engine', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'family.yaml'), 'name: a\nregistry: dir:a\n  endpoint: http://a/v1\n');
    const { code, stdout, stderr } = await runCli(['family', 'register', '--file', 'family.yaml'], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^etude: family\.yaml:[23]: [^\n]+\n$/);
    const slug = await runCli([
      'family',
      'register',
      'Bad_Slug',
      '--registry',
      'dir:a',
      '--endpoint',
      'http://a',
    ]);
    expect(slug.code).toBe(1);
    expect(slug.stderr).toMatch(/^etude: NAME: [^\n]+\n$/);
  });
});
