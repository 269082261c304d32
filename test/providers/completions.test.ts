import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerFormat, extractAnswer } from '../../domains/answer.ts';
import { baseModelPrompt } from '../../providers/base-model-prompt.ts';
import type { Message } from '../../providers/contract.ts';
import { textCompletions } from '../support/wire-formats.ts';
import { opensKind, withServer } from './asking.ts';
import { providerContract } from './contract.ts';

const roles: Readonly<Record<string, Message['role']>> = {
  Rules: 'system',
  Question: 'user',
  Answer: 'assistant',
};

/** The messages that a prompt was made of: what stands behind the worked example and before the line for the answer. */
function messagesIn(prompt: unknown): readonly Message[] {
  const sections = String(prompt).split(/(?:^|\n\n)### (Rules|Question|Answer)\n/);
  const [, ...parts] = sections;
  const all = parts.flatMap((heading, at) =>
    at % 2 === 0 ? [{ role: roles[heading]!, content: (parts[at + 1] ?? '').slice(1) }] : [],
  );
  return all.slice(2, -1);
}

providerContract('completions', {
  format: textCompletions,
  finishReasons: [
    ['stop', 'stop'],
    ['length', 'length'],
    ['content_filter', 'content-filter'],
    ['abort', 'other'],
  ],
  open: opensKind('completions'),
  read: ({ body }) => ({
    model: body.model as string,
    messages: messagesIn(body.prompt),
    maxTokens: body.max_tokens as number,
    temperature: body.temperature as number,
    seed: body.seed as number,
  }),
  keyOf: ({ headers }) => headers.authorization?.replace(/^Bearer /, '') ?? null,
});

const question = (form: 'json' | 'code'): Message => ({
  role: 'user',
  content: `How many?\n\n${answerFormat(form === 'json' ? '{"count": 2}' : 'count = 2', form)}`,
});

describe('the prompt of a base model', () => {
  it('is a worked example of another question, the question, and the line for its answer', () => {
    expect(baseModelPrompt([{ role: 'user', content: 'How many lanterns?' }])).toMatchInlineSnapshot(`
      "Questions from an examination, each with its answer. An answer thinks first and ends in the form that its question asks for.

      ### Question

      Three buses leave the depot. The red bus carries 4 people, the blue bus twice as many as the red one, and the white bus none. Which buses carry anybody, and how many people are carried in all? Answer with one JSON object: "buses" is the list of their colours in alphabetical order, "people" the number.

      Think as long as you need. Then write a line FINAL ANSWER and after it one fenced JSON block with your answer and nothing else, in this shape (the content is made up):
      FINAL ANSWER
      \`\`\`json
      {"buses": ["green"], "people": 7}
      \`\`\`

      ### Answer

      The red bus carries 4 people. The blue bus carries twice as many, 8. The white bus carries nobody, so it is left out. Together they carry 4 + 8 = 12 people. In alphabetical order blue comes before red.

      FINAL ANSWER
      \`\`\`json
      {"buses":["blue","red"],"people":12}
      \`\`\`

      ### Question

      How many lanterns?

      ### Answer
      "
    `);
  });

  it('shows a program where a program is asked for', () => {
    expect(baseModelPrompt([question('code')])).toMatchInlineSnapshot(`
      "Questions from an examination, each with its answer. An answer thinks first and ends in the form that its question asks for.

      ### Question

      Write a function in Python: longer_of(left, right).

      Its parameters are two texts. It returns the longer one; where both are equally long, it returns the first.

      Think as long as you need. Then write a line FINAL ANSWER and after it one fenced code block with your program and nothing else, in this shape (the content is made up):
      FINAL ANSWER
      \`\`\`
      def shout(text):
          return text.upper()
      \`\`\`

      ### Answer

      The lengths are compared with len. Only a right text that is strictly longer is returned, so that the first one wins where both are equally long.

      FINAL ANSWER
      \`\`\`
      def longer_of(left, right):
          if len(right) > len(left):
              return right
          return left
      \`\`\`

      ### Question

      How many?

      Think as long as you need. Then write a line FINAL ANSWER and after it one fenced code block with your program and nothing else, in this shape (the content is made up):
      FINAL ANSWER
      \`\`\`
      count = 2
      \`\`\`

      ### Answer
      "
    `);
  });

  it.each(['json', 'code'] as const)(
    'has a worked example in the form %s that is read as its answer',
    (form) => {
      const prompt = baseModelPrompt([question(form)]);
      const example = prompt.slice(prompt.indexOf('### Answer'), prompt.lastIndexOf('### Question'));
      expect(extractAnswer(example, z.unknown(), false, form).ok).toBe(true);
      expect(prompt.split('FINAL ANSWER\n```')).toHaveLength(4);
    },
  );
});

describe('completions', () => {
  it('asks for the text alone, and to stop where the next question would begin', async () => {
    await withServer('completions', textCompletions, async (server, ask) => {
      await ask();
      expect(server.requests[0]!.body).toEqual({
        model: 'model-1',
        prompt: baseModelPrompt([{ role: 'user', content: 'What is the colour of the ninth lantern?' }]),
        max_tokens: 64,
        temperature: 0,
        seed: 7,
        stop: ['\n### Question', '\n### Answer'],
        echo: false,
      });
    });
  });

  it('ends an answer where it should have stopped, also with a server that did not', async () => {
    await withServer('completions', textCompletions, async (server, ask) => {
      const rambling = 'Two.\n\n### Question\n\nHow many suns?\n\n### Answer\n\nOne.';
      server.next(
        { kind: 'answer', text: rambling, finishReason: 'length' },
        { kind: 'answer', text: 'Two.\n\n### Question' },
        { kind: 'answer', text: 'Two. Thr', finishReason: 'length' },
      );
      const answers = [await ask(), await ask(), await ask()];
      expect(answers.map(({ text, finishReason }) => [text, finishReason])).toEqual([
        ['Two.\n', 'stop'],
        ['Two.\n', 'stop'],
        ['Two. Thr', 'length'],
      ]);
    });
  });
});
