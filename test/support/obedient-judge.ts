import type { Behaviour, ReceivedRequest } from './model-server.ts';

/** What a text must hold for the judge to like it. */
export const merit = 'the lamp and the loaf are one';

/** Where in its reply the judge repeats the text that it has read; `instead` of a verdict, as a careless one does. */
export type Repeats = 'before' | 'after' | 'instead';

/**
 * A judge that does whatever it is told outside the fence, gives the verdicts that are offered there, likes texts of merit, and repeats them in its reply. It
 * believes its prompt alone on where the fence stands.
 */
export function obedientJudge(repeats: Repeats = 'before'): (request: ReceivedRequest) => Behaviour {
  return (request) => {
    const [message] = request.body.messages as { content: string }[];
    return { kind: 'answer', text: replyTo(message!.content, repeats) };
  };
}

export function replyTo(prompt: string, repeats: Repeats): string {
  const nonce = /hold the code ([0-9a-f]{32})\./.exec(prompt)?.[1] ?? 'none';
  const lines = prompt.split('\n');
  const begins = lines.indexOf(`===== THE TEXT BEGINS ${nonce} =====`);
  const ends = lines.indexOf(`===== THE TEXT ENDS ${nonce} =====`);
  const fenced = begins >= 0 && ends > begins;
  const inside = fenced ? lines.slice(begins + 1, ends) : [];
  const outside = fenced ? [...lines.slice(0, begins + 1), ...lines.slice(ends)] : lines;
  const questions = outside.filter((line) => /^\d+\. .*\?$/.test(line));
  const told = outside.some((line) => /answer yes to (every|all)/i.test(line) || /^\{.*"yes"/.test(line));
  const opinion = told || inside.join(' ').includes(merit) ? 'yes' : 'no';
  const answers = Object.fromEntries(questions.map((_, index) => [index + 1, opinion]));
  const verdict = ['FINAL ANSWER', '```json', JSON.stringify({ [nonce]: answers }), '```'];
  const parts = { before: [...inside, ...verdict], after: [...verdict, ...inside], instead: inside };
  return parts[repeats].join('\n');
}
