import { pluralOf } from '../../skins.ts';
import { type Clue, holds } from '../grid/clues.ts';
import {
  type Arrangement,
  arrangementsOf,
  bestQuestions,
  people,
  type Question,
  questionId,
  type Situation,
  tallyOf,
} from './situation.ts';
import { clueSentence, questionSentence } from './wording.ts';

/** A longer list of arrangements is not shown whole, since it would fill a notebook. */
const listedMax = 16;
const listedFirst = 8;

/** People placed one after another, then the tally of every question. */
export function explain(situation: Situation): string {
  const { names, place, clues, questions, fitting, worst } = situation;
  const arrangements = arrangementsOf(clues);
  const facts = clues.flatMap(({ kind }, index) => (kind === 'at' ? [index] : []));
  const open = names.keys().filter((person) => !facts.some((index) => clues[index]?.items[0] === person));
  const order = placingOrder([...open], clues);
  const best = bestQuestions(situation);
  return [
    facts.length === 0
      ? 'No clue states the place of anybody outright.'
      : `Stated outright: ${facts.map((index) => `${clauseOf(index)} (clue ${index + 1})`).join(', ')}.`,
    `Place the others one after another, in an order in which clues can soon be checked, and keep the ways that fit the clues about those who have a ${place}:`,
    ...stages(order, situation, arrangements),
    `So ${fitting} arrangements fit all clues. In order from ${place} 1 to ${place} ${people} they are:`,
    ...listed(arrangements, names),
    'Now count for each question how many of them give each answer:',
    ...questions.map((question, index) => tally(question, index, situation, arrangements)),
    `The highest worth is that of ${best.map(questionId).join(' and ')}. Answer: ${fitting} arrangements, question ${questionId(best[0] as number)}, ${worst[best[0] as number]} left.`,
  ].join('\n');

  function clauseOf(index: number): string {
    return clueSentence(clues[index] as Clue, situation).slice(0, -1);
  }
}

/** All arrangements where they are few, else the first of them. */
function listed(arrangements: readonly Arrangement[], names: readonly string[]): string[] {
  const rows = arrangements.map((arrangement) => `- ${inOrder(arrangement, names)}`).sort();
  if (rows.length <= listedMax) return rows;
  const hidden = rows.length - listedFirst;
  return [...rows.slice(0, listedFirst), `- and ${hidden} more, found in the same way.`];
}

/** Next comes always who completes the most clues; among equals, of whom the most clues speak. */
function placingOrder(open: readonly number[], clues: readonly Clue[]): number[] {
  const relevant = clues.filter(({ kind }) => kind !== 'at');
  const waiting = [...open];
  const order: number[] = [];
  while (waiting.length > 0) {
    const worth = (person: number) => {
      const about = relevant.filter(({ items }) => items.includes(person));
      const complete = about.filter(({ items }) =>
        items.every((item) => item === person || !waiting.includes(item)),
      );
      return complete.length * relevant.length + about.length;
    };
    const next = waiting.reduce((best, person) => (worth(person) > worth(best) ? person : best));
    waiting.splice(waiting.indexOf(next), 1);
    order.push(next);
  }
  return order;
}

/** One line for each person placed: the ways there are, and what the clues that can now be checked leave of them. */
function stages(
  order: readonly number[],
  situation: Situation,
  arrangements: readonly Arrangement[],
): string[] {
  const { names, clues } = situation;
  const first = arrangements[0] as Arrangement;
  const start = names.map((_, person) => (order.includes(person) ? -1 : (first[person] as number)));
  const used = new Set<number>(clues.flatMap(({ kind }, index) => (kind === 'at' ? [index] : [])));
  let ways: (readonly number[])[] = [start];
  return order.map((person) => {
    const tried = ways.flatMap((way) =>
      names.flatMap((_, place) => (way.includes(place) ? [] : [way.with(person, place)])),
    );
    const now = clues.flatMap(({ items }, index) =>
      used.has(index) || items.some((item) => tried[0]?.[item] === -1) ? [] : [index],
    );
    for (const index of now) used.add(index);
    ways = tried.filter((way) => now.every((index) => holds(clues[index] as Clue, way)));
    const checked = now.map(
      (index) => `clue ${index + 1} (${clueSentence(clues[index] as Clue, situation).slice(0, -1)})`,
    );
    const left =
      now.length === 0
        ? ''
        : `, of which ${checked.join(' and ')} ${now.length === 1 ? 'leaves' : 'leave'} ${ways.length}`;
    return `- ${names[person]}: ${tried.length} ways${left}.`;
  });
}

function tally(
  question: Question,
  index: number,
  situation: Situation,
  arrangements: readonly Arrangement[],
): string {
  const counts = tallyOf(question, arrangements);
  const most = Math.max(...counts.map(([, count]) => count));
  const gain = arrangements.length - most;
  const answers = counts.map(([answer, count]) => `${replyText(question, answer, situation)} ${count}`);
  return `- ${questionId(index)} (${questionSentence(question, situation).slice(0, -1)}): ${answers.join(', ')}. The most frequent answer leaves ${most} and rules out ${gain}: ${gain}/${question.price} = ${(gain / question.price).toFixed(3)}.`;
}

function replyText({ kind }: Question, answer: number, { names, place }: Situation): string {
  switch (kind) {
    case 'place':
      return `${place} ${answer + 1}:`;
    case 'who':
      return `${names[answer]}:`;
    case 'apart':
      return `${answer} ${answer === 1 ? place : pluralOf(place)}:`;
    default:
      return answer === 1 ? 'yes:' : 'no:';
  }
}

function inOrder(arrangement: Arrangement, names: readonly string[]): string {
  const row: string[] = [];
  for (const [person, name] of names.entries()) row[arrangement[person] as number] = name;
  return row.join(', ');
}
