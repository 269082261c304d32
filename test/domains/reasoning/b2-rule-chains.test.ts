import { run } from 'clingo-wasm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Parameters } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { ruleChains } from '../../../domains/reasoning/b2-rule-chains.ts';
import { BackwardProver } from '../../../domains/reasoning/rules/backward.ts';
import { derivable } from '../../../domains/reasoning/rules/forward.ts';
import { type Rule, type RuleSystem, ruleId } from '../../../domains/reasoning/rules/logic.ts';
import { clauseOf } from '../../../domains/reasoning/rules/wording.ts';
import { generateTask } from '../../../domains/task.ts';

const corners: readonly Parameters[] = [2, 16].flatMap((depth) =>
  [1, 4].flatMap((branching) =>
    [1, 5].flatMap((deadEnds) =>
      [0, 0.5].flatMap((negation) =>
        [0, 1].map((openWorld) => ({ depth, branching, deadEnds, negation, openWorld })),
      ),
    ),
  ),
);

type Reference = ReturnType<typeof ruleChains.generate>['reference'];

function referenceAt(parameters: Parameters, seed: string): Reference {
  return generateTask('reasoning', ruleChains, parameters, seed).reference as Reference;
}

/** Whether the condition "not this atom" is met where these atoms hold. */
function fails({ denied }: RuleSystem, holds: ReadonlySet<number>, atom: number): boolean {
  return denied === undefined ? !holds.has(atom) : denied.includes(atom);
}

/** Fewest rules that prove the goal, by trying every set of rules; null when none does. */
function fewestRules(system: RuleSystem, goal: number, holds: ReadonlySet<number>): number | null {
  const { facts, rules } = system;
  let fewest: number | null = null;
  for (let set = 1; set < 2 ** rules.length; set++) {
    const chosen = rules.filter((_, index) => (set >> index) & 1);
    if (fewest !== null && chosen.length >= fewest) continue;
    const known = new Set(facts);
    for (let round = 0; round < chosen.length; round++) {
      for (const { head, body } of chosen) {
        if (body.every(({ atom, negated }) => (negated ? fails(system, holds, atom) : known.has(atom))))
          known.add(head);
      }
    }
    if (known.has(goal)) fewest = chosen.length;
  }
  return fewest;
}

/** The program's meaning by definition: going up the atoms, since in these systems bodies are lower than heads. */
function meaningOf(system: RuleSystem): Set<number> {
  const { atoms, facts, rules } = system;
  const holds = new Set<number>();
  for (let atom = 0; atom < atoms; atom++) {
    const concluded = rules.some(
      (rule) =>
        rule.head === atom &&
        rule.body.every((item) => (item.negated ? fails(system, holds, item.atom) : holds.has(item.atom))),
    );
    if (facts.includes(atom) || concluded) holds.add(atom);
  }
  return holds;
}

/** Systems over nine atoms, in closed worlds and open ones, whose rules' conditions have lower numbers than their conclusions. */
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
    denied: fc.option(fc.uniqueArray(fc.nat(8), { maxLength: 4 })),
  })
  .map(({ facts, rules, denied }): RuleSystem => ({ atoms: 9, facts, rules, ...(denied && { denied }) }));

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
      const parameters = {
        depth: 2 + (seed % 3),
        branching: 1.6,
        deadEnds: 1,
        distractors: 0,
        openWorld: seed % 2,
      };
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
      { openWorld: 1 },
      { depth: 8, negation: 0.5, openWorld: 1 },
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
  deniedFacts?: string[];
  rules: { if: string[]; ifNot: string[]; conclusion: string }[];
}): { holds: (statement: string) => boolean; isFalse: (statement: string) => boolean } {
  const holds = (statement: string): boolean =>
    document.facts.includes(statement) ||
    document.rules.some(
      (rule) => rule.conclusion === statement && rule.if.every(holds) && rule.ifNot.every(isFalse),
    );
  const isFalse = (statement: string) =>
    document.deniedFacts ? document.deniedFacts.includes(statement) : !holds(statement);
  return { holds, isFalse };
}

describe('the exported constraints', () => {
  it('prove the goal by the answer, step by step', () => {
    for (let seed = 0; seed < 24; seed++) {
      const reference = referenceAt({ depth: 3, negation: 0.5, openWorld: seed % 2 }, `constraints/${seed}`);
      const document = JSON.parse(ruleChains.oracle(reference).constraints as string);
      expect(document.world).toBe(seed % 2 === 0 ? 'closed' : 'open');
      expect('deniedFacts' in document).toBe(seed % 2 === 1);
      const { holds, isFalse } = heldBy(document);
      expect((document.deniedFacts ?? []).some(holds)).toBe(false);
      const shown = new Set<string>(document.facts);
      for (const id of ruleChains.answer(reference)) {
        const rule = document.rules.find((candidate: { id: string }) => candidate.id === id);
        expect(rule.if.every((statement: string) => shown.has(statement))).toBe(true);
        expect(rule.ifNot.every(isFalse)).toBe(true);
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
      const reference = referenceAt({ branching: 3, openWorld: seed % 2 }, `solution/${seed}`);
      const text = ruleChains.solution(reference);
      expect(text).toContain(`Shortest proof: ${ruleChains.answer(reference).join(', ')}.`);
      const heads = new Set(reference.proof.map((index) => reference.system.rules[index]?.head));
      reference.system.rules.forEach(({ head }, index) => {
        if (heads.has(head)) expect(text).toMatch(new RegExp(`\\b${ruleId(index)}\\b`));
      });
    }
  });
});

describe('open worlds of rule chains', () => {
  const openAt = (seed: number) => generateTask('reasoning', ruleChains, { openWorld: 1 }, `open/${seed}`);

  it('are as many as asked for, and none by default', () => {
    const shareAt = (openWorld: number) => {
      const tasks = Array.from({ length: 200 }, (_, seed) =>
        generateTask('reasoning', ruleChains, { openWorld, depth: 2 }, `share/${seed}`),
      );
      return tasks.reduce((sum, { features }) => sum + (features.openWorld as number), 0) / tasks.length;
    };
    expect(shareAt(1)).toBe(1);
    expect(Math.abs(shareAt(0.5) - 0.5)).toBeLessThan(0.1);
    const closed = generateTask('reasoning', ruleChains, {}, 'closed');
    expect(closed.features.openWorld).toBe(0);
    expect(closed.reference).not.toHaveProperty('system.denied');
  });

  it('say what does not hold, which is nothing that can be derived, and every needed "not" is among it', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { prompt, reference } = openAt(seed);
      const { system, proof, names } = reference as Reference;
      const holds = derivable(system);
      const stated = (prompt.match(/^- \S+ is not \S+\.$/gm) ?? []).map((line) => line.slice(2, -1));
      expect(stated).toEqual(system.denied?.map((atom) => clauseOf({ atom, negated: true }, names)));
      expect(system.denied?.some((atom) => holds.has(atom))).toBe(false);
      const needed = proof.flatMap((index) => system.rules[index]?.body.filter((item) => item.negated) ?? []);
      for (const condition of needed) expect(stated).toContain(clauseOf(condition, names));
    }
  });

  it('lead who takes them for closed ones into proofs that are none', () => {
    let misled = 0;
    for (let seed = 0; seed < 40; seed++) {
      const { system, goal, proof } = openAt(seed).reference as Reference;
      const { denied: _, ...closed } = system;
      const open = derivable(system);
      expect([...derivable(closed)].some((atom) => !open.has(atom))).toBe(true);
      if (new BackwardProver(closed).hasProofBelow(goal, proof.length)) misled++;
    }
    expect(misled).toBeGreaterThan(4);
  });

  it('come with a solution that says what is stated and what is not', () => {
    const texts = Array.from({ length: 20 }, (_, seed) =>
      ruleChains.solution(openAt(seed).reference as Reference),
    );
    expect(texts.some((text) => / is not \S+ \(is stated\)/.test(text))).toBe(true);
    expect(texts.some((text) => / cannot be used: it is not stated that /.test(text))).toBe(true);
    for (const text of texts) expect(text).not.toMatch(/\([^)]* cannot be derived\)/);
  });
});
