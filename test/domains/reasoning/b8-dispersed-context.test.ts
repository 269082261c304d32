import { describe, expect, it } from 'vitest';
import { readDispersed } from '../../../agents/reasoning/dispersed-prompt.ts';
import { Budget } from '../../../agents/solver.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { dispersedContext } from '../../../domains/reasoning/b8-dispersed-context.ts';
import { fillerSentence } from '../../../domains/reasoning/dispersed/filler.ts';
import { derivable } from '../../../domains/reasoning/rules/forward.ts';
import { generateTask, type Task } from '../../../domains/task.ts';
import { banks } from '../../../domains/vocabularies.ts';

const skill = dispersedContext as Skill;
type Reference = ReturnType<typeof dispersedContext.generate>['reference'];
type RuleCase = Extract<Reference, { kind: 'rules' }>;
type GridCase = Extract<Reference, { kind: 'grid' }>;

function taskAt(parameters: Parameters, seed: number): Task {
  return generateTask('reasoning', skill, parameters, `dispersed ${seed}`);
}

/** The first instances of a kind. */
function casesOf<K extends Reference['kind']>(
  kind: K,
  count: number,
  parameters: (seed: number) => Parameters,
): { readonly task: Task; readonly reference: Extract<Reference, { kind: K }> }[] {
  const found: { task: Task; reference: Extract<Reference, { kind: K }> }[] = [];
  for (let seed = 0; found.length < count; seed++) {
    const task = taskAt(parameters(seed), seed);
    const reference = task.reference as Reference;
    if (reference.kind === kind)
      found.push({ task, reference: reference as Extract<Reference, { kind: K }> });
  }
  return found;
}

const spread = (seed: number): Parameters => ({
  tokens: 2_000 + 700 * (seed % 9),
  relevant: 0.25 + 0.25 * (seed % 4),
  hops: seed % 4,
  paraphrase: (seed % 3) / 2,
});

function readPuzzle(task: Task) {
  return readDispersed(task.prompt, true, new Budget(Number.POSITIVE_INFINITY));
}

describe('a report', () => {
  it('says exactly the rules and facts of its chain, each under some name of its person', () => {
    for (const { task, reference } of casesOf('rules', 25, spread)) {
      const read = readPuzzle(task);
      if (read.kind !== 'rules') throw new Error('read as another kind');
      const statement = (atom: number) =>
        `${reference.names[atom]!.person} is ${reference.names[atom]!.property}`;
      expect(read.puzzle.rules).toHaveLength(reference.system.rules.length);
      for (const index of reference.ownRules) {
        const { head, body } = reference.system.rules[index]!;
        expect(read.puzzle.rules[index]).toEqual({
          id: `R${index + 1}`,
          head: statement(head),
          body: body.map(({ atom, negated }) => ({ atom: statement(atom), negated })),
        });
      }
      const ownFacts = reference.system.facts.filter((fact) => fact < reference.ownAtoms);
      const ownPeople = new Set(reference.aliases.map(([first]) => first));
      const readFacts = [...read.puzzle.facts].filter((fact) => ownPeople.has(fact.split(' ')[0]!));
      expect(readFacts.sort()).toEqual(ownFacts.map(statement).sort());
      expect(read.puzzle.goal).toBe(statement(reference.goal));
    }
  });

  it('says exactly the clues of the row asked about, which other places of two values break', () => {
    for (const { task, reference } of casesOf('grid', 25, spread)) {
      const read = readPuzzle(task);
      if (read.kind !== 'grid') throw new Error('read as another kind');
      const { constraints } = read.puzzle;
      const { puzzle } = reference;
      const holdAt = (places: readonly number[]) =>
        constraints.every(({ variables, allows }) => allows(...variables.map((item) => places[item]! + 1)));
      expect(constraints.map(({ variables }) => variables.length)).toEqual(
        puzzle.statements.map(({ clue }) => clue!.items.length),
      );
      expect(holdAt(puzzle.places)).toBe(true);
      for (let item = 0; item < puzzle.places.length; item++) {
        for (let other = item - (item % puzzle.positions); other < item; other++) {
          const exchanged = puzzle.places.with(item, puzzle.places[other]!).with(other, puzzle.places[item]!);
          expect(holdAt(exchanged)).toBe(false);
        }
      }
    }
  });

  it('has articles and plurals that agree', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { prompt } = taskAt({ ...spread(seed), paraphrase: 1 }, seed);
      expect(prompt).not.toMatch(/\b[Aa] [aeiou]|\b[Aa]n [^aeiou]|\bpersons\b/);
    }
  });

  it('is filled with sentences that share no word with what vocabularies call things', () => {
    const random = new RandomStream('filler');
    const words = new Set(
      Array.from(
        { length: 4_000 },
        () =>
          fillerSentence(random)
            .toLowerCase()
            .match(/[a-z]+/g) ?? [],
      ).flat(),
    );
    const called = banks.flatMap(({ names, properties, categories }) => [
      ...names,
      ...properties,
      ...categories.flatMap(({ values }) => values),
    ]);
    expect(called.filter((word) => words.has(word.toLowerCase()))).toEqual([]);
  });
});

describe('what is dispersed', () => {
  it('is the same inner instance however it is dispersed', () => {
    for (let seed = 0; seed < 20; seed++) {
      const low = taskAt({ tokens: 2_000, relevant: 1, hops: 0, paraphrase: 0 }, seed);
      const high = taskAt({ tokens: 30_000, relevant: 0.25, hops: 3, paraphrase: 1 }, seed);
      expect(high.canonical).toBe(low.canonical);
    }
  });

  it('keeps its derivations beside the rules of other people; a rule that adds one is refused', () => {
    for (const { reference } of casesOf('rules', 15, () => ({ relevant: 0.25 }))) {
      const { system, ownAtoms, ownRules } = reference;
      const own = {
        atoms: ownAtoms,
        facts: system.facts.filter((fact) => fact < ownAtoms),
        rules: ownRules.map((index) => system.rules[index]!),
      };
      const alone = derivable(own);
      const together = [...derivable(system)].filter((atom) => atom < ownAtoms);
      expect(new Set(together)).toEqual(alone);
      expect(ownRules.length).toBeLessThan(system.rules.length / 2);
      const answer = dispersedContext.answer(reference);
      expect(dispersedContext.verify(reference, answer)).toBe(true);
      const underived = Array.from({ length: ownAtoms }, (_, atom) => atom).find((atom) => !alone.has(atom));
      const foreignFact = system.facts.find((fact) => fact >= ownAtoms)!;
      const intruder = { head: underived!, body: [{ atom: foreignFact, negated: false }] };
      const changed: RuleCase = { ...reference, system: { ...system, rules: [...system.rules, intruder] } };
      expect(dispersedContext.verify(changed, answer)).toBe(false);
    }
  });

  it('is the only placement beside the clues of the other row, which must be able to hold', () => {
    for (const { reference } of casesOf('grid', 15, () => ({ relevant: 0.25 }))) {
      const { puzzle, other } = reference;
      const answer = dispersedContext.answer(reference);
      expect(other.clues.length).toBeGreaterThan(puzzle.statements.length);
      expect(dispersedContext.verify(reference, answer)).toBe(true);
      const impossible: GridCase = {
        ...reference,
        other: {
          ...other,
          clues: [...other.clues, { kind: 'notAt', items: [0], numbers: [other.places[0]!] }],
        },
      };
      expect(dispersedContext.verify(impossible, answer)).toBe(false);
      for (const lost of puzzle.statements) {
        const statements = puzzle.statements.filter((statement) => statement !== lost);
        expect(dispersedContext.verify({ ...reference, puzzle: { ...puzzle, statements } }, answer)).toBe(
          false,
        );
      }
    }
  });
});

describe('grading', () => {
  it('is that of the inner skill, and nothing for an answer of the other kind', () => {
    for (let seed = 0; seed < 30; seed++) {
      const reference = taskAt({}, seed).reference as Reference;
      const answer = dispersedContext.answer(reference);
      expect(dispersedContext.category(reference, answer)).toBe(4);
      const other = reference.kind === 'rules' ? { shape: ['round'] } : ['R1'];
      expect(dispersedContext.category(reference, other)).toBe(0);
      expect(dispersedContext.verify(reference, other)).toBe(false);
      if (Array.isArray(answer))
        expect(dispersedContext.category(reference, answer.slice(1))).toBeLessThan(4);
    }
  });
});

describe('parameters', () => {
  it('are realised within their ranges, the text as long as asked where the statements leave room', () => {
    const random = new RandomStream('points');
    for (let point = 0; point < 60; point++) {
      const parameters = Object.fromEntries(
        Object.entries(skill.parameters).map(([name, { min, max }]) => [
          name,
          random.chance(0.3) ? (random.chance(0.5) ? min : max) : min + (max - min) * random.unit(),
        ]),
      );
      const { features, disagreements } = taskAt(parameters, point);
      expect(disagreements).toBe(0);
      for (const [name, { min, max }] of Object.entries(skill.parameters)) {
        // The rest of a sentence that no longer fits may be missing at the least length.
        expect(features[name]).toBeGreaterThanOrEqual(name === 'tokens' ? min - 40 : min);
        expect(features[name]).toBeLessThanOrEqual(max);
      }
      if (parameters.tokens! > 5_000) {
        expect(features.tokens! / parameters.tokens!).toBeCloseTo(1, 1);
      }
      expect(Math.abs(features.relevant! - parameters.relevant!)).toBeLessThan(0.08);
    }
  });
});
