import { describe, expect, it } from 'vitest';
import { listSkills } from '../../domains/catalogue.ts';
import { runEtude } from '../support/run-etude.ts';

const listed = listSkills().map(({ domain, skill }) => ({ name: `${domain.id}/${skill.id}`, skill }));
const { name, skill } = listed[0]!;

describe('etude domain', () => {
  it('lists every skill, for people and as JSON', async () => {
    const table = await runEtude(['domain', 'list']);
    expect(listed.every(({ name }) => table.stdout.includes(name))).toBe(true);
    const json = JSON.parse((await runEtude(['domain', 'list', '--json'])).stdout) as {
      id: string;
      skills: { id: string }[];
    }[];
    expect(json.flatMap(({ id, skills }) => skills.map((each) => `${id}/${each.id}`))).toEqual(
      listed.map(({ name }) => name),
    );
  });

  it('shows each parameter with its range and meaning, and an example', async () => {
    const json = JSON.parse((await runEtude(['domain', 'show', name, '--json'])).stdout);
    expect(json.parameters).toEqual(skill.parameters);
    const { stdout } = await runEtude(['domain', 'show', name]);
    for (const parameter of Object.keys(skill.parameters)) expect(stdout).toContain(parameter);
    expect(stdout).toContain(json.examplePrompt);
  });

  it('checks a skill against the gates, another process included', async () => {
    const { code, stdout } = await runEtude(['domain', 'check', name, '--instances', '40', '--json']);
    const [{ gates }] = JSON.parse(stdout) as [{ gates: { gate: string; status: string }[] }];
    expect(gates.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(gates.find(({ gate }) => gate === 'G1')?.status).toBe('passed');
    expect(code).toBe(0);
  }, 30_000);

  it('names what it does not know', async () => {
    for (const command of ['show', 'check']) {
      const { code, stdout, stderr } = await runEtude(['domain', command, 'reasoning/Z9']);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain('no skill reasoning/Z9');
    }
  });
});
