import { run } from 'clingo-wasm';
import { describe, expect, it } from 'vitest';
import { corners, randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { missingInformation } from '../../../domains/reasoning/b6-missing-information.ts';
import { canonicalSituation } from '../../../domains/reasoning/missing/canonical.ts';
import { generateTask, gradeText, referenceText } from '../../../domains/task.ts';

type Reference = ReturnType<typeof missingInformation.generate>['reference'];

const skill = missingInformation as Skill;

function referenceAt(parameters: Parameters, seed: string): Reference {
  return generateTask('reasoning', skill, parameters, seed).reference as Reference;
}

function drawnParameters(seed: number): Parameters {
  return randomVector(skill, new RandomStream(`missing ${seed}`));
}

interface Exported {
  readonly places: number;
  readonly people: readonly string[];
  readonly questions: readonly {
    readonly id: string;
    readonly kind: string;
    readonly about: readonly (string | number)[];
    readonly price: number;
  }[];
}

/** The places of all people in every answer set of the export. */
async function arrangementsOf(reference: Reference): Promise<Map<string, number>[]> {
  const result = await run(missingInformation.oracle(reference).asp as string, 0);
  if (result.Result === 'ERROR') throw new Error(result.Error);
  return (result.Call[0]?.Witnesses ?? []).map(
    ({ Value }) =>
      new Map(
        Value.map((atom) => {
          const [, name, place] = /^at\("(.+)",(\d+)\)$/.exec(atom) ?? [];
          return [name as string, Number(place)];
        }),
      ),
  );
}

/** How many arrangements the most frequent reply leaves, by question id; read off the export alone. */
function leftBy(exported: Exported, arrangements: readonly Map<string, number>[]): Map<string, number> {
  return new Map(
    exported.questions.map(({ id, kind, about }) => {
      const replies = arrangements.map((places) => {
        const at = about.map((item) => places.get(`${item}`) as number);
        const [a, b] = at as [number, number];
        if (kind === 'place') return `${a}`;
        if (kind === 'who') return [...places].find(([, place]) => place === about[0])?.[0];
        if (kind === 'left') return `${a < b}`;
        if (kind === 'next') return `${Math.abs(a - b) === 1}`;
        return `${Math.abs(a - b)}`;
      });
      const groups = [...Map.groupBy(replies, (reply) => reply).values()];
      return [id, Math.max(...groups.map((group) => group.length))];
    }),
  );
}

describe('the truth of missing information', () => {
  it('is that of the answer sets of the export, and no question beats the best', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const reference = referenceAt(seed % 2 === 0 ? {} : drawnParameters(seed), `clingo ${seed}`);
      const exported = JSON.parse(missingInformation.oracle(reference).constraints as string) as Exported;
      const arrangements = await arrangementsOf(reference);
      const left = leftBy(exported, arrangements);
      const answer = missingInformation.answer(reference);
      expect(arrangements.length).toBe(answer.arrangements);
      expect(left.get(answer.question)).toBe(answer.left);
      const worthOf = (id: string, price: number) => (arrangements.length - (left.get(id) as number)) / price;
      const best = Math.max(...exported.questions.map(({ id, price }) => worthOf(id, price)));
      for (const { id, price } of exported.questions) {
        const own = { ...answer, question: id, left: left.get(id) as number };
        const category = missingInformation.category(reference, own);
        const share = worthOf(id, price) / best;
        expect(category).toBe(share === 1 ? 4 : share >= 0.5 ? 3 : 2);
        expect(missingInformation.verify(reference, own)).toBe(share === 1);
      }
    }
  }, 20_000);

  it('is wanted whole: counts and question are graded apart, and a question alone is worth nothing', () => {
    for (let seed = 0; seed < 200; seed++) {
      const reference = referenceAt(drawnParameters(seed), `grading ${seed}`);
      const right = missingInformation.answer(reference);
      expect(gradeText(skill, reference, referenceText(skill, reference)).score).toBe(1);
      const grade = (change: Partial<typeof right>) => {
        const answer = { ...right, ...change };
        const category = missingInformation.category(reference, answer);
        expect(missingInformation.verify(reference, answer)).toBe(category === 4);
        return category;
      };
      expect(grade({ left: right.left + 1 })).toBe(2);
      expect(grade({ question: 'Q0' })).toBe(1);
      expect(grade({ arrangements: 2 * right.arrangements })).toBe(0);
      expect(grade({ arrangements: right.arrangements + 1 })).toBe(right.arrangements >= 20 ? 1 : 0);
      expect(grade({ arrangements: right.arrangements + 0.5 })).toBeLessThanOrEqual(1);
    }
  });
});

describe('an instance of missing information', () => {
  it('is reached at every corner, with realised values within their ranges', () => {
    for (const [corner, parameters] of corners(skill, 'corners').entries()) {
      const { features, disagreements } = generateTask('reasoning', skill, parameters, `corner ${corner}`);
      expect(disagreements).toBe(0);
      for (const [name, { min, max }] of Object.entries(missingInformation.parameters)) {
        expect(features[name]).toBeGreaterThanOrEqual(min);
        expect(features[name]).toBeLessThanOrEqual(max);
      }
    }
  });

  it('has one canonical form whoever is who, in any order, and another for another price or a clue less', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = new RandomStream(`isomorphs ${seed}`);
      const reference = referenceAt(drawnParameters(seed), `isomorphs ${seed}`);
      const { clues, questions } = reference;
      const form = canonicalSituation(reference);
      const renamed = random.shuffle(reference.names.map((_, person) => person));
      const isomorph = {
        ...reference,
        clues: random.shuffle(
          clues.map((clue) => ({ ...clue, items: clue.items.map((person) => renamed[person] as number) })),
        ),
        questions: random.shuffle(
          questions.map((question) => ({
            ...question,
            about:
              question.kind === 'who'
                ? question.about
                : question.about.map((person) => renamed[person] as number),
          })),
        ),
      };
      expect(canonicalSituation(isomorph)).toBe(form);
      for (const [at, question] of questions.entries()) {
        const dearer = questions.with(at, { ...question, price: question.price + 30 });
        expect(canonicalSituation({ ...reference, questions: dearer })).not.toBe(form);
      }
      for (const at of clues.keys())
        expect(canonicalSituation({ ...reference, clues: clues.toSpliced(at, 1) })).not.toBe(form);
    }
  });

  it('has a solution that ends in the answer and counts every question', () => {
    for (let seed = 0; seed < 60; seed++) {
      const reference = referenceAt(drawnParameters(seed), `solution ${seed}`);
      const lines = missingInformation.solution(reference).split('\n');
      const { arrangements, question, left } = missingInformation.answer(reference);
      expect(lines.at(-1)).toContain(`${arrangements} arrangements, question ${question}, ${left} left.`);
      const tallies = lines.filter((line) => /^- Q\d+ \(/.test(line));
      expect(tallies.length).toBe(reference.questions.length);
      for (const line of tallies) {
        const counts = [...line.matchAll(/: (\d+)(?=[,.])/g)].map(([, count]) => Number(count));
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(arrangements);
      }
      const last = lines.findLast((line) => /^- \S+: \d+ ways?/.test(line));
      expect(last?.match(/(\d+)\D*$/)?.[1]).toBe(`${arrangements}`);
    }
  });
});
