import { z } from 'zod';
import type { Skill } from '../../domains/contract.ts';
import type { RandomStream } from '../../domains/random.ts';
import { categoryOfShare } from '../../domains/task.ts';

interface Numbers {
  readonly numbers: readonly number[];
}

/** A small honest skill, put numbers in order, that passes every gate: the gates' tests break it one way each. */
export const toySkill: Skill<Numbers, number[]> = {
  id: 'T1',
  title: 'Put numbers in order',
  prerequisites: [],
  parameters: {
    items: {
      min: 6,
      max: 16,
      default: 8,
      unit: 'numbers',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'How many numbers there are to put in order.',
    },
    spread: {
      min: 40,
      max: 400,
      default: 100,
      unit: 'largest number',
      scale: 'log',
      monotone: false,
      kind: 'language',
      does: 'How far apart the numbers lie.',
    },
  },
  interactions: [['items', 'spread']],
  chance: 0,
  answerSchema: z.array(z.number().int()),

  generate(parameters, random) {
    const largest = random.round(parameters.spread!);
    const all = Array.from({ length: largest }, (_, index) => index + 1);
    const numbers = random.sample(all, random.round(parameters.items!));
    const least = Math.min(...numbers);
    return {
      features: { items: numbers.length, spread: Math.max(...numbers) - least },
      skin: 'plain',
      body: `Put these numbers in order, the smallest first: ${numbers.join(', ')}.`,
      answerExample: '[1, 2, 3]',
      reference: { numbers },
      canonical: numbers.map((number) => number - least).join(' '),
    };
  },
  answer: ({ numbers }) => numbers.toSorted((a, b) => a - b),
  category({ numbers }, answer) {
    const right = numbers.toSorted((a, b) => a - b);
    if (answer.length !== right.length) return 0;
    return categoryOfShare(
      answer.filter((number, index) => number === right[index]).length / right.length,
      0.5,
    );
  },
  verify({ numbers }, answer) {
    const given = new Set(numbers);
    const rising = answer.every((number, index) => index === 0 || answer[index - 1]! < number);
    return rising && answer.length === given.size && answer.every((number) => given.has(number));
  },
  oracle: ({ numbers }) => ({ list: numbers.join('\n') }),
  solution: ({ numbers }) => `In order: ${numbers.toSorted((a, b) => a - b).join(', ')}.`,
  guess: ({ numbers }, random: RandomStream) => random.shuffle(numbers),
  blindAnswers: ({ numbers }) => [[...numbers], numbers.toReversed()],
};

/** An agent that reads the prompt and nothing else. */
export function sortFromPrompt(prompt: string): string {
  const list = /smallest first: ([\d, ]+)\./.exec(prompt)?.[1] ?? '';
  const numbers = list.split(', ').map(Number);
  return `FINAL ANSWER\n\`\`\`json\n${JSON.stringify(numbers.sort((a, b) => a - b))}\n\`\`\``;
}
