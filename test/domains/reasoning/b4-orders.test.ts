import { run } from 'clingo-wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corners } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { orders } from '../../../domains/reasoning/b4-orders.ts';
import { canonicalOrders } from '../../../domains/reasoning/orders/canonical.ts';
import { distancesOf } from '../../../domains/reasoning/orders/closure.ts';
import { verdictsByModels } from '../../../domains/reasoning/orders/models.ts';
import {
  type Description,
  type Form,
  formsOf,
  type Kind,
  kinds,
  type Question,
  type Statement,
  stepsOf,
} from '../../../domains/reasoning/orders/relations.ts';
import { verdictWords } from '../../../domains/reasoning/orders/wording.ts';
import { generateTask } from '../../../domains/task.ts';

type Reference = ReturnType<typeof orders.generate>['reference'];

const everyCorner = corners(orders as Skill, 'orders');

function taskAt(parameters: Parameters, seed: string) {
  const task = generateTask('reasoning', orders as Skill, parameters, seed);
  return { ...task, reference: task.reference as Reference };
}

/** One task of each kind. */
function tasksOfEveryKind(parameters: Parameters, seed: string): Reference[] {
  return kinds.map((kind) => {
    for (let draw = 0; draw < 60; draw++) {
      const { reference } = taskAt(parameters, `${seed}/${draw}`);
      if (reference.description.kind === kind) return reference;
    }
    throw new Error(`no task about ${kind}`);
  });
}

/** Whether a statement is true where part p of thing t stands at `places[p][t]`. */
function isTrue({ form, first, second }: Statement, places: readonly (readonly number[])[]): boolean {
  const [a, b] = [first, second].map((thing) => places.map((line) => line[thing] as number)) as [
    number[],
    number[],
  ];
  const [begin, end, otherBegin, otherEnd] = [a[0]!, a[1]!, b[0]!, b[1]!];
  const meanings: Record<Form, boolean> = {
    less: begin < otherBegin,
    leftBeforeArrival: end < otherBegin,
    arrivedBeforeArrival: begin < otherBegin,
    leftBeforeLeaving: end < otherEnd,
    arrivedBeforeLeaving: begin < otherEnd,
    inside: otherBegin < begin && end < otherEnd,
    overlap: begin < otherBegin && otherBegin < end && end < otherEnd,
    leftOf: begin < otherBegin,
    below: end < otherEnd,
    belowLeftOf: begin < otherBegin && end < otherEnd,
    aboveLeftOf: begin < otherBegin && end > otherEnd,
  };
  return meanings[form];
}

function permutations(length: number): number[][] {
  if (length === 0) return [[]];
  return permutations(length - 1).flatMap((shorter) =>
    Array.from({ length }, (_, at) => shorter.toSpliced(at, 0, length - 1)),
  );
}

/** Every way to place the points, by brute force. */
function worldsOf(kind: Kind, things: number): number[][][] {
  if (kind === 'quantity') return permutations(things).map((line) => [line]);
  if (kind === 'grid') {
    const lines = permutations(things);
    return lines.flatMap((columns) => lines.map((rows) => [columns, rows]));
  }
  return permutations(2 * things)
    .map((line) => [line.slice(0, things), line.slice(things)])
    .filter(([begins, ends]) => begins!.every((begin, thing) => begin < ends![thing]!));
}

const sizes = { quantity: 6, visits: 3, grid: 4 } as const;
const worlds = {
  quantity: worldsOf('quantity', 6),
  visits: worldsOf('visits', 3),
  grid: worldsOf('grid', 4),
};

describe('what statements settle', () => {
  it('is alike by transitive closure, by search for models and in all orders one by one', () => {
    const kindAndStatements = fc.constantFrom(...kinds).chain((kind) =>
      fc.tuple(
        fc.constant(kind),
        fc.array(
          fc
            .record({
              form: fc.constantFrom<Form>(...formsOf[kind]),
              first: fc.integer({ min: 0, max: sizes[kind] - 1 }),
              shift: fc.integer({ min: 1, max: sizes[kind] - 1 }),
            })
            .map(
              ({ form, first, shift }): Statement => ({
                form,
                first,
                second: (first + shift) % sizes[kind],
                turned: false,
              }),
            ),
          { maxLength: 5 },
        ),
      ),
    );
    let contradictory = 0;
    fc.assert(
      fc.property(kindAndStatements, ([kind, statements]) => {
        const things = sizes[kind];
        const description: Description = { kind, things, statements };
        const fitting = worlds[kind].filter((places) =>
          statements.every((statement) => isTrue(statement, places)),
        );
        if (fitting.length === 0) contradictory++;
        const points = kind === 'quantity' ? things : 2 * things;
        const closure = distancesOf(points, stepsOf(description));
        const pairs = Array.from(
          { length: points * points },
          (_, index): Question => ({
            left: Math.floor(index / points),
            right: index % points,
          }),
        ).filter(
          ({ left, right }) => left !== right && (kind !== 'grid' || left < things === right < things),
        );
        const found = verdictsByModels(description, pairs);
        for (const [index, { left, right }] of pairs.entries()) {
          const at = (places: number[][], point: number) =>
            places[Math.floor(point / things)]![point % things]!;
          const before = fitting.filter((places) => at(places, left) < at(places, right)).length;
          const after = fitting.length - before;
          const verdict =
            before > 0 && after > 0 ? 'unknown' : before > 0 ? 'less' : after > 0 ? 'greater' : null;
          if (verdict === null) continue;
          expect(found[index]).toBe(verdict);
          const [up, down] = [closure[left]![right]! >= 0, closure[right]![left]! >= 0];
          expect(up ? 'less' : down ? 'greater' : 'unknown').toBe(verdict);
        }
      }),
      { seed: 4, numRuns: 300 },
    );
    expect(contradictory).toBeGreaterThan(10);
    expect(contradictory).toBeLessThan(200);
  });

  it('is what clingo finds in the exported program', async () => {
    const settings = [{}, { relations: 10, chain: 2, indeterminacy: 0.6 }, { relations: 16, removed: 0.6 }];
    for (const [index, setting] of settings.entries()) {
      for (const reference of tasksOfEveryKind(setting, `clingo ${index}`)) {
        const result = await run(orders.oracle(reference).asp as string, 0, ['--enum-mode=cautious']);
        if (result.Result !== 'SATISFIABLE') throw new Error(JSON.stringify(result));
        const cautious = new Set(result.Call[0]?.Witnesses.at(-1)?.Value);
        const read = reference.questions.map((_, question) => {
          if (cautious.has(`less(${question + 1})`)) return 'less';
          return cautious.has(`greater(${question + 1})`) ? 'greater' : 'unknown';
        });
        expect(read).toEqual(reference.verdicts);
      }
    }
  });

  it('follows from the exported constraints', () => {
    for (const reference of everyCorner.map((corner) => taskAt(corner, 'constraints').reference)) {
      const exported = JSON.parse(orders.oracle(reference).constraints as string) as {
        lines: string[][][];
        less: [string[], string[]][];
        questions: {
          id: string;
          left: string[];
          right: string[];
          less: string;
          greater: string;
          unknown: string;
        }[];
      };
      const above = new Map<string, Set<string>>(
        exported.lines.flat().map((point) => [point.join(), new Set()]),
      );
      for (const [low, high] of exported.less) above.get(low.join())!.add(high.join());
      // Warshall's closure.
      for (const [middle, reached] of above) {
        for (const others of above.values())
          if (others.has(middle)) for (const point of reached) others.add(point);
      }
      const answer = exported.questions.map(({ id, left, right, less, greater, unknown }) => {
        if (above.get(left.join())!.has(right.join())) return [id, less];
        return [id, above.get(right.join())!.has(left.join()) ? greater : unknown];
      });
      expect(Object.fromEntries(answer)).toEqual(orders.answer(reference));
    }
  });
});

describe('the example of an answer', () => {
  it('has words that answer the questions it names', () => {
    for (let seed = 0; seed < 30; seed++) {
      const { prompt, reference } = taskAt({}, `example ${seed}`);
      const example = JSON.parse(/^\{.*\}$/m.exec(prompt)![0]) as Record<string, string>;
      const { description, questions, scene } = reference;
      for (const [index, given] of Object.values(example).entries())
        expect(
          Object.values(verdictWords(description.kind, description.things, questions[index]!.left, scene)),
        ).toContain(given);
    }
  });
});

describe('instances of orders', () => {
  it('ask fifteen different questions, at least three of each verdict, and say nothing twice', () => {
    for (const parameters of everyCorner) {
      const { reference, prompt } = taskAt(parameters, 'balance');
      const asked = prompt.match(/^Q\d+\. .*/gm)!.map((line) => line.replace(/^Q\d+/, ''));
      expect(new Set(asked).size).toBe(15);
      for (const verdict of ['less', 'greater', 'unknown'])
        expect(reference.verdicts.filter((value) => value === verdict).length).toBeGreaterThanOrEqual(3);
      const statements = prompt.match(/^\d+\. .*/gm)!.map((line) => line.replace(/^\d+/, ''));
      expect(statements.length).toBe(reference.description.statements.length);
      expect(new Set(statements).size).toBe(statements.length);
    }
  });

  it('are whole for their own answer alone, and one verdict for all is worth nothing', () => {
    for (const parameters of everyCorner) {
      const { reference } = taskAt(parameters, 'answer');
      const answer = orders.answer(reference);
      expect(orders.category(reference, answer)).toBe(4);
      expect(orders.verify(reference, answer)).toBe(true);
      for (const [key, word] of Object.entries(answer)) {
        const { [key]: dropped, ...rest } = answer;
        const others = [...new Set(Object.values(answer))].filter((other) => other !== word);
        for (const perturbed of [
          ...others.map((other) => ({ ...answer, [key]: other })),
          rest,
          { ...answer, Q99: word },
        ]) {
          expect(orders.category(reference, perturbed)).toBe(2);
          expect(orders.verify(reference, perturbed)).toBe(false);
        }
      }
      for (const same of orders.blindAnswers(reference).slice(0, 3))
        expect(orders.category(reference, same)).toBe(0);
    }
  });

  it('are canonical in other names, orders and wordings, and other for a statement turned or left out', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = new RandomStream(`isomorph ${seed}`);
      const { description, questions } = taskAt(
        seed % 2 === 0 ? { relations: 10 } : {},
        `isomorph ${seed}`,
      ).reference;
      const { kind, things, statements } = description;
      const numbers = random.shuffle([...Array(things).keys()]);
      const point = (old: number) => old - (old % things) + numbers[old % things]!;
      const isomorph = {
        kind,
        things,
        statements: random.shuffle(
          statements.map(({ form, first, second, turned }) => ({
            form,
            first: numbers[first]!,
            second: numbers[second]!,
            turned: !turned,
          })),
        ),
      };
      const asked = random.shuffle(
        questions.map(({ left, right }) => ({ left: point(right), right: point(left) })),
      );
      const form = canonicalOrders(description, questions);
      expect(canonicalOrders(isomorph, asked)).toBe(form);
      for (const [index, { first, second, ...rest }] of statements.entries()) {
        const turned = statements.with(index, { ...rest, first: second, second: first });
        expect(canonicalOrders({ ...description, statements: turned }, questions)).not.toBe(form);
        const fewer = statements.toSpliced(index, 1);
        expect(canonicalOrders({ ...description, statements: fewer }, questions)).not.toBe(form);
      }
    }
  });

  it('come with an argument for every question, whose statements settle it by themselves', () => {
    for (const parameters of [{}, ...everyCorner]) {
      const { reference } = taskAt(parameters, 'solution');
      const { description, questions, verdicts } = reference;
      const lines = orders.solution(reference).split('\n').slice(1);
      expect(lines.length).toBe(questions.length);
      lines.forEach((line, index) => {
        if (verdicts[index] === 'unknown') {
          expect(line).toMatch(/is in neither list, so this is unknown\.$/);
          return;
        }
        const cited = [...line.matchAll(/\bby (\d+),/g)].map(
          (match) => description.statements[Number(match[1]) - 1]!,
        );
        const alone = { ...description, statements: cited };
        expect(verdictsByModels(alone, [questions[index]!])).toEqual([verdicts[index]]);
      });
    }
  });
});
