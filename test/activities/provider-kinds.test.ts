import { expect, it } from 'vitest';
import { answerMessages } from '../../agents/agent.ts';
import type { ProviderKind } from '../../schema/registration.ts';
import { useDatabase } from '../schema/seed.ts';
import { type ReceivedRequest, startModelServer } from '../support/model-server.ts';
import {
  anthropicMessages,
  chatCompletions,
  geminiContent,
  openAIChat,
  textCompletions,
  type WireFormat,
} from '../support/wire-formats.ts';
import { sessionDriver } from './session-driver.ts';

type Body = ReceivedRequest['body'];

const lastOf = (list: unknown) => (list as { content?: unknown; parts?: unknown }[]).at(-1)!;
const textIn = (parts: unknown): string => (parts as { text: string }[]).map(({ text }) => text).join('');

/** Each kind with the API that it speaks, and where that has the question. */
const kinds: Readonly<Record<ProviderKind, [WireFormat, (body: Body) => string]>> = {
  'openai-compatible': [chatCompletions, ({ messages }) => String(lastOf(messages).content)],
  openai: [openAIChat, ({ messages }) => String(lastOf(messages).content)],
  anthropic: [anthropicMessages, ({ messages }) => textIn(lastOf(messages).content)],
  google: [geminiContent, ({ contents }) => textIn(lastOf(contents).parts)],
  completions: [
    textCompletions,
    ({ prompt }) => String(prompt).split('### Question\n\n').at(-1)!.replace('\n\n### Answer\n', ''),
  ],
};

const database = useDatabase();
const driver = sessionDriver(database);

/** The first round's answers as rows keep them, of a session whose tasks are the same for every kind. */
async function firstRound(provider: ProviderKind) {
  const [format, questionIn] = kinds[provider];
  const server = await startModelServer(format);
  server.otherwise(({ body }) => {
    const messages = [{ role: 'user' as const, content: questionIn(body) }];
    return {
      kind: 'answer',
      text: answerMessages(messages, 'guided', 300).text,
      usage: format.usage({ promptTokens: 100, completionTokens: 20 }),
    };
  });
  try {
    const settings = { suite: 'core@2', depth: 'quick', endpoint: server.url, provider } as const;
    const session = await driver.newSession({ ...settings, checkpoint: 'gpt-like-1' });
    await driver.run(session, (round) => round === 2);
    return await database.db
      .selectFrom('tasks')
      .innerJoin('answers', 'answers.task_id', 'tasks.id')
      .innerJoin('grades', 'grades.task_id', 'tasks.id')
      .where('session_id', '=', session.sessionId)
      .orderBy('ordinal')
      .select([
        'skill',
        'answers.text',
        'finish_reason',
        'score',
        'prompt_tokens',
        'completion_tokens',
        'reasoning_tokens',
      ])
      .execute();
  } finally {
    await server.close();
  }
}

it('one model gets the same tasks and the same grades over every API', async () => {
  const [expected, ...others] = await Promise.all((Object.keys(kinds) as ProviderKind[]).map(firstRound));
  expect(expected!.length).toBeGreaterThan(3);
  expect(expected!.some(({ score }) => score === 1)).toBe(true);
  for (const row of expected!) {
    expect(row).toMatchObject({ finish_reason: 'stop', prompt_tokens: 100, completion_tokens: 20 });
    expect(row.reasoning_tokens).toBeNull();
  }
  for (const other of others) expect(other).toEqual(expected);
});
