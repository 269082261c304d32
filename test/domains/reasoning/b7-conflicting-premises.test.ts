import { run } from 'clingo-wasm';
import { describe, expect, it } from 'vitest';
import { corners, randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { conflictingPremises } from '../../../domains/reasoning/b7-conflicting-premises.ts';
import { canonicalDispute } from '../../../domains/reasoning/conflicts/canonical.ts';
import type { Truth } from '../../../domains/reasoning/syllogisms/claims.ts';
import { generateTask, gradeText, referenceText } from '../../../domains/task.ts';

type Reference = ReturnType<typeof conflictingPremises.generate>['reference'];

const skill = conflictingPremises as Skill;

function referenceAt(parameters: Parameters, seed: string): Reference {
  return generateTask('reasoning', skill, parameters, seed).reference as Reference;
}

function drawnParameters(seed: number): Parameters {
  return randomVector(skill, new RandomStream(`conflicts ${seed}`));
}

/** So few premises that all sets of them can be tried. */
function smallParameters(seed: number): Parameters {
  return { conflicts: 1 + (seed % 3), priorityDepth: 1 + (seed % 3), coreSize: 3, bystanders: 3 };
}

interface Literal {
  readonly atom: string;
  readonly value: boolean;
}

interface Exported {
  readonly premises: readonly {
    readonly id: string;
    readonly source: string;
    readonly conditions: readonly Literal[];
    readonly conclusion: Literal;
  }[];
  readonly sources: Readonly<Record<string, number>>;
  readonly priorities: readonly string[];
  readonly statements: readonly (Literal & { readonly id: string })[];
}

/** For each assignment of truth values to all atoms, the set of premises that it makes true, as bits. */
class TruthTable {
  readonly #exported: Exported;
  readonly #atoms: readonly string[];
  readonly #satisfied: Int32Array;

  constructor(exported: Exported) {
    this.#exported = exported;
    const literals = [
      ...exported.premises.flatMap(({ conditions, conclusion }) => [...conditions, conclusion]),
      ...exported.statements,
    ];
    this.#atoms = [...new Set(literals.map(({ atom }) => atom))];
    this.#satisfied = new Int32Array(2 ** this.#atoms.length).map((_, row) =>
      exported.premises.reduce((set, { conditions, conclusion }, index) => {
        const holds = !conditions.every((literal) => this.#true(literal, row)) || this.#true(conclusion, row);
        return holds ? set | (1 << index) : set;
      }, 0),
    );
  }

  consistent(set: number): boolean {
    return this.#satisfied.some((satisfied) => (satisfied & set) === set);
  }

  /** Sets that are contradictory while all sets of one member less are not. */
  cores(): string[][] {
    const ids = this.#exported.premises.map(({ id }) => id);
    const contradictory = new Uint8Array(2 ** ids.length);
    for (let set = 0; set < contradictory.length; set++) contradictory[set] = this.consistent(set) ? 0 : 1;
    const cores: string[][] = [];
    for (let set = 0; set < contradictory.length; set++) {
      const members = ids.filter((_, index) => (set >> index) & 1);
      const minimal = ids.every(
        (_, index) => !((set >> index) & 1) || contradictory[set ^ (1 << index)] === 0,
      );
      if (contradictory[set] === 1 && minimal) cores.push(members);
    }
    return cores;
  }

  verdicts(): Record<string, Truth> {
    let kept = 0;
    for (const id of this.#exported.priorities) {
      const more = kept | (1 << this.#exported.premises.findIndex((premise) => premise.id === id));
      if (this.consistent(more)) kept = more;
    }
    const models = [...this.#satisfied.keys()].filter(
      (row) => ((this.#satisfied[row] as number) & kept) === kept,
    );
    return Object.fromEntries(
      this.#exported.statements.map((statement) => {
        const values = new Set(models.map((row) => this.#true(statement, row)));
        return [statement.id, values.size === 2 ? 'undetermined' : values.has(true) ? 'yes' : 'no'];
      }),
    );
  }

  #true({ atom, value }: Literal, row: number): boolean {
    return (((row >> this.#atoms.indexOf(atom)) & 1) === 1) === value;
  }
}

function exportOf(reference: Reference): Exported {
  return JSON.parse(conflictingPremises.oracle(reference).constraints as string) as Exported;
}

describe('the truth of conflicting premises', () => {
  it('is that of all sets of premises under all assignments of truth values', () => {
    for (let seed = 0; seed < 12; seed++) {
      const reference = referenceAt(smallParameters(seed), `table ${seed}`);
      const table = new TruthTable(exportOf(reference));
      const { cores, statements } = conflictingPremises.answer(reference);
      expect(cores.map((core) => core.join()).sort()).toEqual(
        table
          .cores()
          .map((core) => core.join())
          .sort(),
      );
      expect(statements).toEqual(table.verdicts());
    }
  }, 20_000);

  it('has the repair and the verdicts of the optimal answer sets of the export, in every size', async () => {
    for (let seed = 0; seed < 20; seed++) {
      const reference = referenceAt(drawnParameters(seed), `clingo ${seed}`);
      const program = conflictingPremises.oracle(reference).asp as string;
      const result = await run(program, 0, ['--opt-mode=optN', '--enum-mode=cautious']);
      if (result.Result === 'ERROR') throw new Error(result.Error);
      const consequences = new Set(result.Call[0]?.Witnesses.at(-1)?.Value);
      const dropped = reference.givenUp.map((index) => `drop(${index + 1})`).sort();
      expect([...consequences].filter((atom) => atom.startsWith('drop')).sort()).toEqual(dropped);
      for (const [index, truth] of reference.truths.entries()) {
        expect(consequences.has(`true(${index + 1})`)).toBe(truth === 'yes');
        expect(consequences.has(`false(${index + 1})`)).toBe(truth === 'no');
      }
    }
  }, 20_000);

  it('comes to premises by reliability, and in cores that share premises not every least reliable one goes', () => {
    let spared = 0;
    for (let seed = 0; seed < 60; seed++) {
      const reference = referenceAt({ conflicts: 4, priorityDepth: 4 }, `order ${seed}`);
      const { premises, priorities, sources } = exportOf(reference);
      const order = priorities.map((id) => premises.findIndex((premise) => premise.id === id));
      const reliabilities = order.map((index) => sources[premises[index]?.source as string] as number);
      expect(reliabilities).toEqual(reliabilities.toSorted((left, right) => right - left));
      const weakest = reference.cores.map((core) =>
        core.reduce((last, member) => (order.indexOf(member) > order.indexOf(last) ? member : last)),
      );
      for (const index of reference.givenUp) expect(weakest).toContain(index);
      spared += weakest.filter((index) => !reference.givenUp.includes(index)).length;
    }
    expect(spared).toBe(2 * 60);
  });
});

describe('the grading of conflicting premises', () => {
  it('gives all for the whole answer alone, and more the more of it is right', () => {
    for (let seed = 0; seed < 200; seed++) {
      const reference = referenceAt(drawnParameters(seed), `grading ${seed}`);
      const right = conflictingPremises.answer(reference);
      expect(gradeText(skill, reference, referenceText(skill, reference)).score).toBe(1);
      const grade = (change: Partial<typeof right>) => {
        const answer = { ...right, ...change };
        const category = conflictingPremises.category(reference, answer);
        expect(conflictingPremises.verify(reference, answer)).toBe(category === 4);
        return category;
      };
      const [first, ...others] = right.cores as [string[], ...string[][]];
      expect(grade({ cores: [...others, first.toReversed()] })).toBe(4);
      expect(grade({ cores: [first.slice(1), ...others] })).toBe(2);
      expect(grade({ cores: [[...first, first[0] as string], ...others] })).toBe(2);
      expect(grade({ cores: [first, ...right.cores] })).toBeLessThan(4);
      expect(grade({ cores: [] })).toBe(1);
      expect(grade({ statements: {} })).toBe(1);
      expect(grade({ statements: { ...right.statements, S0: 'yes' } })).toBe(2);
      expect(grade({ cores: [], statements: {} })).toBe(0);
    }
  });
});

describe('an instance of conflicting premises', () => {
  it('is reached at every corner, with realised values within their ranges', () => {
    for (const [corner, parameters] of corners(skill, 'corners').entries()) {
      const { features, disagreements } = generateTask('reasoning', skill, parameters, `corner ${corner}`);
      expect(disagreements).toBe(0);
      for (const [name, { min, max }] of Object.entries(conflictingPremises.parameters)) {
        expect(features[name]).toBeGreaterThanOrEqual(min);
        expect(features[name]).toBeLessThanOrEqual(max);
      }
    }
  });

  it('has one canonical form for other atoms in another order, and another for a premise less or another source', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = new RandomStream(`isomorphs ${seed}`);
      const reference = referenceAt(seed % 2 === 0 ? smallParameters(seed) : {}, `isomorphs ${seed}`);
      const { premises, statements } = reference;
      const form = canonicalDispute(reference);
      const atoms = random.shuffle(reference.names.map((_, atom) => atom));
      const renamed = (literal: Reference['statements'][number]) => ({
        ...literal,
        atom: atoms[literal.atom] as number,
      });
      const isomorph = {
        ...reference,
        premises: random.shuffle(
          premises.map((premise) => ({
            ...premise,
            conditions: random.shuffle(premise.conditions.map(renamed)),
            conclusion: renamed(premise.conclusion),
          })),
        ),
        statements: random.shuffle(statements.map(renamed)),
      };
      expect(canonicalDispute(isomorph)).toBe(form);
      for (const [index, premise] of premises.entries()) {
        expect(canonicalDispute({ ...reference, premises: premises.toSpliced(index, 1) })).not.toBe(form);
        const source = (premise.source + 1) % reference.reliabilities.length;
        const changed = premises.with(index, { ...premise, source });
        expect(canonicalDispute({ ...reference, premises: changed })).not.toBe(form);
      }
    }
  });

  it('has a solution that names every core, every premise given up and every verdict', () => {
    for (let seed = 0; seed < 60; seed++) {
      const reference = referenceAt(drawnParameters(seed), `solution ${seed}`);
      const text = conflictingPremises.solution(reference);
      const { cores, statements } = conflictingPremises.answer(reference);
      for (const core of cores) expect(text).toContain(`All of these are needed: ${core.join(', ')}.`);
      const givenUp = [...text.matchAll(/(P\d+) is given up/g)].map(([, id]) => id).sort();
      expect(givenUp).toEqual(reference.givenUp.map((index) => `P${index + 1}`).sort());
      for (const [id, truth] of Object.entries(statements)) {
        expect(text).toMatch(new RegExp(`^${id} \\(.+\\): ${truth}, `, 'm'));
      }
    }
  });
});
