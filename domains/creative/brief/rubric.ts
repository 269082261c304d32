import type { Question } from '../../contract.ts';
import { type Brief, namesOf } from './brief.ts';

/** What is asked about a text to this brief; the questions on a third concept are left out where there is none. */
export function rubricOf(brief: Brief): Question[] {
  const [first, second, third] = namesOf(brief) as [string, string, string | undefined];
  const { product, concepts } = brief;
  return [
    {
      id: 'takes-over',
      text: `Does the text let something that ${first} does carry out the work of ${second}, which is to ${concepts[1]!.work}?`,
    },
    {
      id: 'one-thing',
      text: `Is there one thing in the text that is ${first} and ${second} at once, and not the two side by side?`,
    },
    {
      id: 'needed',
      text: `Would what the text describes stop working if everything about ${first} were struck out?`,
    },
    {
      id: 'changed',
      text: `Does the text tell of something that ${second} never does outside this text?`,
    },
    { id: 'shown', text: 'Does the text show a particular moment at which somebody does something?' },
    { id: 'product', text: product.question },
    ...(third === undefined
      ? []
      : [{ id: 'third', text: `Does ${third} change how the other two work together?` }]),
  ];
}
