import { describe, expect, it } from 'vitest';
import { answerMessages } from '../../../agents/agent.ts';
import { perturbedAnswers } from '../../../domains/check/perturbation.ts';
import { corners, randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { canonicalSituation } from '../../../domains/creative/association/canonical.ts';
import { isBanned, profileOf } from '../../../domains/creative/association/conditions.ts';
import { distancesOf } from '../../../domains/creative/association/lexicon.ts';
import { sampleValid } from '../../../domains/creative/association/search.ts';
import { conditionSentence } from '../../../domains/creative/association/wording.ts';
import { association } from '../../../domains/creative/d1-association.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeText } from '../../../domains/task.ts';
import { type Exported, judge } from './association-export.ts';

type Reference = ReturnType<typeof association.generate>['reference'];

const skill = association as Skill;
const tiny: Parameters = { setSize: 4, lexicon: 36, banned: 0.4 };

function taskAt(parameters: Parameters, seed: string) {
  const task = generateTask('creative', skill, parameters, seed);
  return { ...task, reference: task.reference as Reference };
}

function drawnParameters(seed: number): Parameters {
  return randomVector(skill, new RandomStream(`association ${seed}`));
}

/** All sets of so many of the words. */
function* setsOf(words: readonly number[], size: number): Generator<number[]> {
  if (size === 0) yield [];
  for (const [index, word] of words.entries())
    for (const rest of setsOf(words.slice(index + 1), size - 1)) yield [word, ...rest];
}

describe('a set of words', () => {
  it('is graded as the export says: by conditions met, and if it meets all by its unlikeness', () => {
    const categories = new Set<number>();
    for (let seed = 0; seed < 40; seed++) {
      const { reference } = taskAt(drawnParameters(seed), `grading ${seed}`);
      const exported = JSON.parse(association.oracle(reference).constraints as string) as Exported;
      const judged = judge(exported);
      const random = new RandomStream(`grading ${seed}`);
      const ordinary = { words: reference.ordinary.map((word) => reference.lexicon.words[word] as string) };
      const answers = [association.answer(reference), ordinary, ...association.blindAnswers(reference)];
      const perturbed = perturbedAnswers(skill, reference, 20, random) as { words: string[] }[];
      for (const answer of [...answers, ...perturbed]) {
        if (!association.answerSchema.safeParse(answer).success) continue;
        const category = association.category(reference, answer);
        const aspects = association.aspects?.(reference, answer);
        const known = answer.words.every((word) => reference.lexicon.words.includes(word));
        if (
          !known ||
          answer.words.length !== reference.size ||
          new Set(answer.words).size !== reference.size
        ) {
          expect([category, aspects]).toEqual([0, { quality: 0, novelty: 0 }]);
          continue;
        }
        const { met, sum } = judged(answer.words);
        const all = exported.conditions.length;
        categories.add(category);
        expect(aspects?.quality).toBeCloseTo(met / all);
        expect(association.verify(reference, answer)).toBe(met === all && sum >= exported.target);
        if (met === all) expect(category).toBe(sum >= exported.target ? 4 : 3);
        else {
          expect(category).toBeLessThanOrEqual(2);
          expect(category > 0).toBe(met / all > reference.chance);
          expect(aspects?.novelty).toBe(0);
        }
      }
      expect(association.category(reference, ordinary)).toBe(3);
    }
    expect([...categories].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('has as novelty the share of the pool that is less unlike', () => {
    const { reference } = taskAt({}, 'novelty');
    const pool = Object.entries(reference.pool).flatMap(([sum, count]) =>
      new Array<number>(count).fill(Number(sum)),
    );
    const exported = JSON.parse(association.oracle(reference).constraints as string) as Exported;
    const judged = judge(exported);
    const best = association.answer(reference);
    const { sum } = judged(best.words);
    const novelty = pool.filter((other) => other < sum).length / pool.length;
    expect(association.aspects?.(reference, best)).toEqual({ quality: 1, novelty });
    expect(novelty).toBeGreaterThanOrEqual(0.75);
  });

  it('makes no grader throw or dawdle', () => {
    const { reference } = taskAt({ setSize: 10, constraints: 12, lexicon: 112 }, 'hostile');
    const hostile = [
      [],
      new Array(100).fill('x'.repeat(100)),
      new Array(10).fill('__proto__'),
      ['__proto__', 'constructor', 'toString', '', ' ', '\u0000', '1', '\ud800', 'İ', 'ſ'],
      association.answer(reference).words.map((word) => word.toUpperCase()),
    ];
    const start = performance.now();
    for (const words of hostile) {
      expect(association.answerSchema.safeParse({ words }).success).toBe(true);
      expect(association.category(reference, { words })).toBe(0);
      expect(association.aspects?.(reference, { words })).toEqual({ quality: 0, novelty: 0 });
      expect(association.verify(reference, { words })).toBe(false);
    }
    expect(performance.now() - start).toBeLessThan(200);
    for (const words of [new Array(101).fill('x'), ['x'.repeat(101)], 'x', [1]])
      expect(
        gradeText(skill, reference, `FINAL ANSWER\n\`\`\`\n${JSON.stringify({ words })}\n\`\`\``).cause,
      ).toBe('SCHEMA');
  });
});

describe('the pool and the target', () => {
  it('are those of all valid sets where there are few', () => {
    let complete = 0;
    for (let seed = 0; seed < 3; seed++) {
      const { reference } = taskAt({ ...tiny, constraints: 6 }, `few ${seed}`);
      const { lexicon, conditions, size, target, pool } = reference;
      const exported = JSON.parse(association.oracle(reference).constraints as string) as Exported;
      const judged = judge(exported);
      const profile = profileOf(lexicon);
      const [ban] = conditions;
      const allowed = [...lexicon.words.keys()].filter(
        (word) => ban?.kind !== 'banned' || !isBanned(profile, ban.classes, word),
      );
      const valid = new Map<string, number>();
      for (const set of setsOf(allowed, size)) {
        const { met, sum } = judged(set.map((word) => lexicon.words[word] as string));
        if (met === conditions.length) valid.set(set.join(), sum);
      }
      const sums = [...valid.values()];
      expect(Math.max(...sums)).toBeGreaterThanOrEqual(target);
      const space = {
        profile,
        conditions: conditions.filter(({ kind }) => kind !== 'banned'),
        allowed,
        size,
        distances: distancesOf(lexicon),
      };
      const found = sampleValid(space, 1_000, 5_000, new RandomStream(`few ${seed}`));
      for (const { set, unlikeness } of found) expect(valid.get(set.join())).toBe(unlikeness);
      if (found.length === valid.size) complete++;
      const below = Object.entries(pool).reduce(
        (sum, [own, count]) => sum + (Number(own) < target ? count : 0),
        0,
      );
      const all = Object.values(pool).reduce((sum, count) => sum + count, 0);
      expect(all).toBeLessThanOrEqual(valid.size);
      expect(below / all).toBeGreaterThanOrEqual(0.75);
    }
    expect(complete).toBeGreaterThanOrEqual(2);
  }, 20_000);
});

describe('an instance', () => {
  it('is reached at every corner, with realised values within their ranges', () => {
    for (const [corner, parameters] of corners(skill, 'corners').entries()) {
      const { features, disagreements, reference } = taskAt(parameters, `corner ${corner}`);
      expect(disagreements).toBe(0);
      expect(JSON.stringify(reference).length).toBeLessThan(30_000);
      for (const [name, { min, max }] of Object.entries(association.parameters)) {
        expect(features[name]).toBeGreaterThanOrEqual(min);
        expect(features[name]).toBeLessThanOrEqual(max);
      }
    }
  });

  it('has one canonical form in any order of words and conditions, and another for another target or bound', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = new RandomStream(`isomorphs ${seed}`);
      const { reference } = taskAt(drawnParameters(seed), `isomorphs ${seed}`);
      const { lexicon, conditions } = reference;
      const order = random.shuffle([...lexicon.words.keys()]);
      const turned = order.map((_, word) => order.indexOf(word));
      const isomorph: Reference = {
        ...reference,
        lexicon: {
          ...lexicon,
          words: order.map((word) => lexicon.words[word] as string),
          classOf: order.map((word) => lexicon.classOf[word] as number),
          ties: random
            .shuffle(lexicon.ties)
            .map(([left, right]) => [turned[right] as number, turned[left] as number]),
        },
        conditions: random.shuffle(conditions),
      };
      const form = canonicalSituation(reference);
      expect(canonicalSituation(isomorph)).toBe(form);
      expect(canonicalSituation({ ...reference, target: reference.target + 1 })).not.toBe(form);
      for (const [at, condition] of conditions.entries()) {
        const looser = conditions.with(at, { ...condition, most: condition.most + 1 });
        expect(canonicalSituation({ ...reference, conditions: looser })).not.toBe(form);
      }
    }
  });

  it('states every condition once, and a solution in whole sentences', () => {
    for (let seed = 0; seed < 60; seed++) {
      const { prompt, reference } = taskAt(drawnParameters(seed), `wording ${seed}`);
      const { conditions, lexicon, size } = reference;
      const sentences = conditions.map((condition) => conditionSentence(condition, lexicon.classes, size));
      expect(new Set(sentences).size).toBe(sentences.length);
      for (const [index, sentence] of sentences.entries())
        expect(prompt).toContain(`\n${index + 1}. ${sentence}\n`);
      expect(prompt).not.toMatch(/undefined|null|NaN|\d{10}/);
      expect(association.solution(reference)).not.toMatch(/undefined|null|NaN/);
    }
  });
});

describe('the agent', () => {
  it('solves from the prompt alone, more often when guided, and learns from worked solutions', () => {
    const solved = { blind: 0, guided: 0, learner: 0 };
    const example = taskAt({ constraints: 12 }, 'example');
    const examples = [example, taskAt({ constraints: 12, setSize: 8 }, 'second')].map(
      ({ prompt, reference }, index) =>
        [
          `--- Example ${index + 1} (score 0.00 of 1) ---`,
          'Question:',
          prompt,
          '',
          'Your answer: {}',
          '',
          'Worked solution:',
          association.solution(reference),
          `--- End of example ${index + 1} ---`,
        ].join('\n'),
    );
    for (let seed = 0; seed < 20; seed++) {
      const { prompt, reference } = taskAt({}, `agent ${seed}`);
      const content = ['NOTEBOOK', ...examples, 'END OF NOTEBOOK', '', prompt].join('\n');
      for (const strategy of ['blind', 'guided', 'learner'] as const) {
        const { text } = answerMessages([{ role: 'user', content }], strategy, 20_000);
        if (gradeText(skill, reference, text).score === 1) solved[strategy]++;
      }
    }
    expect(solved.guided).toBeGreaterThanOrEqual(18);
    expect(solved.learner).toBeGreaterThan(solved.blind);
    expect(solved.guided).toBeGreaterThan(solved.blind);
  }, 30_000);
});
