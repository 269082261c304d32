import { endsWithQuestion } from '../last-question.ts';

export interface PromptRoad {
  readonly ends: readonly [number, number];
  readonly fuel: number;
  readonly coins: number;
  readonly passes: number;
}

export interface PromptParcel {
  readonly name: string;
  /** Place where it waits; null when it is aboard or delivered. */
  readonly from: number | null;
  readonly to: number;
  readonly weight: number;
  /** 0 waiting, 1 aboard, 2 delivered */
  readonly status: number;
}

/** How much there is of what can run out; without end where the prompt does not speak of it. */
export interface PromptLimits {
  readonly tank: number;
  readonly coins: number;
  readonly load: number;
  readonly passes: number;
}

export type ResourceKey = keyof PromptLimits;

/** A task of a vehicle that takes parcels along roads. */
export interface HaulagePrompt {
  readonly places: readonly string[];
  readonly roads: readonly PromptRoad[];
  /** Price of filling up at each place; null where it cannot be done. */
  readonly prices: readonly (number | null)[];
  readonly parcels: readonly PromptParcel[];
  readonly at: number;
  readonly fuel: number;
  readonly limits: PromptLimits;
  /** What the limited resources are called. */
  readonly names: ReadonlyMap<ResourceKey, string>;
  /** The words of steps: to drive, to fill up, to load and to deliver. */
  readonly verbs: readonly [drive: string, refuel: string, load: string, deliver: string];
}

const openingLine = /^An? \S+ is to take (?:an? )?\S+ from one \S+ to another\.$/gm;
const budgetSentence = /^If there is no such plan, then exactly one of .* stands in the way: /;
const roadLine =
  /^- (\S+) - (\S+): (\d+) \S+?(?:, (?:no toll|toll (\d+) \S+?))?(?:, (?:no (?!toll)\S+|(\d+) \S+))?$/gm;
const pumpLine = /^- (\S+): filling up (?:is free|costs (\d+) \S+)$/gm;
const parcelLine = /^- (\S+): (?:waiting at (\S+)|(aboard)), to go to (\S+?)(?:, weight (\d+))?$/gm;

/** The task within resources that the prompt ends with; null when it is of another kind. */
export function readBudgetPrompt(prompt: string): HaulagePrompt | null {
  return endsWithQuestion(prompt, budgetSentence) ? readHaulage(prompt) : null;
}

/** A task before a surprise, with the old plan and what has changed. */
export interface SurprisePrompt {
  readonly task: HaulagePrompt;
  readonly plan: readonly (readonly string[])[];
  /** Steps of the plan that were carried out. */
  readonly executed: number;
  /** The sentences about what has changed, by their ids. */
  readonly changes: ReadonlyMap<string, string>;
  readonly penalty: number;
}

const surpriseSentence = /^If the goal is out of reach, then one of the changes alone is the reason: /;

/** The re-planning task that the prompt ends with; null when it is of another kind. */
export function readSurprisePrompt(prompt: string): SurprisePrompt | null {
  const task = endsWithQuestion(prompt, surpriseSentence) ? readHaulage(prompt) : null;
  if (task === null) return null;
  const text = prompt.slice([...prompt.matchAll(openingLine)].at(-1)?.index);
  const executed = /^Steps? 1(?: to (\d+))? (?:was|were) carried out\. Then this happened:$/m.exec(text);
  const penalty = / that you do not keep, (\d+) more (?:is|are) added\./.exec(text);
  return {
    task,
    plan: [...text.matchAll(/^\d+\. \["(.*)"\]$/gm)].map(([, words]) => (words as string).split('","')),
    executed: executed === null ? 0 : Number(executed[1] ?? 1),
    changes: new Map(
      [...text.matchAll(/^(S\d+)\. (.*)$/gm)].map(([, id, said]) => [id as string, said as string]),
    ),
    penalty: Number(penalty?.[1] ?? 0),
  };
}

function readHaulage(prompt: string): HaulagePrompt | null {
  const opening = [...prompt.matchAll(openingLine)].at(-1);
  if (opening === undefined) return null;
  const text = prompt.slice(opening.index);
  const places: string[] = [];
  const placeAt = (name: string) => {
    if (!places.includes(name)) places.push(name);
    return places.indexOf(name);
  };
  const roads = [...text.matchAll(roadLine)].map(
    ([, a, b, fuel, coins, passes]): PromptRoad => ({
      ends: [placeAt(a as string), placeAt(b as string)],
      fuel: Number(fuel),
      coins: Number(coins ?? 0),
      passes: Number(passes ?? 0),
    }),
  );
  const pumps = [...text.matchAll(pumpLine)].map(([, name, price]) => ({
    place: placeAt(name as string),
    price: Number(price ?? 0),
  }));
  const parcels = [...text.matchAll(parcelLine)].map(
    ([, name, from, aboard, to, weight]): PromptParcel => ({
      name: name as string,
      from: from === undefined ? null : placeAt(from),
      to: placeAt(to as string),
      weight: Number(weight ?? 1),
      status: aboard === undefined ? 0 : 1,
    }),
  );
  const at = /^- It is at (\S+)\.$/m.exec(text);
  const tank = /^- It has (\d+) units? of \S+; its (\S+) can hold (\d+)\.$/m.exec(text);
  const room = /^- (\S+): room for a total weight of (\d+)$/m.exec(text);
  const stocks = [...text.matchAll(/^- (\S+): (\d+)$/gm)];
  const priced = /^- \S+: filling up costs /m.test(text);
  const coins = priced ? stocks.shift() : undefined;
  const passes = stocks.shift();
  const verbs = [...text.matchAll(/^- \["(\S+)", [AP](?:, [AB])?\]: /gm)].map(([, verb]) => verb as string);
  if (at === null || tank === null || verbs.length !== 4 || parcels.length === 0) return null;
  const names = new Map<ResourceKey, string>([['tank', tank[2] as string]]);
  if (coins) names.set('coins', coins[1] as string);
  if (room) names.set('load', room[1] as string);
  if (passes) names.set('passes', passes[1] as string);
  const amount = (match: RegExpMatchArray | null | undefined) =>
    match ? Number(match[2]) : Number.POSITIVE_INFINITY;
  const start = placeAt(at[1] as string);
  return {
    places,
    roads,
    prices: places.map((_, place) => pumps.find((pump) => pump.place === place)?.price ?? null),
    parcels,
    at: start,
    fuel: Number(tank[1]),
    limits: { tank: Number(tank[3]), coins: amount(coins), load: amount(room), passes: amount(passes) },
    names,
    verbs: verbs as [string, string, string, string],
  };
}
