import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerText } from '../../domains/answer.ts';
import { findSkill, findSkills, listSkills } from '../../domains/catalogue.ts';
import { InstanceRejected, type Skill } from '../../domains/contract.ts';
import { seedAt } from '../../domains/random.ts';
import {
  categoryOfShare,
  completeParameters,
  generateTask,
  gradeText,
  gradeWith,
  referenceText,
} from '../../domains/task.ts';
import { sortFromPrompt, toySkill } from '../support/toy-skill.ts';

const toy = toySkill as Skill;
const every = [{ name: 'toy/T1', domain: 'toy', skill: toy }].concat(
  listSkills().map(({ domain, skill }) => ({ name: `${domain.id}/${skill.id}`, domain: domain.id, skill })),
);

describe.each(every)('generateTask of $name', ({ domain, skill }) => {
  it('is a function of its arguments', () => {
    const [a, b] = [1, 2].map(() => generateTask(domain, skill, {}, 'same'));
    expect(JSON.stringify(a)).toBe(JSON.stringify(b));
  });

  it('shares no task between seeds 42 and 43', () => {
    const canonicals = (seed: string) =>
      Array.from(
        { length: 40 },
        (_, index) => generateTask(domain, skill, {}, seedAt(seed, index)).canonical,
      );
    const known = new Set(canonicals('42'));
    expect(canonicals('43').filter((canonical) => known.has(canonical))).toEqual([]);
  });

  it('realises every parameter and no other feature', () => {
    const { features, parameters } = generateTask(domain, skill, {}, 'features');
    expect(Object.keys(features).toSorted()).toEqual(Object.keys(skill.parameters).toSorted());
    expect(Object.keys(parameters)).toEqual(Object.keys(skill.parameters));
  });

  it('keeps its reference plain JSON and its answer out of the prompt', async () => {
    const task = generateTask(domain, skill, {}, 'plain');
    expect(JSON.parse(JSON.stringify(task.reference))).toEqual(task.reference);
    const answer = JSON.stringify(skill.answer(task.reference));
    expect(task.prompt.includes(answer)).toBe(false);
    const asExpected = async () => skill.execution!.expected(task.reference);
    const text = referenceText(skill, task.reference);
    expect((await gradeWith(asExpected, skill, task.reference, text)).score).toBe(1);
  });
});

describe('generateTask', () => {
  it('tries another draw when one is rejected, and stays a function of its arguments', () => {
    const picky = {
      ...toy,
      generate(...given: Parameters<Skill['generate']>) {
        const instance = toy.generate(...given);
        if (instance.features.items! % 2 === 1) throw new InstanceRejected('odd');
        return instance;
      },
    };
    const items = (seed: string) => generateTask('toy', picky, { items: 8.5 }, seed).features.items;
    for (const seed of ['a', 'b', 'c', 'd', 'e']) expect([items(seed), items(seed)]).toEqual([8, 8]);
  });

  it('counts the draws on which the checkers disagree', () => {
    let calls = 0;
    const unsure = { ...toy, verify: () => ++calls > 3 };
    expect(generateTask('toy', unsure, {}, 'unsure').disagreements).toBe(3);
  });

  it('says which parameters a generator cannot reach, and passes its bugs on', () => {
    const never = () => {
      throw new InstanceRejected('never');
    };
    expect(() => generateTask('toy', { ...toy, generate: never }, { items: 7 }, 's')).toThrow(
      /no instance.*"items":7/,
    );
    const broken = () => {
      throw new TypeError('a bug');
    };
    expect(() => generateTask('toy', { ...toy, generate: broken }, {}, 's')).toThrow('a bug');
  });
});

describe('completeParameters', () => {
  it('fills in defaults and refuses what the skill does not have', () => {
    expect(completeParameters(toy, { items: 7 })).toEqual({ items: 7, spread: 100 });
    expect(() => completeParameters(toy, { size: 7 })).toThrow(/no parameter size; it has items, spread/);
    expect(() => completeParameters(toy, { items: 17 })).toThrow(/17 is outside 6 to 16/);
    expect(() => completeParameters(toy, { items: Number.NaN })).toThrow(RangeError);
  });
});

describe('gradeText', () => {
  const { reference, prompt } = generateTask('toy', toy, { items: 8 }, 'grades');
  const right = toy.answer(reference) as number[];

  it('gives an agent that reads the prompt everything', () => {
    expect(gradeText(toy, reference, sortFromPrompt(prompt))).toEqual({ score: 1, category: 4, cause: null });
  });

  it('names WRONG what is read and not whole, and passes the extractor’s causes on', () => {
    expect(gradeText(toy, reference, answerText(right.toReversed()))).toMatchObject({
      score: 0,
      cause: 'WRONG',
    });
    expect(gradeText(toy, reference, answerText('none'))).toEqual({ score: 0, category: 0, cause: 'SCHEMA' });
    expect(gradeText(toy, reference, '', true)).toEqual({ score: 0, category: 0, cause: 'TRUNCATED' });
  });

  it('leaves a valid answer that is not the best without a cause', () => {
    const costly = { ...toy, category: () => 3 as const };
    expect(gradeText(costly, reference, answerText(right))).toEqual({
      score: 0.75,
      category: 3,
      cause: null,
    });
  });
});

describe('categoryOfShare', () => {
  it.each([
    [0.5, 0.5, 0],
    [0.2, 0.5, 0],
    [0.51, 0.5, 1],
    [0.75, 0.5, 1],
    [0.76, 0.5, 2],
    [0.99, 0.5, 2],
    [1, 0.5, 4],
    [0.5, 0, 1],
  ])('puts a share of %d above a chance of %d into category %d', (share, chance, category) => {
    expect(categoryOfShare(share, chance)).toBe(category);
  });

  it('never falls as the share rises', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(unit, unit, fc.double({ min: 0, max: 0.9, noNaN: true }), (a, b, chance) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(categoryOfShare(low, chance)).toBeLessThanOrEqual(categoryOfShare(high, chance));
      }),
      { seed: 5, numRuns: 300 },
    );
  });
});

describe('the catalogue', () => {
  it('finds every listed skill by its name, and names are not used twice', () => {
    const names = listSkills().map(({ domain, skill }) => `${domain.id}/${skill.id}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { domain, skill } of listSkills()) {
      expect(findSkill(`${domain.id}/${skill.id}`)).toEqual({ domain, skill });
      expect(findSkills(domain.id)).toContainEqual({ domain, skill });
    }
  });

  it('has only skills with sound ranges that do not need themselves', () => {
    for (const { skill } of listSkills()) {
      expect(skill.prerequisites).not.toContain(skill.id);
      for (const { min, max, default: usual, scale } of Object.values(skill.parameters)) {
        expect(min <= usual && usual <= max && min < max).toBe(true);
        if (scale === 'log') expect(min).toBeGreaterThan(0);
      }
    }
  });

  it.each([
    ['reasoning/Z9', /no skill reasoning\/Z9; reasoning has/],
    ['chess/B5', /no domain chess; there is reasoning/],
    ['B5', /DOMAIN\/SKILL, as in reasoning\/B5/],
    ['reasoning/B5/x', /DOMAIN\/SKILL/],
  ])('says what is wrong with %s', (name, message) => {
    expect(() => findSkill(name)).toThrow(message);
  });
});
