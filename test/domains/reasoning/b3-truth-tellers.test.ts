import { run } from 'clingo-wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corners } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { truthTellers } from '../../../domains/reasoning/b3-truth-tellers.ts';
import { canonicalStatements } from '../../../domains/reasoning/truth-tellers/canonical.ts';
import { everyFit } from '../../../domains/reasoning/truth-tellers/enumeration.ts';
import type { Formula, Statement } from '../../../domains/reasoning/truth-tellers/formulas.ts';
import { otherRoles } from '../../../domains/reasoning/truth-tellers/propagation.ts';
import { generateTask } from '../../../domains/task.ts';

type Reference = ReturnType<typeof truthTellers.generate>['reference'];

const everyCorner = corners(truthTellers as Skill, 'truth-tellers');

function taskAt(parameters: Parameters, seed: string) {
  const task = generateTask('reasoning', truthTellers as Skill, parameters, seed);
  return { ...task, reference: task.reference as Reference };
}

/** The exported statements, as a reader of the documentation would take them. */
type Exported =
  | ['is', string, 'truthful' | 'lying']
  | ['says', string, Exported]
  | [string, Exported, Exported];

function isTrue(exported: Exported, truthful: ReadonlySet<string>): boolean {
  const [kind, first, second] = exported as [string, never, never];
  const value = (part: Exported) => isTrue(part, truthful);
  if (kind === 'is') return truthful.has(first) === (second === 'truthful');
  if (kind === 'says') return truthful.has(first) === value(second);
  if (kind === 'and') return value(first) && value(second);
  if (kind === 'or') return value(first) || value(second);
  if (kind === 'if') return value(second) || !value(first);
  if (kind === 'xor') return value(first) !== value(second);
  if (kind === 'iff') return value(first) === value(second);
  throw new Error(`unknown ${kind}`);
}

describe('the roles of truth-tellers and liars', () => {
  it('are the only ones that fit the exported statements', () => {
    for (const parameters of [
      {},
      ...everyCorner.map((corner) => ({ ...corner, people: 4 + corner.people! / 4 })),
    ]) {
      const { reference } = taskAt(parameters, 'export');
      const exported = JSON.parse(truthTellers.oracle(reference).constraints as string) as {
        people: string[];
        roles: { truthful: string; lying: string };
        statements: { speaker: string; says: Exported }[];
      };
      const fitting = Array.from({ length: 2 ** exported.people.length }, (_, set) =>
        exported.people.filter((_name, person) => Math.floor(set / 2 ** person) % 2 === 1),
      ).filter((names) => {
        const truthful = new Set(names);
        return exported.statements.every(
          ({ speaker, says }) => isTrue(says, truthful) === truthful.has(speaker),
        );
      });
      expect(fitting.length).toBe(1);
      const answer = Object.fromEntries(
        exported.people.map((name) => [
          name,
          fitting[0]!.includes(name) ? exported.roles.truthful : exported.roles.lying,
        ]),
      );
      expect(answer).toEqual(truthTellers.answer(reference));
    }
  });

  it('are the only answer set of the exported program', async () => {
    for (const parameters of [{}, ...everyCorner]) {
      const { reference } = taskAt(parameters, 'clingo');
      const result = await run(truthTellers.oracle(reference).asp as string, 0);
      if (result.Result !== 'SATISFIABLE') throw new Error(JSON.stringify(result));
      expect(result.Models.Number).toBe(1);
      const truthful = result.Call[0]!.Witnesses[0]!.Value;
      const { scene } = reference;
      const answer = Object.fromEntries(
        scene.names.map((name) => [
          name,
          truthful.includes(`truthful("${name}")`) ? scene.truthTeller : scene.liar,
        ]),
      );
      expect(answer).toEqual(truthTellers.answer(reference));
    }
  });

  it('come out alike by propagation and by enumeration, for any statements', () => {
    const people = 7;
    const person = fc.integer({ min: 0, max: people - 1 });
    const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
      formula: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.record({ kind: fc.constant('is' as const), person, truthful: fc.boolean() }),
        fc.record({ kind: fc.constant('says' as const), person, that: tie('formula') }),
        fc.record({
          kind: fc.constantFrom('and', 'or', 'if', 'xor', 'iff'),
          left: tie('formula'),
          right: tie('formula'),
        }),
      ),
    }));
    const statement: fc.Arbitrary<Statement> = fc.record({ speaker: person, says: formula });
    let several = 0;
    fc.assert(
      fc.property(fc.array(statement, { minLength: 3, maxLength: 9 }), (statements) => {
        const fitting = everyFit(people, statements);
        if (fitting.length > 1) several++;
        for (const roles of fitting.slice(0, 3)) {
          const other = otherRoles(people, statements, roles);
          if (fitting.length === 1) expect(other).toBeNull();
          else expect(fitting.filter((fit) => fit !== roles)).toContain(other);
        }
        if (fitting.length === 0) expect(otherRoles(people, statements, 0)).toBeNull();
      }),
      { seed: 3, numRuns: 1_000 },
    );
    expect(several).toBeGreaterThan(100);
  });
});

describe('instances of truth-tellers and liars', () => {
  it('let everybody speak, of others alone, and are of both roles', () => {
    for (const parameters of everyCorner) {
      const { reference, prompt } = taskAt(parameters, 'speakers');
      const { names } = reference.scene;
      const lines = prompt.split('\n').filter((line) => /^\d+\. \S+ says: "/.test(line));
      expect(lines.length).toBe(reference.puzzle.statements.length);
      const speakers = lines.map((line) => line.split(' ')[1] as string);
      expect(new Set(speakers)).toEqual(new Set(names));
      lines.forEach((line, index) => {
        expect(line.slice(line.indexOf('"'))).not.toMatch(new RegExp(`\\b${speakers[index]}\\b`));
      });
      expect(new Set(Object.values(truthTellers.answer(reference))).size).toBe(2);
    }
  });

  it('are whole for their own answer alone, and one role for everybody is worth nothing', () => {
    for (const parameters of everyCorner) {
      const { reference } = taskAt(parameters, 'answer');
      const answer = truthTellers.answer(reference);
      const { truthTeller, liar, names } = reference.scene;
      expect(truthTellers.category(reference, answer)).toBe(4);
      for (const name of names) {
        const { [name]: role, ...rest } = answer;
        const wrong = { ...answer, [name]: role === liar ? truthTeller : liar };
        for (const perturbed of [wrong, rest, { ...answer, Nobody: liar }]) {
          expect(truthTellers.category(reference, perturbed)).toBeLessThan(4);
          expect(truthTellers.verify(reference, perturbed)).toBe(false);
        }
        if (names.length > 12) expect(truthTellers.category(reference, wrong)).toBe(2);
      }
      for (const role of [truthTeller, liar]) {
        const everybody = Object.fromEntries(names.map((name) => [name, role]));
        expect(truthTellers.category(reference, everybody)).toBe(0);
      }
    }
  });

  it('are canonical in other names and orders, and other for a statement turned', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = new RandomStream(`isomorph ${seed}`);
      const { people, statements } = taskAt(seed % 2 === 0 ? { people: 5 } : {}, `isomorph ${seed}`).reference
        .puzzle;
      const numbers = random.shuffle([...Array(people).keys()]);
      const renamed = (formula: Formula): Formula => {
        if (formula.kind === 'is') return { ...formula, person: numbers[formula.person]! };
        if (formula.kind === 'says')
          return { ...formula, person: numbers[formula.person]!, that: renamed(formula.that) };
        const [left, right] = [renamed(formula.left), renamed(formula.right)];
        const swapped = formula.kind !== 'if' && random.chance(0.5);
        return swapped ? { ...formula, left: right, right: left } : { ...formula, left, right };
      };
      const isomorph = random.shuffle(
        statements.map(({ speaker, says }) => ({ speaker: numbers[speaker]!, says: renamed(says) })),
      );
      const form = canonicalStatements(people, statements);
      expect(canonicalStatements(people, isomorph)).toBe(form);
      for (const [index, statement] of statements.entries()) {
        const changed = { ...statement, says: turned(statement.says) };
        expect(canonicalStatements(people, statements.with(index, changed))).not.toBe(form);
        expect(canonicalStatements(people, statements.toSpliced(index, 1))).not.toBe(form);
      }
    }
  });

  it('come with a deduction in which every step follows from the one statement it cites', () => {
    for (const parameters of [{}, ...everyCorner]) {
      const { reference } = taskAt(parameters, 'solution');
      const { scene, puzzle } = reference;
      const lines = truthTellers.solution(reference).split('\n').slice(1);
      const roleWords = [scene.truthTeller, scene.liar].flatMap((word) => [word, `${word}s`]).join('|');
      const step = new RegExp(`^\\s*By statement (\\d+)(?:, as (.+? (?:${roleWords})))?, (.+)\\.$`);
      const steps = lines.flatMap((line) => {
        const match = step.exec(line);
        return match === null ? [] : [match];
      });
      expect(steps.length).toBeGreaterThan(0);
      for (const [, number, reasons = '', news = ''] of steps) {
        const statement = puzzle.statements[Number(number) - 1] as Statement;
        const given = rolesIn(reasons, scene);
        const concluded = rolesIn(news, scene);
        expect(concluded.size).toBeGreaterThan(0);
        const fitting = everyFit(puzzle.people, [statement]).filter((roles) => agrees(roles, given, scene));
        expect(fitting.length).toBeGreaterThan(0);
        expect(fitting.every((roles) => agrees(roles, concluded, scene))).toBe(true);
      }
      const last = rolesIn(lines.at(-1)!.replace(/^So |\.$/g, ''), scene);
      const answer = truthTellers.answer(reference);
      expect(Object.fromEntries(scene.names.map((name) => [name, last.get(name)]))).toEqual(answer);
    }
  });
});

/** The formula with its first role the other way round. */
function turned(formula: Formula): Formula {
  if (formula.kind === 'is') return { ...formula, truthful: !formula.truthful };
  return formula.kind === 'says'
    ? { ...formula, that: turned(formula.that) }
    : { ...formula, left: turned(formula.left) };
}

/** Roles by name in a text such as `Ada and Bo are knights and Cy is a knave`. */
function rolesIn(text: string, { names, truthTeller, liar }: Reference['scene']): Map<string, string> {
  const found = new Map<string, string>();
  let waiting: string[] = [];
  for (const word of text.split(/[ ,]+/)) {
    if (names.includes(word)) waiting.push(word);
    const role = [truthTeller, liar].find((known) => word === known || word === `${known}s`);
    if (role === undefined) continue;
    for (const name of waiting) found.set(name, role);
    waiting = [];
  }
  return found;
}

function agrees(
  roles: number,
  known: ReadonlyMap<string, string>,
  { names, truthTeller }: Reference['scene'],
): boolean {
  return names.every((name, person) => {
    const role = known.get(name);
    return role === undefined || (role === truthTeller) === (((roles >> person) & 1) === 1);
  });
}
