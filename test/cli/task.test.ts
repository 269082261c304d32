import { describe, expect, it } from 'vitest';
import { domains, findSkill, listSkills } from '../../domains/catalogue.ts';
import type { TaskLine } from '../../domains/export.ts';
import { seedAt } from '../../domains/random.ts';
import { generateTask, gradeText } from '../../domains/task.ts';
import { runEtude, runShell } from '../support/run-etude.ts';

function linesOf<T = TaskLine>(stdout: string): T[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

async function generated(...args: string[]): Promise<TaskLine[]> {
  const { code, stdout, stderr } = await runEtude(['task', 'generate', ...args, '--jsonl']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return linesOf(stdout);
}

const skills = listSkills().map(({ domain, skill }) => `${domain.id}/${skill.id}`);
const [first = ''] = skills;
const { skill } = findSkill(first);
const [parameter = ''] = Object.keys(skill.parameters);

describe.each(skills)('etude task on %s', (name) => {
  it('prints tasks with all that is known about them, whose answers grade 1 in order', async () => {
    const lines = await generated(name, '--count', '5', '--seed', 'round trip');
    expect(lines).toHaveLength(5);
    for (const line of lines) {
      expect(Object.keys(line)).toEqual(
        'domain skill seed parameters features difficulty prompt answer solution oracle'.split(' '),
      );
      expect(line.prompt).toContain('FINAL ANSWER');
      expect(line.solution.length).toBeGreaterThan(20);
      expect(Object.values(line.oracle).every((text) => text.length > 0)).toBe(true);
      const sum = Object.values(line.features).reduce((total, value) => total + value, 0);
      expect(line.difficulty).toBeCloseTo(sum, 9);
    }
    const answers = lines.map((task) => JSON.stringify({ task, answer: task.answer })).join('\n');
    const graded = await runEtude(['task', 'grade', name, '--jsonl'], answers);
    expect(graded.code).toBe(0);
    expect(linesOf(graded.stdout)).toMatchObject(lines.map(() => ({ score: 1, category: 4, cause: null })));
  });
});

describe('etude task generate', () => {
  it('keeps its first lines when more are asked for, and derives seeds by path', async () => {
    const [few, more] = await Promise.all([
      generated(first, '--count', '3', '--seed', 's'),
      generated(first, '--count', '6', '--seed', 's'),
    ]);
    expect(more.slice(0, 3)).toEqual(few);
    expect(more.map(({ seed }) => seed)).toEqual(
      [0, 1, 2, 3, 4, 5].map((index) => seedAt('s', ...first.split('/'), index)),
    );
  });

  it('lets the skills of a domain take turns, with the tasks that each has alone', async () => {
    const [domain] = domains;
    const ids = domain!.skills.map(({ id }) => id);
    const turns = await generated(domain!.id, '--count', String(2 * ids.length), '--seed', 's');
    expect(turns.map(({ skill: id }) => id)).toEqual([...ids, ...ids]);
    const alone = await generated(first, '--count', '2', '--seed', 's');
    expect(turns.filter(({ skill: id }) => id === skill.id)).toEqual(alone);
  });

  it('sets parameters, and makes a task again from its own seed', async () => {
    const { max } = skill.parameters[parameter]!;
    const [line] = await generated(first, '--set', `${parameter}=${max}`);
    expect(line!.parameters[parameter]).toBe(max);
    expect(await generated(first, '--set', `${parameter}=${max}`, '--task-seed', line!.seed)).toEqual([line]);
  });

  it('prints one array with --json and something to read without', async () => {
    const array = await runEtude(['task', 'generate', first, '--count', '2', '--json']);
    expect(JSON.parse(array.stdout)).toEqual(await generated(first, '--count', '2'));
    const text = await runEtude(['task', 'generate', first]);
    expect(text.stdout).toContain('--- Solution');
  });

  it('says nothing when its reader has gone', async () => {
    const { code, stdout, stderr } = await runShell(
      `$etude task generate ${first} --count 1000000 --jsonl | head -n 1`,
    );
    expect({ code, stderr, lines: linesOf(stdout).length }).toEqual({ code: 0, stderr: '', lines: 1 });
  });

  it.each([
    ['an unknown skill', ['reasoning/Z9'], /no skill reasoning\/Z9/],
    ['an unknown domain', ['chess'], /no domain chess/],
    ['an unknown parameter', [first, '--set', 'nonsense=1'], /no parameter nonsense/],
    ['a value out of range', [first, '--set', `${parameter}=1e9`], /is outside/],
    ['a setting without a number', [first, '--set', `${parameter}=many`], /parameter=number/],
    ['a count of nothing', [first, '--count', '0'], /whole number from 1/],
    ['two forms at once', [first, '--json', '--jsonl'], /Choose one/],
  ])('refuses %s with exit code 1, one message and no data', async (_, args, message) => {
    const { code, stdout, stderr } = await runEtude(['task', 'generate', ...args]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('shows an example in its help', async () => {
    const { stdout } = await runEtude(['task', 'generate', '--help']);
    expect(stdout).toContain('$ etude task generate');
  });
});

describe('etude task grade', () => {
  const task = { domain: first.split('/')[0]!, skill: skill.id, seed: 'by hand', parameters: {} };
  const { reference } = generateTask(task.domain, skill, {}, task.seed);
  const right = `FINAL ANSWER\n\`\`\`json\n${JSON.stringify(skill.answer(reference))}\n\`\`\``;
  const grade = (lines: readonly unknown[]) =>
    runEtude(
      ['task', 'grade', first, '--jsonl'],
      lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
    );

  it('takes a name, seed and parameters alone, and names the cause of each failure', async () => {
    const blind = skill.blindAnswers(reference)[0];
    const wrong = `FINAL ANSWER\n\`\`\`json\n${JSON.stringify(blind)}\n\`\`\``;
    const texts = [
      right,
      wrong,
      'I think so.',
      right.replace(/\n```$/, ''),
      right.replace('json\n', 'json\n{'),
    ];
    const { code, stdout } = await grade(texts.map((answer) => ({ task, answer })));
    expect(code).toBe(0);
    expect(linesOf(stdout)).toEqual(texts.map((answer) => gradeText(skill, reference, answer)));
    expect(linesOf<{ cause: string }>(stdout).map(({ cause }) => cause)).toEqual([
      null,
      'WRONG',
      'NO_ANSWER',
      'NO_ANSWER',
      'UNPARSEABLE',
    ]);
  });

  it('knows a cut answer from a missing one when it is told', async () => {
    const { stdout } = await grade([{ task, answer: 'First,', truncated: true }]);
    expect(linesOf(stdout)).toEqual([{ score: 0, category: 0, cause: 'TRUNCATED' }]);
  });

  it("trusts nothing in a line but the task's name", async () => {
    const other = generateTask(task.domain, skill, {}, 'another seed').reference;
    const forged = {
      ...task,
      reference: other,
      answer: 'x',
      features: {},
      prompt: '',
      oracle: {},
      canonical: '',
    };
    const { stdout } = await grade([{ task: forged, answer: right }]);
    expect(linesOf(stdout)).toEqual([{ score: 1, category: 4, cause: null }]);
  });

  it.each([
    ['no JSON', '{"task":', /line 3 is not JSON/],
    ['no answer', { task }, /line 3: answer/],
    ['no seed', { task: { ...task, seed: undefined }, answer: '' }, /line 3: task\.seed/],
    [
      'a parameter of text',
      { task: { ...task, parameters: { x: '1' } }, answer: '' },
      /line 3: task\.parameters\.x/,
    ],
    [
      'an unknown parameter',
      { task: { ...task, parameters: { x: 1 } }, answer: '' },
      /line 3: .*no parameter x/,
    ],
    ['another skill', { task: { ...task, skill: 'Z9' }, answer: '' }, /line 3: its task is of .*Z9/],
  ])('stops at a line with %s, names it, and has written the grades before it', async (_, bad, message) => {
    const good = { task, answer: right };
    const { code, stdout, stderr } = await grade([good, good, bad, good]);
    expect(code).toBe(1);
    expect(linesOf(stdout)).toHaveLength(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['its reader has gone', 'right', '| head -n 1', ''],
    ['a line is bad', 'wrong', '', 'line 1 is not JSON'],
  ])('ends when %s, however much there is still to read', async (_, kind, reader, message) => {
    // Long lines fill the pipe, so that whoever writes them still waits when the command ends.
    const line =
      kind === 'right'
        ? JSON.stringify({ task, answer: `${'x'.repeat(6_000)}\n${right}` })
        : 'x'.repeat(6_000);
    const { stdout, stderr } = await runShell(`yes "$line" | $etude task grade ${first} --jsonl ${reader}`, {
      line,
    });
    expect(linesOf(stdout)).toEqual(kind === 'right' ? [{ score: 1, category: 4, cause: null }] : []);
    if (message === '') expect(stderr).toBe('');
    else expect(stderr).toContain(message);
  });

  it('passes over empty lines, and says when it was given nothing', async () => {
    const { stdout } = await grade([{ task, answer: right }, '', { task, answer: right }, '', '']);
    expect(linesOf(stdout)).toHaveLength(2);
    expect(await grade([])).toMatchObject({ code: 0, stdout: '', stderr: 'No answers were read.\n' });
  });
});
