import { describe, expect, it } from 'vitest';
import { answerMessages } from '../../../agents/agent.ts';
import { designs } from '../../../agents/creative/designs.ts';
import { perturbedAnswers } from '../../../domains/check/perturbation.ts';
import { corners, randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { inverseDesign } from '../../../domains/creative/d6-inverse-design.ts';
import { answerOf } from '../../../domains/creative/design/answer.ts';
import { type Board, cellAt, cells, gridOf, side } from '../../../domains/creative/design/board.ts';
import { canonicalBrief } from '../../../domains/creative/design/canonical.ts';
import { isWhole } from '../../../domains/creative/design/checker.ts';
import { Level, type Property, propertyKinds } from '../../../domains/creative/design/properties.ts';
import { drawParts } from '../../../domains/creative/design/walk.ts';
import { isUnusual } from '../../../domains/creative/novelty.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeText, referenceText } from '../../../domains/task.ts';

const skill = inverseDesign as Skill;
type Reference = ReturnType<typeof inverseDesign.generate>['reference'];
type Answer = ReturnType<typeof inverseDesign.answer>;

function taskAt(parameters: Parameters, seed: string) {
  const task = generateTask('creative', skill, parameters, seed);
  return { ...task, reference: task.reference as Reference };
}

function drawnAt(seed: string) {
  return taskAt(randomVector(skill, new RandomStream(seed)), seed);
}

/** All solutions of a level without a cell twice, as the cells where moves end, each with its direction. */
function solutionsOf(
  board: Board,
  parts: Answer['parts'],
): (readonly (readonly [way: number, cell: number])[])[] {
  const symbols = new Map(cells.map((cell) => [cell, '.']));
  for (const cell of board.blocks) symbols.set(cell, '#');
  for (const [symbol, row, column] of parts) symbols.set(cellAt(row, column), symbol);
  symbols.set(board.goal, 'G');
  const solutions: (readonly (readonly [number, number])[])[] = [];
  const go = (from: number, moves: readonly (readonly [number, number])[]): void => {
    if (from === board.goal) {
      solutions.push(moves);
      return;
    }
    for (const [way, step] of [-10, 1, 10, -1].entries()) {
      let at = from;
      for (let stopped = false; !stopped; ) {
        const next = symbols.get(at + step) ?? '#';
        if (next !== '#' && (!'^>v<'.includes(next) || '^>v<'[way] === next)) at += step;
        else stopped = true;
        if ('oG'.includes(next)) stopped = true;
      }
      if (at === from || at === board.start || moves.some(([, cell]) => cell === at)) continue;
      go(at, [...moves, [way, at]]);
    }
  };
  go(board.start, []);
  return solutions;
}

describe('the game of inverse design', () => {
  it('has the solutions that trying out all moves finds', () => {
    let solvable = 0;
    for (let seed = 0; seed < 400; seed++) {
      const random = new RandomStream(`tried ${seed}`);
      const [start, goal, ...blocks] = random.sample(cells, 2 + random.int(2, 8)) as [number, number];
      const board = { start, goal, blocks };
      const parts = drawParts(board, random.int(0, 8), random);
      const level = new Level(board);
      level.look(gridOf(board, parts), parts);
      const all = solutionsOf(board, answerOf(parts).parts);
      const length = all.length === 0 ? -1 : Math.min(...all.map((moves) => moves.length));
      expect(level.length).toBe(length);
      if (length < 0) continue;
      solvable++;
      const shortest = all.filter((moves) => moves.length === length);
      const { play } = level;
      const bits = (ways: readonly (number | undefined)[]) =>
        ways.reduce<number>((mask, way) => mask | (1 << (way as number)), 0);
      expect(play.unique).toBe(shortest.length === 1);
      expect(play.firstMoves).toBe(bits(shortest.map((moves) => moves[0]?.[0])));
      expect(play.lastMoves).toBe(bits(shortest.map((moves) => moves.at(-1)?.[0])));
      expect(play.usedMoves).toBe(bits(shortest.flatMap((moves) => moves.map(([way]) => way))));
      const pads = new Set(parts.filter(({ code }) => code === 2).map(({ cell }) => cell));
      expect(play.pads).toBe(
        Math.min(...shortest.map((moves) => moves.filter(([, cell]) => pads.has(cell)).length)),
      );
      for (const cell of cells.filter((other) => other !== start && other !== goal)) {
        const always = shortest.every((moves) => moves.some(([, end]) => end === cell));
        expect(play.alwaysVisits(cell)).toBe(always);
        if (all.some((moves) => moves.some(([, end]) => end === cell))) expect(play.reaches(cell)).toBe(true);
      }
      const moves = play.solution().map(({ direction, end }) => [direction, end]);
      expect(shortest).toContainEqual(moves);
    }
    expect(solvable).toBeGreaterThan(60);
  });

  it('has the properties that the second checker finds, whatever the design', () => {
    const met = new Set<string>();
    for (let seed = 0; seed < 150; seed++) {
      const random = new RandomStream(`properties ${seed}`);
      const [start, goal, ...given] = random.sample(cells, 2 + random.int(2, 8)) as [number, number];
      const board = { start, goal, blocks: given };
      const free = cells.filter((cell) => ![start, goal, ...given].includes(cell));
      const parts = drawParts(board, random.int(0, 8), random);
      const level = new Level(board);
      level.look(gridOf(board, parts), parts);
      for (const kind of propertyKinds) {
        const ofCell = kind === 'visits' || kind === 'reaches' || kind === 'avoids';
        const value = ofCell ? random.pick(free) : random.int(0, kind === 'restsMost' ? 20 : 3);
        const property: Property = { kind, value, part: random.int(0, 2) };
        const claim = { side, start, goal, given, budget: 8, properties: [property], pool: { '9-9-9:1': 1 } };
        const has = level.has(property);
        expect([property, isWhole(claim, answerOf(parts).parts)]).toEqual([property, has]);
        met.add(`${kind} ${has}`);
      }
    }
    expect(met.size).toBe(2 * propertyKinds.length);
  });
});

describe('grading of inverse design', () => {
  it('gives 4 to unusual valid designs, 3 to valid ones, and at most 2 to what lacks a property', () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 30; seed++) {
      const { reference } = drawnAt(`grading ${seed}`);
      expect(gradeText(skill, reference, referenceText(skill, reference)).score).toBe(1);
      const random = new RandomStream(`grading ${seed}`);
      for (const answer of perturbedAnswers(skill, reference, 40, random) as Answer[]) {
        if (!inverseDesign.answerSchema.safeParse(answer).success) continue;
        const category = inverseDesign.category(reference, answer);
        const { quality, novelty } = inverseDesign.aspects!(reference, answer) as {
          quality: number;
          novelty: number;
        };
        seen.add(category);
        expect(category >= 3).toBe(quality === 1);
        expect(inverseDesign.verify(reference, answer)).toBe(category === 4);
        if (category < 3) expect(novelty).toBe(0);
        // A pool in which the answer's strategy is the only one makes it a common one.
        if (category >= 3) {
          const level = new Level(reference.board);
          const parts = answer.parts.map(([symbol, row, column]) => ({
            cell: cellAt(row, column),
            code: '.#o^>v<'.indexOf(symbol),
          }));
          level.look(gridOf(reference.board, parts), parts);
          expect(isUnusual(reference.pool, level.fingerprint())).toBe(category === 4);
          const common = { ...reference, pool: { [level.fingerprint()]: 200 } };
          expect(inverseDesign.category(common, answer)).toBe(3);
        }
      }
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('gives nothing to parts that may not be placed so', () => {
    const { reference } = taskAt({}, 'placed');
    const { parts } = inverseDesign.answer(reference);
    const at = (cell: number): [number, number] => [Math.floor(cell / 10), cell % 10];
    const [symbol, row, column] = parts[0]!;
    const wrong: Answer['parts'][] = [
      [...parts, [symbol, row, column]],
      [['#', ...at(reference.board.start)]],
      [['o', ...at(reference.board.goal)]],
      [['o', ...at(reference.board.blocks[0]!)]],
      ...[0, 8, -1, 1.5, 1e308].flatMap((bad): Answer['parts'][] => [[['#', bad, 1]], [['#', 1, bad]]]),
      ...['', '.', 'S', '#o', '__proto__', 'constructor'].map((bad): Answer['parts'] => [[bad, row, column]]),
      Array.from({ length: 64 }, () => ['#', 1, 1]),
    ];
    for (const answer of wrong) {
      expect([answer, inverseDesign.category(reference, { parts: answer })]).toEqual([answer, 0]);
      expect(inverseDesign.verify(reference, { parts: answer })).toBe(false);
      expect(inverseDesign.aspects!(reference, { parts: answer })).toEqual({ quality: 0, novelty: 0 });
    }
    for (const broken of [
      null,
      {},
      { parts: [['#', 1]] },
      { parts: [['#', 1, 1, 1]] },
      { parts: [['#', '1', 1]] },
    ])
      expect(inverseDesign.answerSchema.safeParse(broken).success).toBe(false);
  });
});

describe('an instance of inverse design', () => {
  it('is reached at every corner, small, and not solved by the board as it is given', () => {
    for (const [corner, parameters] of corners(skill, 'corners').entries()) {
      const { reference, features, disagreements } = taskAt(parameters, `corner ${corner}`);
      expect(disagreements).toBe(0);
      expect(features).toEqual(parameters);
      expect(reference.properties).toHaveLength(features.properties!);
      expect(reference.properties[0]).toEqual({ kind: 'moves', value: features.moves });
      expect(inverseDesign.category(reference, { parts: [] })).toBe(0);
      expect(Object.keys(reference.pool).length).toBeGreaterThanOrEqual(3);
      expect(JSON.stringify(reference).length).toBeLessThan(30_000);
    }
  });

  it('has one canonical form however it is turned, and another for another board or another property', () => {
    const ofCell = new Set(['visits', 'reaches', 'avoids']);
    const ofWay = new Set(['first', 'last', 'unused']);
    for (let seed = 0; seed < 30; seed++) {
      const { reference } = drawnAt(`isomorphs ${seed}`);
      const { board, properties } = reference;
      const form = canonicalBrief(reference);
      // A quarter turn to the right: row r, column c goes to row c, column 8 - r.
      const turn = (cell: number) => cellAt(cell % 10, side + 1 - Math.floor(cell / 10));
      const turned = {
        ...reference,
        board: { start: turn(board.start), goal: turn(board.goal), blocks: board.blocks.map(turn).reverse() },
        properties: properties
          .map((property) => {
            const { kind, value } = property;
            if (ofCell.has(kind)) return { ...property, value: turn(value) };
            return ofWay.has(kind) ? { ...property, value: (value + 1) % 4 } : property;
          })
          .reverse(),
      };
      expect(canonicalBrief(turned)).toBe(form);
      expect(canonicalBrief({ ...reference, properties: properties.slice(1) })).not.toBe(form);
      expect(canonicalBrief({ ...reference, budget: reference.budget + 1 })).not.toBe(form);
      expect(canonicalBrief({ ...reference, board: { ...board, blocks: board.blocks.slice(1) } })).not.toBe(
        form,
      );
    }
  });

  it('is solved from its prompt by the guided agent, by the blind one less often', () => {
    const score = (strategy: 'guided' | 'blind') => {
      const scores = Array.from({ length: 20 }, (_, seed) => {
        const { prompt, reference } = drawnAt(`agent ${seed}`);
        const { text } = answerMessages([{ role: 'user', content: prompt }], strategy, 20_000);
        return gradeText(skill, reference, text).score;
      });
      return scores.filter((each) => each === 1).length;
    };
    const { prompt, reference } = drawnAt('techniques');
    const example = { question: prompt, solution: inverseDesign.solution(reference) };
    expect(designs.techniquesIn(example)).toHaveLength(2);
    const guided = score('guided');
    expect(guided).toBeGreaterThanOrEqual(19);
    expect(score('blind')).toBeLessThan(guided - 3);
  });
});
