import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { type Arrangement, people, type Question, questionKinds, worstCaseOf } from './situation.ts';

/** Range of the spread of prices. At one price for all, two questions of two arrangements are always equally good. */
export const spreadMin = 0.1;
export const spreadMax = 0.9;
const triesMax = 200;
/** Of these many ways to give out the prices the one with the closest race is taken. */
const pricings = 6;
const topPriceMin = 12;
const topPriceMax = 24;
/** One question of so many may be of no use at all. */
const uselessEvery = 4;

interface Drawn {
  readonly questions: readonly Question[];
  /** For each question, how many arrangements its most frequent answer leaves. */
  readonly worst: readonly number[];
}

/**
 * Draws different questions, most of which rule something out, with prices of the given spread (1 less the
 * cheapest over the dearest). At least one of them is not the best.
 */
export function drawQuestions(
  count: number,
  spread: number,
  arrangements: readonly Arrangement[],
  random: RandomStream,
): Drawn {
  const seen = new Set<string>();
  const drawn: { readonly question: Question; readonly worst: number }[] = [];
  let useless = 0;
  for (let draw = 0; drawn.length < count; draw++) {
    if (draw === triesMax) throw new InstanceRejected('too few useful questions');
    const question = drawQuestion(random);
    const key = [question.kind, ...question.about.toSorted((left, right) => left - right)].join(' ');
    if (seen.has(key)) continue;
    const worst = worstCaseOf(question, arrangements);
    if (worst === arrangements.length) {
      if ((useless + 1) * uselessEvery > count) continue;
      useless++;
    }
    seen.add(key);
    drawn.push({ question, worst });
  }
  const mixed = random.shuffle(drawn);
  const gains = mixed.map(({ worst }) => arrangements.length - worst);
  const prices = closestRace(gains, spread, random);
  return {
    questions: mixed.map(({ question }, index) => ({ ...question, price: prices[index] as number })),
    worst: mixed.map(({ worst }) => worst),
  };
}

function drawQuestion(random: RandomStream): Question {
  const kind = random.pick(questionKinds);
  const numbers = Array.from({ length: people }, (_, number) => number);
  const about = random.sample(numbers, kind === 'place' || kind === 'who' ? 1 : 2);
  return { kind, about, price: 1 };
}

/** Prices for which the second best worth comes nearest to the best, without reaching it. */
function closestRace(gains: readonly number[], spread: number, random: RandomStream): number[] {
  const top = random.int(topPriceMin, topPriceMax);
  const [least, most] = [Math.ceil(top * (1 - spreadMax)), Math.floor(top * (1 - spreadMin))];
  const bottom = Math.max(least, Math.min(most, random.round(top * (1 - spread))));
  const between = gains.slice(2).map(() => random.int(bottom, top));
  let closest: number[] | null = null;
  let closestRatio = -1;
  for (let pricing = 0; pricing < pricings; pricing++) {
    const prices = random.shuffle([top, bottom, ...between]);
    const worths = gains.map((gain, index) => gain / (prices[index] as number));
    const best = Math.max(...worths);
    const ratio = Math.max(...worths.filter((worth) => worth < best), -1) / best;
    if (ratio > closestRatio) [closest, closestRatio] = [prices, ratio];
  }
  if (closest === null || closestRatio < 0) throw new InstanceRejected('all questions are best');
  return closest;
}
