import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AgentServer, serveAgents } from '../../agents/server.ts';
import { composeNotebook, notebookTokensMax, withNotebook } from '../../domains/notebook.ts';
import { gridPuzzles } from '../../domains/reasoning/b5-grid-puzzles.ts';
import { generateTask, gradeText } from '../../domains/task.ts';

const completionSchema = z.object({
  object: z.literal('chat.completion'),
  model: z.string(),
  choices: z.tuple([
    z.object({
      message: z.object({ role: z.literal('assistant'), content: z.string() }),
      finish_reason: z.enum(['stop', 'length']),
    }),
  ]),
  usage: z.object({
    prompt_tokens: z.number().int(),
    completion_tokens: z.number().int(),
    total_tokens: z.number().int(),
    search_nodes: z.number().int(),
  }),
});
const errorSchema = z.object({
  error: z.object({ message: z.string(), type: z.string(), code: z.string().nullable() }),
});

let server: AgentServer;
beforeAll(async () => {
  server = await serveAgents({ port: 0, host: '127.0.0.1' });
});
afterAll(() => server.close());

function ask(body: unknown): Promise<Response> {
  return fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const { prompt, reference } = generateTask('reasoning', gridPuzzles, { distractors: 2 }, 'server');
const messages = [
  { role: 'system', content: 'Answer.' },
  { role: 'user', content: prompt },
];

describe('the agent server', () => {
  it('lists models, each of which it serves', async () => {
    const list = z
      .object({ object: z.literal('list'), data: z.array(z.object({ id: z.string() })).min(2) })
      .parse(await (await fetch(`${server.url}/models`)).json());
    for (const { id } of list.data) expect((await ask({ model: id, messages })).status).toBe(200);
  });

  it('answers a question with the work it cost', async () => {
    const completion = completionSchema.parse(await (await ask({ model: 'guided-5000', messages })).json());
    const [{ message, finish_reason }] = completion.choices;
    expect(finish_reason).toBe('stop');
    expect(gradeText(gridPuzzles, reference, message.content).score).toBe(1);
    const { usage } = completion;
    expect(usage.prompt_tokens).toBe(Math.ceil(Buffer.byteLength(`Answer.${prompt}`) / 4));
    expect(usage.completion_tokens).toBe(Math.ceil(Buffer.byteLength(message.content) / 4));
    expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
    expect(usage.search_nodes).toBeGreaterThan(10);
    expect(message.content).toContain(String(usage.search_nodes));
  });

  it('spends no more nodes than the model has', async () => {
    const { usage } = completionSchema.parse(await (await ask({ model: 'blind-7', messages })).json());
    expect(usage.search_nodes).toBe(7);
  });

  it('serves a learner, and counts its notebook among the tokens of the prompt', async () => {
    const examples = [1, 2, 3].map((ordinal) => {
      const task = generateTask('reasoning', gridPuzzles, {}, `practice/${ordinal}`);
      const solution = gridPuzzles.solution(task.reference as never);
      return { skill: 'B5', ordinal, question: task.prompt, answer: '', score: 0, solution };
    });
    const notebook = composeNotebook(examples, 'B5', [], notebookTokensMax);
    const content = withNotebook(notebook.text, prompt);
    const answers = await Promise.all(
      [prompt, content].map(async (text) =>
        completionSchema.parse(
          await (await ask({ model: 'learner-100', messages: [{ role: 'user', content: text }] })).json(),
        ),
      ),
    );
    const [without, withExamples] = answers as [(typeof answers)[0], (typeof answers)[0]];
    expect(withExamples.usage.prompt_tokens).toBe(Math.ceil(Buffer.byteLength(content) / 4));
    expect(withExamples.usage.prompt_tokens).toBeGreaterThan(
      notebook.tokens + without.usage.prompt_tokens - 2,
    );
    expect(gradeText(gridPuzzles, reference, without.choices[0].message.content).score).toBeLessThan(1);
    expect(gradeText(gridPuzzles, reference, withExamples.choices[0].message.content).score).toBe(1);
  });

  it('cuts the text at the token limit and says so', async () => {
    const whole = completionSchema.parse(await (await ask({ model: 'guided-5000', messages })).json());
    const cut = completionSchema.parse(
      await (await ask({ model: 'guided-5000', messages, max_tokens: 12 })).json(),
    );
    expect(cut.choices[0].finish_reason).toBe('length');
    expect(cut.usage.completion_tokens).toBe(12);
    expect(whole.choices[0].message.content.startsWith(cut.choices[0].message.content)).toBe(true);
    expect(gradeText(gridPuzzles, reference, cut.choices[0].message.content, true).cause).toBe('TRUNCATED');
  });

  it('has no answer to a question of another kind', async () => {
    const other = [...messages, { role: 'user', content: 'What is the capital of France?' }];
    const completion = completionSchema.parse(
      await (await ask({ model: 'guided-5000', messages: other })).json(),
    );
    expect(gradeText(gridPuzzles, reference, completion.choices[0].message.content).cause).toBe('NO_ANSWER');
    expect(completion.usage.search_nodes).toBe(0);
  });

  it.each([
    'guided-0',
    'guided-10000001',
    'guided-03',
    'guided',
    'clever-10',
    'learner-0',
    'blind-1.5',
    'blind-9 ',
  ])('does not know the model "%s"', async (model) => {
    const response = await ask({ model, messages });
    expect(response.status).toBe(404);
    expect(errorSchema.parse(await response.json()).error.code).toBe('model_not_found');
  });

  it.each([
    ['no JSON', '{'],
    ['no messages', { model: 'blind-10', messages: [] }],
    ['an unknown role', { model: 'blind-10', messages: [{ role: 'robot', content: '' }] }],
    ['a limit of no tokens', { model: 'blind-10', messages, max_tokens: 0 }],
    ['streaming', { model: 'blind-10', messages, stream: true }],
  ])('refuses %s as malformed', async (_, body) => {
    const response = await ask(body);
    expect(response.status).toBe(400);
    expect(errorSchema.parse(await response.json()).error.type).toBe('invalid_request_error');
  });

  it('rejects when its port is taken', async () => {
    const port = Number(new URL(server.url).port);
    await expect(serveAgents({ port, host: '127.0.0.1' })).rejects.toThrow(/EADDRINUSE/);
  });
});
