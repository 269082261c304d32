import { run } from 'clingo-wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parameters } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { ruleChains } from '../../../domains/reasoning/b2-rule-chains.ts';
import { BackwardProver } from '../../../domains/reasoning/rules/backward.ts';
import { derivable } from '../../../domains/reasoning/rules/forward.ts';
import { type Rule, type RuleSystem, ruleId } from '../../../domains/reasoning/rules/logic.ts';
import { generateTask } from '../../../domains/task.ts';

const corners: readonly Parameters[] = [2, 16].flatMap((depth) =>
  [1, 4].flatMap((branching) =>
    [1, 5].flatMap((deadEnds) => [0, 0.5].map((negation) => ({ depth, branching, deadEnds, negation }))),
  ),
);

type Reference = ReturnType<typeof ruleChains.generate>['reference'];

function referenceAt(parameters: Parameters, seed: string): Reference {
  return generateTask('reasoning', ruleChains, parameters, seed).reference as Reference;
}

/** Fewest rules that prove the goal, by trying every set of rules; null when none does. */
function fewestRules({ facts, rules }: RuleSystem, goal: number, holds: ReadonlySet<number>): number | null {
  let fewest: number | null = null;
  for (let set = 1; set < 2 ** rules.length; set++) {
    const chosen = rules.filter((_, index) => (set >> index) & 1);
    if (fewest !== null && chosen.length >= fewest) continue;
    const known = new Set(facts);
    for (let round = 0; round < chosen.length; round++) {
      for (const { head, body } of chosen) {
        if (body.every(({ atom, negated }) => (negated ? !holds.has(atom) : known.has(atom))))
          known.add(head);
      }
    }
    if (known.has(goal)) fewest = chosen.length;
  }
  return fewest;
}

/** The program's meaning by definition: going up the atoms, since in these systems bodies are lower than heads. */
function meaningOf({ atoms, facts, rules }: RuleSystem): Set<number> {
  const holds = new Set<number>();
  for (let atom = 0; atom < atoms; atom++) {
    const concluded = rules.some(
      (rule) => rule.head === atom && rule.body.every((item) => holds.has(item.atom) !== item.negated),
    );
    if (facts.includes(atom) || concluded) holds.add(atom);
  }
  return holds;
}

/** Systems over nine atoms whose rules' conditions have lower numbers than their conclusions. */
const anySystem = fc
  .record({
    facts: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }),
    rules: fc.array(
      fc
        .record({
          head: fc.integer({ min: 3, max: 8 }),
          body: fc.array(fc.record({ atom: fc.nat(7), negated: fc.boolean() }), {
            minLength: 1,
            maxLength: 3,
          }),
        })
        .map(
          ({ head, body }): Rule => ({
            head,
            body: body.map((item) => ({ ...item, atom: item.atom % head })),
          }),
        ),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ facts, rules }): RuleSystem => ({ atoms: 9, facts, rules }));

describe('the truth of rule chains', () => {
  it('comes out alike forward, backward and by definition, and so do shortest proofs by brute force', () => {
    fc.assert(
      fc.property(anySystem, (system) => {
        const holds = meaningOf(system);
        expect(derivable(system)).toEqual(holds);
        const prover = new BackwardProver(system);
        for (let atom = 0; atom < system.atoms; atom++) expect(prover.proves(atom)).toBe(holds.has(atom));
        for (let goal = 3; goal < system.atoms; goal++) {
          const fewest = fewestRules(system, goal, holds);
          if (fewest === null) expect(prover.hasProofBelow(goal, system.rules.length + 1)).toBe(false);
          else {
            expect(prover.hasProofBelow(goal, fewest)).toBe(false);
            expect(prover.hasProofBelow(goal, fewest + 1)).toBe(true);
          }
        }
      }),
      { seed: 1, numRuns: 400 },
    );
  });

  it('has shortest proofs of the length that brute force over all sets of rules finds', () => {
    for (let seed = 0; seed < 15; seed++) {
      const parameters = { depth: 2 + (seed % 3), branching: 1.6, deadEnds: 1, distractors: 0 };
      const { system, goal, proof } = referenceAt(parameters, `brute/${seed}`);
      expect(system.rules.length).toBeLessThan(16);
      expect(fewestRules(system, goal, derivable(system))).toBe(proof.length);
    }
  });

  it('is what clingo derives, and clingo finds no shorter proof', async () => {
    const settings = [
      {},
      { depth: 8, negation: 0.5 },
      { branching: 4, deadEnds: 4 },
      { depth: 12, branching: 3 },
    ];
    for (const [index, setting] of settings.entries()) {
      const reference = referenceAt(setting, `clingo/${index}`);
      const { system, goal, proof } = reference;
      const program = `${ruleChains.oracle(reference).asp}\n#show holds/1.`;
      const result = await run(program, 0);
      if (result.Result !== 'OPTIMUM FOUND') throw new Error(JSON.stringify(result));
      const shown = result.Call[0]?.Witnesses.at(-1)?.Value ?? [];
      const used = shown.flatMap((atom) => (atom.startsWith('use(') ? [Number(atom.slice(4, -1))] : []));
      const held = shown.flatMap((atom) => (atom.startsWith('holds(') ? [Number(atom.slice(6, -1))] : []));
      expect(used.length).toBe(proof.length);
      expect(new Set(held)).toEqual(derivable(system));
      expect(held).toContain(goal);
    }
  });
});

/** What holds by the exported constraints, statement by statement, as their documentation says. */
function heldBy(document: {
  facts: string[];
  rules: { if: string[]; ifNot: string[]; conclusion: string }[];
}): (statement: string) => boolean {
  const holds = (statement: string): boolean =>
    document.facts.includes(statement) ||
    document.rules.some(
      (rule) => rule.conclusion === statement && rule.if.every(holds) && !rule.ifNot.some(holds),
    );
  return holds;
}

describe('the exported constraints', () => {
  it('prove the goal by the answer, step by step', () => {
    for (let seed = 0; seed < 24; seed++) {
      const reference = referenceAt({ depth: 3, negation: 0.5 }, `constraints/${seed}`);
      const document = JSON.parse(ruleChains.oracle(reference).constraints as string);
      const holds = heldBy(document);
      const shown = new Set<string>(document.facts);
      for (const id of ruleChains.answer(reference)) {
        const rule = document.rules.find((candidate: { id: string }) => candidate.id === id);
        expect(rule.if.every((statement: string) => shown.has(statement))).toBe(true);
        expect(rule.ifNot.some(holds)).toBe(false);
        shown.add(rule.conclusion);
      }
      expect(shown.has(document.goal)).toBe(true);
    }
  });
});

describe('instances of rule chains', () => {
  it('are whole for their own answer, and for another only when the checker proves it', () => {
    for (const parameters of corners) {
      for (let seed = 0; seed < 4; seed++) {
        const reference = referenceAt(parameters, `answer/${seed}`);
        const answer = ruleChains.answer(reference);
        expect(ruleChains.category(reference, answer)).toBe(4);
        expect(ruleChains.verify(reference, answer)).toBe(true);
        const random = new RandomStream(`perturb/${seed}`);
        const ids = reference.system.rules.map((_, index) => ruleId(index));
        const perturbed = [
          ...answer.map((_, index) => answer.toSpliced(index, 1)),
          ...Array.from({ length: 12 }, () =>
            answer.toSpliced(random.int(0, answer.length - 1), 1, random.pick(ids)),
          ),
          ...Array.from({ length: 8 }, () => random.shuffle(answer)),
          [...answer, ...answer],
          answer.map((id) => id.toLowerCase()),
          [...answer, 'R9999'],
        ];
        for (const other of perturbed) {
          expect(ruleChains.category(reference, other) === 4).toBe(ruleChains.verify(reference, other));
        }
        for (const dropped of perturbed.slice(0, answer.length)) {
          expect(ruleChains.verify(reference, dropped)).toBe(false);
        }
      }
    }
  });

  it('grade a proof that is longer than need be as valid, a broken one by its valid steps', () => {
    let longer = 0;
    for (let seed = 0; seed < 40; seed++) {
      const reference = referenceAt({ depth: 6 }, `grade/${seed}`);
      const { system } = reference;
      const answer = ruleChains.answer(reference);
      const needed = new Set(reference.proof);
      const idle = system.rules.findIndex(
        ({ body }, index) =>
          !needed.has(index) && body.every(({ atom, negated }) => !negated && system.facts.includes(atom)),
      );
      if (idle >= 0) {
        longer++;
        expect(ruleChains.category(reference, [ruleId(idle), ...answer])).toBe(3);
      }
      expect(ruleChains.category(reference, answer.slice(0, -1))).toBe(2);
      expect(ruleChains.category(reference, answer.slice(-1))).toBe(0);
      expect(ruleChains.category(reference, [])).toBe(0);
    }
    expect(longer).toBeGreaterThan(10);
  });

  it('earn at most .05 by blind answers', () => {
    const sums: number[] = [];
    const instances = 200;
    for (let seed = 0; seed < instances; seed++) {
      const random = new RandomStream(`blind/${seed}`);
      const drawn = Object.entries(ruleChains.parameters).map(
        ([name, { min, max }]) => [name, min + (max - min) * random.unit()] as const,
      );
      const reference = referenceAt(Object.fromEntries(drawn), `blind/${seed}`);
      const answers = [...ruleChains.blindAnswers(reference), ruleChains.guess(reference, random)];
      answers.forEach((answer, index) => {
        sums[index] = (sums[index] ?? 0) + ruleChains.category(reference, answer) / 4;
      });
    }
    expect(sums.length).toBe(6);
    for (const sum of sums) expect(sum / instances).toBeLessThanOrEqual(0.05);
  });

  it('are the same bytes for the same seed, with no rule twice and no word of the skin in the canonical form', () => {
    for (const parameters of corners) {
      const task = generateTask('reasoning', ruleChains, parameters, 'bytes');
      expect(JSON.stringify(generateTask('reasoning', ruleChains, parameters, 'bytes'))).toBe(
        JSON.stringify(task),
      );
      const sentences = (task.prompt.match(/^R\d+\. .*/gm) ?? []).map((line) => line.replace(/^R\d+\. /, ''));
      expect(new Set(sentences).size).toBe(sentences.length);
      const instance = ruleChains.generate(task.parameters, new RandomStream(task.seed).substream('B2', 0));
      for (const { person, property } of instance.reference.names) {
        expect(instance.canonical).not.toContain(person);
        expect(instance.canonical).not.toContain(property);
      }
    }
  });

  it('come with a solution that lists the shortest proof and says why each other rule fails', () => {
    for (let seed = 0; seed < 10; seed++) {
      const reference = referenceAt({ branching: 3 }, `solution/${seed}`);
      const text = ruleChains.solution(reference);
      expect(text).toContain(`Shortest proof: ${ruleChains.answer(reference).join(', ')}.`);
      const heads = new Set(reference.proof.map((index) => reference.system.rules[index]?.head));
      reference.system.rules.forEach(({ head }, index) => {
        if (heads.has(head)) expect(text).toMatch(new RegExp(`\\b${ruleId(index)}\\b`));
      });
    }
  });
});
