import { run } from 'clingo-wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parameters } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { syllogisms } from '../../../domains/reasoning/b1-syllogisms.ts';
import { everydayClasses, isBelieved } from '../../../domains/reasoning/syllogisms/beliefs.ts';
import {
  type Claim,
  contradictoryOf,
  forms,
  type Truth,
  truths,
} from '../../../domains/reasoning/syllogisms/claims.ts';
import { hasModel, truthBySearch } from '../../../domains/reasoning/syllogisms/countermodel.ts';
import { VennDiagram } from '../../../domains/reasoning/syllogisms/venn.ts';

const corners: readonly Parameters[] = [2, 8].flatMap((chain) =>
  [0, 6].flatMap((distractors) =>
    [0, 1].flatMap((negation) =>
      [0, 1].map((beliefConflict) => ({ chain, distractors, negation, beliefConflict })),
    ),
  ),
);
const defaults = Object.fromEntries(
  Object.entries(syllogisms.parameters).map(([name, spec]) => [name, spec.default]),
);

/** An instance of the first stream that leads somewhere. */
function instanceAt(parameters: Parameters, seed: string) {
  for (let draw = 0; draw < 50; draw++) {
    try {
      return syllogisms.generate({ ...defaults, ...parameters }, new RandomStream(`${seed}/${draw}`));
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'InstanceRejected') throw error;
    }
  }
  throw new Error(`no instance at ${JSON.stringify(parameters)}`);
}

/** Whether a claim holds in the world whose individuals have these sets of classes, by plain counting. */
function holdsIn(world: readonly number[], { form, subject, predicate }: Claim): boolean {
  const inside = (member: number, term: number) => ((member >> term) & 1) === 1;
  if (form === 'all') return world.every((x) => !inside(x, subject) || inside(x, predicate));
  if (form === 'no') return world.every((x) => !inside(x, subject) || !inside(x, predicate));
  if (form === 'some') return world.some((x) => inside(x, subject) && inside(x, predicate));
  if (form === 'someNot') return world.some((x) => inside(x, subject) && !inside(x, predicate));
  if (form === 'cover') return world.every((x) => inside(x, subject) || inside(x, predicate));
  return world.some((x) => !inside(x, subject) && !inside(x, predicate));
}

/** Every world over so many classes in which each class has a member, as far as who exists matters. */
function worldsOf(terms: number): number[][] {
  const kinds = Array.from({ length: 1 << terms }, (_, kind) => kind);
  const worlds = Array.from({ length: 2 ** kinds.length }, (_, set) =>
    kinds.filter((kind) => (set >> kind) & 1),
  );
  return worlds.filter((world) =>
    Array.from({ length: terms }, (_, term) => term).every((term) => world.some((x) => (x >> term) & 1)),
  );
}

interface NamedClaim {
  readonly id: string;
  readonly form: Claim['form'];
  readonly subject: string;
  readonly predicate: string;
}

describe('the exported constraints', () => {
  it('give every verdict by plain counting over all worlds in which each class has a member', () => {
    for (let seed = 0; seed < 12; seed++) {
      const { reference } = instanceAt({ chain: 2, distractors: 0 }, `constraints/${seed}`);
      const document = JSON.parse(syllogisms.oracle(reference).constraints as string);
      const classes: string[] = document.classes;
      const claimOf = (claim: NamedClaim): Claim => ({
        form: claim.form,
        subject: classes.indexOf(claim.subject),
        predicate: classes.indexOf(claim.predicate),
      });
      const premises: Claim[] = document.premises.map(claimOf);
      const worlds = worldsOf(classes.length).filter((world) =>
        premises.every((premise) => holdsIn(world, premise)),
      );
      const verdicts = document.statements.map((claim: NamedClaim) => {
        const holding = worlds.filter((world) => holdsIn(world, claimOf(claim))).length;
        return [claim.id, holding === worlds.length ? 'yes' : holding === 0 ? 'no' : 'undetermined'];
      });
      expect(Object.fromEntries(verdicts)).toEqual(syllogisms.answer(reference));
    }
  });
});

describe('the truth of syllogisms', () => {
  it('is what every world that fits the premises agrees on, in brute force over all worlds', () => {
    const worlds = worldsOf(4);
    for (const chain of [2, 3]) {
      for (let seed = 0; seed < 12; seed++) {
        const distractors = seed % (4 - chain);
        const { reference } = instanceAt({ chain, distractors, negation: (seed % 5) / 4 }, `brute/${seed}`);
        const fitting = worlds.filter((world) => reference.premises.every((claim) => holdsIn(world, claim)));
        expect(fitting.length).toBeGreaterThan(0);
        const truth = (claim: Claim): Truth => {
          const held = fitting.filter((world) => holdsIn(world, claim)).length;
          return held === fitting.length ? 'yes' : held === 0 ? 'no' : 'undetermined';
        };
        expect(reference.statements.map(truth)).toEqual(reference.truths);
      }
    }
  });

  it('is what clingo finds in the exported program', async () => {
    const settings = [{}, { negation: 1 }, { chain: 6, distractors: 0 }, { chain: 2, distractors: 4 }];
    for (const [index, setting] of settings.entries()) {
      const { reference } = instanceAt(setting, `clingo/${index}`);
      const result = await run(syllogisms.oracle(reference).asp as string, 0, ['--enum-mode=cautious']);
      if (result.Result !== 'SATISFIABLE') throw new Error(JSON.stringify(result));
      const cautious = new Set(result.Call[0]?.Witnesses.at(-1)?.Value);
      const read = reference.statements.map((_, statement) => {
        if (cautious.has(`true(${statement + 1})`)) return 'yes';
        return cautious.has(`false(${statement + 1})`) ? 'no' : 'undetermined';
      });
      expect(read).toEqual(reference.truths);
    }
  });

  it('comes out alike by Venn regions and by search for countermodels, for any consistent premises', () => {
    const terms = 6;
    const claim = fc
      .record({
        form: fc.constantFrom(...forms),
        subject: fc.integer({ min: 0, max: terms - 1 }),
        shift: fc.integer({ min: 1, max: terms - 1 }),
      })
      .map(({ form, subject, shift }): Claim => ({ form, subject, predicate: (subject + shift) % terms }));
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 9 }), claim, (premises, asked) => {
        const diagram = new VennDiagram(terms, premises);
        expect(diagram.consistent()).toBe(hasModel(terms, premises));
        if (!diagram.consistent()) return;
        const cell = ['all', 'no', 'cover'].includes(asked.form) ? contradictoryOf(asked) : asked;
        const inhabited = diagram.forced(cell) ? 'yes' : diagram.open(cell) ? 'undetermined' : 'no';
        expect(inhabited).toBe(truthBySearch(terms, premises, cell));
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });
});

describe('instances of syllogisms', () => {
  it('are whole for their own answer alone, at every corner', () => {
    for (const parameters of corners) {
      for (let seed = 0; seed < 8; seed++) {
        const { reference } = instanceAt(parameters, `answer/${seed}`);
        const answer = syllogisms.answer(reference);
        expect(syllogisms.category(reference, answer)).toBe(4);
        expect(syllogisms.verify(reference, answer)).toBe(true);
        for (const key of Object.keys(answer)) {
          const { [key]: dropped, ...rest } = answer;
          const wrong = truths
            .filter((truth) => truth !== dropped)
            .map((truth) => ({ ...answer, [key]: truth }));
          for (const perturbed of [...wrong, rest, { ...answer, S99: 'yes' as const }]) {
            expect(syllogisms.category(reference, perturbed)).toBeLessThan(4);
            expect(syllogisms.verify(reference, perturbed)).toBe(false);
          }
        }
      }
    }
  });

  it('ask 12 to 15 statements, at least three of each truth value and no two alike', () => {
    for (const parameters of corners) {
      const { reference } = instanceAt(parameters, 'balance');
      expect(reference.statements.length).toBeGreaterThanOrEqual(12);
      expect(reference.statements.length).toBeLessThanOrEqual(15);
      for (const truth of truths) {
        expect(reference.truths.filter((value) => value === truth).length).toBeGreaterThanOrEqual(3);
      }
      const lines = instanceAt(parameters, 'balance').body.match(/^S\d+\. .*/gm) ?? [];
      expect(new Set(lines.map((line) => line.replace(/^S\d+/, ''))).size).toBe(reference.statements.length);
    }
  });

  it('contradict everyday knowledge in the share of settled statements that the feature says', () => {
    for (const beliefConflict of [0, 0.5, 1]) {
      const { reference, features, skin } = instanceAt({ beliefConflict }, 'belief');
      if (skin !== 'everyday') continue;
      expect(everydayClasses).toEqual(expect.arrayContaining([...reference.classes]));
      const settled = reference.statements.filter((_, index) => reference.truths[index] !== 'undetermined');
      const against = settled.filter((claim) => {
        const follows = reference.truths[reference.statements.indexOf(claim)] === 'yes';
        return isBelieved(claim, reference.classes) !== follows;
      });
      expect(against.length / settled.length).toBeCloseTo(features.beliefConflict as number);
      expect(Math.abs(against.length / settled.length - beliefConflict)).toBeLessThan(0.25);
    }
    expect(isBelieved({ form: 'all', subject: 0, predicate: 1 }, ['dogs', 'mammals'])).toBe(true);
    expect(isBelieved({ form: 'some', subject: 0, predicate: 1 }, ['oaks', 'animals'])).toBe(false);
  });

  it('earn at most .05 when form alone is judged, the best that can be done without the premises', () => {
    const verdicts: readonly Record<string, Truth>[] = [
      {
        all: 'undetermined',
        no: 'undetermined',
        cover: 'undetermined',
        some: 'yes',
        someNot: 'yes',
        neither: 'yes',
      },
      { all: 'no', no: 'undetermined', cover: 'no', some: 'yes', someNot: 'yes', neither: 'undetermined' },
    ];
    for (const verdict of verdicts) {
      let sum = 0;
      for (let seed = 0; seed < 300; seed++) {
        const { reference } = instanceAt({ chain: 2 + (seed % 7), negation: (seed % 5) / 4 }, `form/${seed}`);
        const answer = Object.fromEntries(
          reference.statements.map(({ form }, index) => [`S${index + 1}`, verdict[form] as Truth]),
        );
        sum += syllogisms.category(reference, answer) / 4;
      }
      expect(sum / 300).toBeLessThanOrEqual(0.05);
    }
  });

  it('are the same bytes for the same stream, and canonical without a word of the skin', () => {
    for (let seed = 0; seed < 20; seed++) {
      const instance = instanceAt({}, `bytes/${seed}`);
      expect(JSON.stringify(instanceAt({}, `bytes/${seed}`))).toBe(JSON.stringify(instance));
      for (const name of instance.reference.classes) expect(instance.canonical).not.toContain(name);
    }
  });

  it('come with an argument for every statement that cites the premises it uses', () => {
    for (const parameters of corners) {
      const { reference } = instanceAt(parameters, 'solution');
      const lines = syllogisms.solution(reference).split('\n');
      expect(lines.length).toBe(reference.statements.length);
      lines.forEach((line, index) => {
        expect(line).toContain(`S${index + 1} `);
        if (reference.truths[index] === 'undetermined') return;
        const cited = [...line.matchAll(/\bP(\d+)\b/g)].map(
          (match) => reference.premises[Number(match[1]) - 1],
        );
        // The cited premises alone settle the statement.
        const claim = reference.statements[index] as Claim;
        expect(truthBySearch(reference.classes.length, cited as Claim[], claim)).toBe(
          reference.truths[index],
        );
      });
    }
  });
});
