import { run } from 'clingo-wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GridPrompt, readGridPrompt } from '../../../agents/reasoning/grid-prompt.ts';
import { InstanceRejected, type Parameters } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { gridPuzzles } from '../../../domains/reasoning/b5-grid-puzzles.ts';
import type { Puzzle } from '../../../domains/reasoning/grid/puzzle.ts';
import { completeParameters, generateTask, gradeText, referenceText } from '../../../domains/task.ts';

const names = Object.keys(gridPuzzles.parameters);

function puzzleAt(parameters: Parameters, seed: string): Puzzle {
  const random = new RandomStream(seed);
  for (let draw = 0; ; draw++) {
    try {
      return gridPuzzles.generate(completeParameters(gridPuzzles, parameters), random.substream(draw))
        .reference;
    } catch (error) {
      if (!(error instanceof InstanceRejected) || draw === 50) throw error;
    }
  }
}

function drawnParameters(random: RandomStream): Parameters {
  return Object.fromEntries(
    Object.entries(gridPuzzles.parameters).map(([name, { min, max }]) => [
      name,
      min + (max - min) * random.unit(),
    ]),
  );
}

describe('truth', () => {
  it('is the one answer set of the exported program', async () => {
    const random = new RandomStream('clingo');
    for (let index = 0; index < 25; index++) {
      const parameters = index < 10 ? {} : drawnParameters(random);
      const puzzle = puzzleAt(parameters, `clingo ${index}`);
      const result = await run(gridPuzzles.oracle(puzzle).asp as string, 2);
      if (result.Result === 'ERROR') throw new Error(result.Error);
      expect(result.Models.Number).toBe(1);
      const expected = Object.entries(gridPuzzles.answer(puzzle)).flatMap(([name, row]) =>
        row.map((value, position) => `at("${name}","${value}",${position + 1})`),
      );
      expect([...(result.Call[0]?.Witnesses[0]?.Value ?? [])].sort()).toEqual(expected.sort());
    }
  });

  it('is the one arrangement that the printed clues allow, and no clue can be missed', () => {
    for (const [positions, categories] of [
      [3, 2],
      [3, 3],
      [3, 4],
      [4, 2],
      [4, 3],
      [5, 2],
    ] as const) {
      for (let seed = 0; seed < 6; seed++) {
        const parameters = {
          positions,
          categories,
          relational: seed / 5,
          indirect: 0.3,
          distractors: seed % 3,
        };
        const { prompt, reference } = generateTask('reasoning', gridPuzzles, parameters, `minimal ${seed}`);
        const read = readGridPrompt(prompt) as GridPrompt;
        const puzzle = reference as Puzzle;
        expect(read.constraints).toHaveLength(puzzle.statements.filter(({ clue }) => clue !== null).length);
        expect(arrangementsOf(read)).toEqual([puzzle.places.map((place) => place + 1)]);
        for (const left of read.constraints) {
          const constraints = read.constraints.filter((constraint) => constraint !== left);
          expect(arrangementsOf({ ...read, constraints }).length).toBeGreaterThan(1);
        }
      }
    }
  });

  it('is accepted by the second checker, which refuses other answers and puzzles that lack a clue', () => {
    const random = new RandomStream('agreement');
    for (let index = 0; index < 60; index++) {
      const puzzle = puzzleAt({ ...drawnParameters(random), slack: 0, distractors: 0 }, `agreement ${index}`);
      const right = gridPuzzles.answer(puzzle);
      expect(gridPuzzles.verify(puzzle, right)).toBe(true);
      for (const wrong of perturbedAnswers(right)) expect(gridPuzzles.verify(puzzle, wrong)).toBe(false);
      for (const lost of puzzle.statements) {
        const statements = puzzle.statements.filter((statement) => statement !== lost);
        expect(gridPuzzles.verify({ ...puzzle, statements }, right)).toBe(false);
      }
    }
  });
});

describe('grading', () => {
  it('gives the reference 1 and every perturbed answer less', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 12 }), (seed) => {
        const { reference } = generateTask('reasoning', gridPuzzles, {}, seed);
        expect(gradeText(gridPuzzles, reference, referenceText(gridPuzzles, reference)).score).toBe(1);
        const perturbed = perturbedAnswers(gridPuzzles.answer(reference as Puzzle));
        expect(perturbed.length).toBeGreaterThanOrEqual(20);
        for (const answer of perturbed)
          expect(gridPuzzles.category(reference as Puzzle, answer)).toBeLessThan(4);
      }),
      { numRuns: 60, seed: 5 },
    );
  });

  it('leaves blind answers at most .05, in every size', () => {
    for (const parameters of [
      {},
      { positions: 3, categories: 2 },
      { positions: 3, categories: 6 },
      { positions: 8, categories: 2 },
      { positions: 8, categories: 8 },
    ]) {
      const totals: number[] = [];
      const tasks = 250;
      for (let index = 0; index < tasks; index++) {
        const puzzle = puzzleAt(parameters, `blind ${index}`);
        const answers = [
          gridPuzzles.guess(puzzle, new RandomStream(`guess ${index}`)),
          ...gridPuzzles.blindAnswers(puzzle),
        ];
        for (const [model, answer] of answers.entries()) {
          totals[model] = (totals[model] ?? 0) + gridPuzzles.category(puzzle, answer) / 4 / tasks;
        }
      }
      expect(Math.max(...totals)).toBeLessThanOrEqual(0.05);
    }
  });
});

describe('parameters', () => {
  it.each(names)('%s raises its realised feature, within its range', (name) => {
    const { min, max } = gridPuzzles.parameters[name] as { min: number; max: number };
    const requested = Array.from({ length: 120 }, (_, index) => min + ((max - min) * index) / 119);
    const realised = requested.map((value, index) => {
      const { features } = generateTask('reasoning', gridPuzzles, { [name]: value }, `sweep ${index}`);
      expect(Object.keys(features)).toEqual(names);
      return features[name] as number;
    });
    expect(Math.min(...realised)).toBeGreaterThanOrEqual(min);
    expect(Math.max(...realised)).toBeLessThanOrEqual(max);
    expect(spearman(requested, realised)).toBeGreaterThanOrEqual(0.9);
  });

  it('reach every corner and point of their ranges, realised within them, and the checkers agree', () => {
    const random = new RandomStream('points');
    for (let point = 0; point < 200; point++) expectSoundTask(drawnParameters(random), `point ${point}`);
    for (let corner = 0; corner < 2 ** names.length; corner++) {
      const parameters = Object.fromEntries(
        Object.entries(gridPuzzles.parameters).map(([name, { min, max }], bit) => [
          name,
          (corner >> bit) & 1 ? max : min,
        ]),
      );
      expectSoundTask(parameters, `corner ${corner}`);
    }
  });
});

describe('an instance', () => {
  it('is the same for the same seed, and another for another', () => {
    const task = (seed: string) =>
      JSON.stringify(generateTask('reasoning', gridPuzzles, { distractors: 3 }, seed));
    expect(task('one')).toBe(task('one'));
    const forms = Array.from(
      { length: 300 },
      (_, seed) => generateTask('reasoning', gridPuzzles, {}, `form ${seed}`).canonical,
    );
    expect(new Set(forms).size).toBe(forms.length);
  });

  it('has a solution of which every step is true and which ends in the answer', () => {
    for (let index = 0; index < 40; index++) {
      const parameters =
        index % 2 === 0 ? {} : { positions: 6, categories: 4, relational: 1, indirect: 0.45 };
      const puzzle = puzzleAt(parameters, `solution ${index}`);
      const lines = gridPuzzles.solution(puzzle).split('\n');
      for (const line of lines.slice(0, -1).filter((text) => /^(By|As) /.test(text)))
        expectTrueStep(line, puzzle);
      expect(lines.length).toBeLessThan(400);
      for (const [name, row] of Object.entries(gridPuzzles.answer(puzzle))) {
        expect(lines.at(-1)).toContain(`${name}: ${row.join(', ')}`);
      }
    }
  });
});

function expectSoundTask(parameters: Parameters, seed: string): void {
  const { disagreements, features } = generateTask('reasoning', gridPuzzles, parameters, seed);
  expect(disagreements).toBe(0);
  for (const [name, { min, max }] of Object.entries(gridPuzzles.parameters)) {
    expect(features[name]).toBeGreaterThanOrEqual(min);
    expect(features[name]).toBeLessThanOrEqual(max);
  }
}

/** All arrangements that the constraints allow, by plain enumeration of permutations. */
function arrangementsOf({ positions, attributes, constraints }: GridPrompt): number[][] {
  const permutations = permutationsOf(Array.from({ length: positions }, (_, index) => index + 1));
  const fits = (places: readonly number[]) =>
    constraints.every(({ variables, allows }) =>
      allows(...variables.map((variable) => places[variable] as number)),
    );
  let partial: number[][] = [[]];
  for (const _ of attributes)
    partial = partial.flatMap((places) => permutations.map((row) => [...places, ...row]));
  return partial.filter(fits);
}

function permutationsOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutationsOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

function perturbedAnswers(right: Record<string, string[]>): Record<string, string[]>[] {
  const rows = Object.entries(right);
  const swaps = rows.flatMap(([name, row]) =>
    row.flatMap((_, left) =>
      row.slice(0, left).map((_, other) => {
        const swapped = [...row];
        [swapped[left], swapped[other]] = [swapped[other] as string, swapped[left] as string];
        return { ...right, [name]: swapped };
      }),
    ),
  );
  return [
    ...swaps,
    ...rows.map(([name]) => Object.fromEntries(rows.filter(([other]) => other !== name))),
    ...rows.map(([name, row]) => ({ ...right, [name]: [...row, row[0] as string] })),
    ...rows.map(([name, row]) => ({ ...right, [name]: row.slice(1) })),
    { ...right, another: ['value'] },
    {},
  ];
}

/** "X is in house 1 or 3" must hold of the solution, for every X of the line. */
function expectTrueStep(line: string, puzzle: Puzzle): void {
  const claims = [...line.matchAll(/(\w+) is (?:in|at) [a-z ]+ ([\d, or]+)(?=[,.])/g)];
  expect(claims.length).toBeGreaterThan(0);
  const values = puzzle.categories.flatMap((category) => category.values);
  for (const [, value, places] of claims) {
    const place = puzzle.places[values.indexOf(value as string)] as number;
    expect((places as string).match(/\d+/g)?.map(Number)).toContain(place + 1);
  }
}

function spearman(left: readonly number[], right: readonly number[]): number {
  const [x, y] = [ranks(left), ranks(right)];
  const mean = (left.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (const [index, rank] of x.entries()) {
    const [dx, dy] = [rank - mean, (y[index] as number) - mean];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Ranks from 0, ties at their mean. */
function ranks(values: readonly number[]): number[] {
  const sorted = [...values].sort((left, right) => left - right);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}
