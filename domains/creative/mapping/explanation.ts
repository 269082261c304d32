import type { ReferencePool } from '../novelty.ts';
import { type Analogy, type Brief, Carrier, verbCounts } from './analogy.ts';
import { placingOrder } from './search.ts';
import {
  conditionLines,
  partnersText,
  statementId,
  statementText,
  verbsText,
  type Words,
} from './wording.ts';

/** Strategies that are listed one by one. */
const listedMax = 8;

/** How analogies are found, what the reference carries over and meets, and why its strategy is unusual. */
export function explain(
  brief: Brief,
  words: Words,
  pool: ReferencePool,
  valid: number,
  reference: Analogy,
  strategy: string,
): string {
  const { first } = brief;
  const order = placingOrder(first.statements, first.traits.length);
  const images = new Carrier(brief).imagesOf(reference);
  const strategies = Object.keys(pool).sort(
    (left, right) => pool[right]! - pool[left]! || (left < right ? -1 : 1),
  );
  const sum = (among: readonly string[]) => among.reduce((total, name) => total + pool[name]!, 0);
  const greater = strategies.filter((name) => pool[name]! > pool[strategy]!);
  const more = strategies.length - listedMax;
  return [
    'Try each way to turn the verbs, and give people their partners one after another. Take those first who are in the most statements with the people before them:',
    `${order.map((person) => words.names[0]![person]).join(', ')}.`,
    'A statement is lost as soon as it can no longer be carried over, and with it the statements about it. Give a way up as soon as too many statements are lost, and check the conditions as early as the people that they speak of have partners.',
    `Go on after the first valid analogy, since a rare strategy is wanted: there are ${valid} valid analogies, of ${strategies.length} strategies. Their weights:`,
    ...strategies
      .slice(0, listedMax)
      .map((name) => `- ${strategyText(name, brief, words)}: weight ${pool[name]}`),
    ...(more > 0 ? [`- ${more} more of no greater weight`] : []),
    `One valid analogy: ${verbsText(reference, words)}; ${partnersText(reference, words)}.`,
    'What the statements turn into:',
    ...first.statements.map((statement, index) => {
      const image = images[index]!;
      const own = `- ${statementId(0, index)} (${statementText(statement, 0, words)})`;
      if (image < 0) return `${own} is not carried over.`;
      return `${own} turns into ${statementId(1, image)} (${statementText(brief.second.statements[image]!, 1, words)}).`;
    }),
    `All ${conditionLines(brief, words).length} conditions are met. Its strategy is this: ${strategyText(strategy, brief, words)}. The weight of the strategy is ${pool[strategy]}. Of the weight of all valid analogies, ${sum(strategies)}, strategies of greater weight have ${sum(greater)}, at least half. So it is unusual.`,
    `So the answer is ${partnersText(reference, words)}, where ${verbsText(reference, words)}.`,
  ].join('\n');
}

/** A fingerprint with the words of the prompt. */
function strategyText(fingerprint: string, { first, second }: Brief, { verbs }: Words): string {
  const [turns, kept] = fingerprint.split(', ') as [string, string];
  const [counts, others] = [verbCounts(first.statements), verbCounts(second.statements)];
  const texts = turns.split(' ').map((turn) => {
    const [from, to] = turn.split('>').map(Number) as [number, number];
    return `${verbs[0]![counts.indexOf(from)]} → ${verbs[1]![others.indexOf(to)]}`;
  });
  return `${texts.join(', ')}, ${Number.parseInt(kept, 10)} of ${first.traits.length} people keep their trait`;
}
