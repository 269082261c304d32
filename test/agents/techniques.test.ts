import { describe, expect, it } from 'vitest';
import { grids } from '../../agents/reasoning/grids.ts';
import { ruleChains } from '../../agents/reasoning/rule-chains.ts';
import { syllogisms } from '../../agents/reasoning/syllogisms.ts';

const syllogismQuestion = `Premises:
P1. All cats are pets.
P2. No pets are stones.
P3. Everything that is not among the stones is among the birds.
P4. Some mice are not pets.

Statements:
S1. No cats are stones.
S2. Some stones are cats.
S3. All cats are birds.
S4. Some mice are not cats.
S5. All mice are pets.

Answer with one JSON object that has an entry for each of the statements S1 to S5, with one of the values …`;

const ruleQuestion = `Facts:
- Ada is kind.
- Ada is quick.

Rules:
R1. If Ada is kind, then Bo is calm.
R2. If Ada is quick and Ada is kind, then Bo is loud.
R3. If Bo is calm and Bo is loud and Bo is not tall, then Bo is brave.
R4. If Bo is small, then Bo is brave.
R5. If Bo is calm and Ada is kind, then Bo is loud.

Goal: Bo is brave.

Prove the goal with as few rules as possible. Answer with …`;

const gridQuestion = `There are 3 spots in a row, numbered 1 to 3 from left to right, with one cook at each.

Attributes:
- dish: soup, stew, cake
- tool: whisk, ladle, knife

Clues:
1. The cook who makes the soup is at spot 1.
2. The cook who holds the ladle is directly to the left of the cook who makes the cake.
3. The cook who makes the stew also sings.
4. The cook who holds the knife is not next to the cook who makes the soup.

Which values go with which spot? For each attribute, list its values in order from spot 1 to spot 3.`;

/** What a line of a worked solution shows. */
type Shown = readonly [line: string, techniques: readonly string[]];

const cases = [
  {
    solver: syllogisms,
    question: syllogismQuestion,
    lines: [
      [
        'S1 (No cats are stones): yes. By P1, whatever is among the cats is among the pets; by P2, whatever is among the pets is not among the stones, so no cats are stones.',
        ['follow "All …" forward', 'follow "No …" forward'],
      ],
      [
        'S2 (Some stones are cats): no. By P2, whatever is among the stones is not among the pets; by P1, whatever is not among the pets is not among the cats, so no stones are cats, and the statement is false.',
        ['follow "No …" backward', 'follow "All …" backward', 'try the contradictory of "Some …"'],
      ],
      [
        'S3 (All cats are birds): yes. There is at least one thing among the cats; by P3, whatever is not among the stones is among the birds, so all cats are birds.',
        ['begin with a member of a class', 'follow "Everything not …" forward'],
      ],
      [
        'S4 (Some mice are not cats): yes. By P4, some mice are not pets, so some mice are not cats.',
        ['begin with what a premise says to exist'],
      ],
      [
        'S5 (All mice are pets): no. It is, so some mice are not pets, and the statement is false.',
        ['try the contradictory of "All …"'],
      ],
      ['S6 (All birds are mice): undetermined. By P9, whatever is among the birds is among the mice.', []],
    ] satisfies Shown[],
  },
  {
    solver: ruleChains,
    question: ruleQuestion,
    lines: [
      ['1. R1: Ada is kind (fact), so Bo is calm.', ['look up rules of 1 conditions (1 facts, 0 not)']],
      [
        '2. R2: Ada is quick (fact) and Ada is kind (fact), so Bo is loud. R5 would do too, but needs one rule more.',
        ['look up rules of 2 conditions (2 facts, 0 not)', 'compare proofs'],
      ],
      [
        '3. R3: Bo is calm (R1) and Bo is loud (R2) and Bo is not tall (Bo is tall cannot be derived), so Bo is brave.',
        ['look up rules of 3 conditions (0 facts, 1 not)', 'reuse what is proved'],
      ],
      ['R4 cannot be used: Bo is small cannot be derived.', ['remember dead ends']],
      ['4. R9: Bo is tall (fact), so Bo is brave.', []],
    ] satisfies Shown[],
  },
  {
    solver: grids,
    question: gridQuestion,
    lines: [
      ['By clue 1, soup is at spot 1.', ['clues "at"']],
      [
        'As dish is different at every spot, stew is at spot 2 or 3, cake is at spot 2 or 3.',
        ['all different'],
      ],
      ['Suppose cake were at spot 3.', ['fewest places first']],
      ['  By clue 2, ladle is at spot 2.', ['clues "directly left of"']],
      ['  Clue 4 cannot hold then.', []],
      ['By clue 3, stew is at spot 2.', []],
    ] satisfies Shown[],
  },
];

describe.each(cases)('techniques in a worked solution', ({ solver, question, lines }) => {
  it('are those that its lines show, and go when the lines go', () => {
    for (const left of [null, ...lines.keys()]) {
      const kept = lines.filter((_, at) => at !== left);
      const solution = kept.map(([line]) => line).join('\n');
      const shown = new Set(kept.flatMap(([, techniques]) => techniques));
      expect(new Set(solver.techniquesIn({ question, solution }))).toEqual(shown);
    }
  });

  it('are none without their question, or with one of another kind', () => {
    const solution = lines.map(([line]) => line).join('\n');
    for (const other of ['', ...cases.map((item) => item.question).filter((text) => text !== question)])
      expect(solver.techniquesIn({ question: other, solution })).toEqual([]);
  });
});
