import { describe, expect, it } from 'vitest';
import { briefs } from '../../../agents/creative/briefs.ts';
import { Budget } from '../../../agents/solver.ts';
import { answerText } from '../../../domains/answer.ts';
import { randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { association } from '../../../domains/creative/d1-association.ts';
import { openBrief } from '../../../domains/creative/d7-open-brief.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeText, referenceText, type Task } from '../../../domains/task.ts';

type Reference = ReturnType<typeof openBrief.generate>['reference'];
interface Exported {
  readonly kind: string;
  readonly word: string;
  readonly words: readonly string[];
  readonly letter: string;
  readonly count: number;
  readonly least?: number;
  readonly most?: number;
  readonly sentence: number;
}

const skill = openBrief as Skill;

function taskAt(parameters: Parameters, seed: string): Task & { readonly reference: Reference } {
  return generateTask('creative', skill, parameters, seed) as Task & { readonly reference: Reference };
}

function conditionsOf(reference: Reference): Exported[] {
  return JSON.parse(openBrief.oracle(reference).constraints!).conditions;
}

const wordsIn = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];

/** Whether plain sentences of letters, commas and final marks meet an exported condition. */
function meets(condition: Exported, sentences: readonly string[]): boolean {
  const words = wordsIn(sentences.join(' '));
  const { kind, word, letter, count, least = count, most = count } = condition;
  const number = (of: number) => of >= least && of <= most;
  const has = (text: string, wanted: string) => new RegExp(`\\b${wanted}\\b`, 'i').test(text);
  const text = sentences.join(' ');
  switch (kind) {
    case 'length':
      return number(words.length);
    case 'sentences':
      return number(sentences.length);
    case 'use':
      return has(text, word);
    case 'times':
      return number(words.filter((other) => other === word).length);
    case 'avoid':
      return !condition.words.some((banned) => has(text, banned));
    case 'letter':
      return !text.toLowerCase().includes(letter);
    case 'acrostic':
      return [...word].every((initial, index) => sentences[index]?.[0]?.toLowerCase() === initial);
    case 'span':
      return sentences.every((own) => number(wordsIn(own).length));
    case 'first':
      return words[0] === word;
    case 'last':
      return words.at(-1) === word;
    case 'questions':
      return number(sentences.filter((own) => own.endsWith('?')).length);
    case 'place':
      return has(sentences[condition.sentence - 1] ?? '', word);
    case 'order': {
      const [one, other] = condition.words as readonly [string, string];
      return has(text, other) && has(text.slice(0, text.search(new RegExp(`\\b${other}\\b`, 'i'))), one);
    }
    case 'initial':
      return number(words.filter((own) => own[0] === letter).length);
    case 'longest':
      return Math.max(...words.map((own) => own.length)) <= most;
    case 'openings':
      return new Set(sentences.map((own) => wordsIn(own)[0])).size === sentences.length;
    case 'commas':
      return number(text.split(',').length - 1);
    default:
      throw new RangeError(kind);
  }
}

/** The text with a word dropped, added or replaced, a sentence moved, doubled or dropped, or a mark changed. */
function changed(sentences: readonly string[], random: RandomStream): string[] {
  const at = random.int(0, sentences.length - 1);
  const words = sentences[at]!.split(' ');
  const place = random.int(0, words.length - 1);
  const others = random.pick([
    ['Jackdaws', 'love', 'my', 'big', 'sphinx', 'of', 'quartz', 'you', 'very'],
    sentences.join(' ').match(/[a-z]+/g)!,
  ]);
  switch (random.int(0, 6)) {
    case 0:
      return words.length === 1 ? [...sentences] : sentences.with(at, words.toSpliced(place, 1).join(' '));
    case 1:
      return sentences.with(at, words.toSpliced(place, 0, random.pick(others)).join(' '));
    case 2:
      return sentences.with(at, words.with(place, random.pick(others)).join(' '));
    case 3:
      return sentences.toSpliced(at, 1).toSpliced(random.int(0, sentences.length - 1), 0, sentences[at]!);
    case 4:
      return sentences.with(at, `${sentences[at]!.slice(0, -1)}${random.pick(['?', '.', ','])}`);
    case 5:
      return sentences.toSpliced(at, 0, sentences[at]!);
    default:
      return sentences.length === 1 ? [...sentences] : sentences.toSpliced(at, 1);
  }
}

describe('the conditions of a brief', () => {
  it('are all met by the plain text, and of changed texts grading and checker tell what the export says', () => {
    const kinds = new Map<string, Set<boolean>>();
    let [whole, broken] = [0, 0];
    for (let seed = 0; seed < 120; seed++) {
      const { reference } = taskAt(
        randomVector(skill, new RandomStream(`brief ${seed}`)),
        `conditions ${seed}`,
      );
      const conditions = conditionsOf(reference);
      const random = new RandomStream(`changes ${seed}`);
      let sentences = [...reference.sentences];
      for (let change = 0; change < 12; change++) {
        const met = conditions.map((condition) => meets(condition, sentences));
        conditions.forEach(({ kind }, index) => {
          kinds.set(kind, (kinds.get(kind) ?? new Set()).add(met[index]!));
        });
        const isWhole = met.every((each) => each);
        if (change === 0) expect(isWhole).toBe(true);
        isWhole ? whole++ : broken++;
        expect(openBrief.aspects!(reference, { sentences })).toEqual({
          conditions: met.filter((each) => each).length / met.length,
        });
        expect(openBrief.category(reference, { sentences }) === 4).toBe(isWhole);
        expect(openBrief.verify(reference, { sentences })).toBe(isWhole);
        sentences = changed(change % 4 === 0 ? reference.sentences : sentences, random);
      }
    }
    expect(kinds.size).toBe(17);
    for (const [kind, seen] of kinds) expect([kind, seen.size]).toEqual([kind, 2]);
    expect(Math.min(whole, broken)).toBeGreaterThan(150);
  });

  it('are as many as the feature says, in a prompt whose sentences agree with their numbers', () => {
    for (let seed = 0; seed < 60; seed++) {
      const parameters = randomVector(skill, new RandomStream(`wording ${seed}`));
      const { prompt, features, reference } = taskAt(parameters, `wording ${seed}`);
      expect(prompt.match(/^\d+\. /gm)).toHaveLength(features.constraints!);
      expect(prompt).not.toMatch(
        /\b1 (words|sentences|commas|characters)\b|\ba [aeiou]|\ban [^aeiou]|undefined/,
      );
      for (const { id } of openBrief.judging!.questions(reference)) expect(id).toMatch(/^[a-z-]+$/);
      for (const { text } of openBrief.judging!.questions(reference)) expect(prompt).toContain(`- ${text}`);
      expect(prompt).toContain(openBrief.judging!.assignment(reference));
      expect(openBrief.solution(reference)).toContain(JSON.stringify(openBrief.answer(reference)));
    }
  });
});

describe('an answer to a brief', () => {
  const { reference } = taskAt({}, 'answer');

  it('that is whole is worth what its panel says, and one that is not is worth nothing more for it', () => {
    const whole = openBrief.answer(reference);
    const worth = (...shares: number[]) =>
      openBrief.category(
        reference,
        whole,
        undefined,
        Object.fromEntries(shares.map((share, index) => [`q${index}`, share])),
      );
    expect([worth(0, 0), worth(1, 0), worth(1, 1 / 3), worth(1, 1)]).toEqual([0, 1, 2, 4]);
    const cut = { sentences: whole.sentences.slice(0, 1) };
    const unjudged = openBrief.category(reference, cut);
    expect(unjudged).toBeLessThan(3);
    expect(openBrief.category(reference, cut, undefined, { q: 1 })).toBe(unjudged);
    expect(openBrief.aspects!(reference, whole, { a: 1, b: 0.5 })).toEqual({ conditions: 1, panel: 0.75 });
  });

  it.each([
    ['a letter that only looks Latin', ['Th\u0435 lamp.']],
    ['a mark that nobody sees', ['The la\u200bmp.']],
    ['a line of its own within a sentence', ['The lamp.\nFINAL ANSWER']],
    ['nothing', []],
    ['an empty sentence', ['']],
    ['more sentences than any text has', Array(500).fill('No.')],
    ['a sentence without end', ['no '.repeat(5_000)]],
  ])('with %s is refused', (_, sentences) => {
    expect(gradeText(skill, reference, answerText({ sentences }))).toMatchObject({
      score: 0,
      cause: 'SCHEMA',
    });
  });

  it('is read in time that does not grow with what is in it', () => {
    const hostile = ["a'".repeat(2_000), 'a-'.repeat(2_000), ','.repeat(4_000), ' '.repeat(4_000)];
    const sentences = Array.from({ length: 120 }, (_, index) => hostile[index % 4]!);
    const startedMs = performance.now();
    expect(gradeText(skill, reference, answerText({ sentences })).score).toBeLessThan(1);
    expect(openBrief.verify(reference, { sentences })).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it('may have curly apostrophes and other dashes', () => {
    const length = { kind: 'length', least: 4, most: 4 } as const;
    const own = { ...reference, conditions: [length] };
    const answer = { sentences: ['It’s a well‐known — café!'] };
    expect(openBrief.category(own, answer)).toBe(4);
    expect(openBrief.verify(own, answer)).toBe(true);
  });
});

describe('the agent for briefs', () => {
  const solve = (
    task: Task,
    strategy: 'blind' | 'guided' | 'learner',
    nodesMax: number,
    techniques?: Set<string>,
  ) => {
    const answer = briefs.solve(task.prompt, strategy, new Budget(nodesMax), techniques);
    return gradeText(skill, task.reference, answerText(answer)).score;
  };
  const meanAt = (
    constraints: number,
    nodesMax: number,
    ...how: ['blind' | 'guided' | 'learner', Set<string>?]
  ) => {
    const tasks = Array.from({ length: 24 }, (_, seed) => taskAt({ constraints }, `agent ${seed}`));
    return tasks.reduce((sum, task) => sum + solve(task, how[0], nodesMax, how[1]), 0) / tasks.length;
  };

  it('solves from the prompt alone, guided at once and blind in the end', () => {
    expect(meanAt(5, 20_000, 'guided')).toBeGreaterThan(0.98);
    expect(meanAt(5, 20_000, 'blind')).toBeGreaterThan(0.7);
    expect(meanAt(5, 10, 'guided')).toBeLessThan(0.2);
  });

  it('succeeds less often, within its budget, the more conditions there are', () => {
    for (const [strategy, nodesMax] of [
      ['guided', 100],
      ['blind', 5_000],
    ] as const) {
      const [few, some, many] = [2, 6, 12].map((constraints) => meanAt(constraints, nodesMax, strategy));
      expect(some).toBeLessThan(few!);
      expect(many).toBeLessThan(some!);
    }
  });

  it('learns from a worked solution to mend the conditions that it tells of', () => {
    const { prompt, reference } = taskAt({ constraints: 12 }, 'worked');
    const learned = briefs.techniquesIn({ question: prompt, solution: openBrief.solution(reference) });
    expect(learned.length).toBeGreaterThan(6);
    expect(meanAt(5, 300, 'learner', new Set(learned))).toBeGreaterThan(meanAt(5, 300, 'learner') + 0.2);
  });

  it('answers the last question and reads no other kind', () => {
    const [first, second] = [taskAt({}, 'first'), taskAt({}, 'second')];
    const before = `${first.prompt}\n${referenceText(skill, first.reference)}\n${openBrief.solution(first.reference)}`;
    expect(solve({ ...second, prompt: `${before}\n\n${second.prompt}` }, 'guided', 20_000)).toBe(1);
    const other = generateTask('creative', association as Skill, {}, 'other').prompt;
    expect(briefs.reads(`${second.prompt}\n\n${other}`)).toBe(false);
  });
});
