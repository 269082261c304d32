import { fits, type Puzzle, partsOf, type Roles, type Statement, tellsTruth } from './formulas.ts';
import { nameOf, roleClause, rolesClause, type Scene } from './wording.ts';

/** What is known: bits of the people whose role is known, and of those of them who tell the truth. */
interface Known {
  readonly people: number;
  readonly truthful: Roles;
}

/** A derivation from what is known: what is known after it, or null at a contradiction, and its lines. */
interface Derivation {
  readonly known: Known | null;
  readonly lines: readonly string[];
}

/** Beyond so many lines a solution says that the other cases fail, and shows them no more. */
const linesMax = 30;
const otherCases =
  'Taken case by case in the same way, every other choice of roles that is left breaks a statement.';

/**
 * The deduction of all roles in the prompt's names and statement numbers: what a single statement settles, step by
 * step, and suppositions that end in a contradiction where no single statement settles anything more.
 */
export function explain(puzzle: Puzzle, scene: Scene): string {
  const lines = new Deduction(puzzle, scene).lines();
  const everyone = rolesClause(scene, (1 << puzzle.people) - 1, puzzle.truthful);
  return [
    'What someone says is true exactly if they tell the truth, so each statement ties the roles of its speaker and of those it speaks of.',
    ...lines,
    `So ${everyone}.`,
  ].join('\n');
}

class Deduction {
  readonly #puzzle: Puzzle;
  readonly #scene: Scene;
  /** Everyone whom a statement concerns, its speaker included, as bit sets. */
  readonly #concerned: readonly number[];
  readonly #everyone: number;
  #linesShown = 0;

  constructor(puzzle: Puzzle, scene: Scene) {
    this.#puzzle = puzzle;
    this.#scene = scene;
    this.#concerned = puzzle.statements.map(concernedBy);
    this.#everyone = (1 << puzzle.people) - 1;
  }

  lines(): string[] {
    const lines: string[] = [];
    let known: Known = { people: 0, truthful: 0 };
    for (;;) {
      const settled = this.#settle(known);
      this.#linesShown += settled.lines.length;
      lines.push(...settled.lines);
      if (settled.known === null) throw new Error('the true roles contradict a statement');
      known = settled.known;
      if (known.people === this.#everyone) return lines;
      if (this.#linesShown > linesMax) return [...lines, otherCases];
      const { person, refutation } = this.#wrongSupposition(known);
      lines.push(...refutation);
      known = this.#with(known, person, this.#true(person));
    }
  }

  /** The wrong role that is refuted in the fewest lines. */
  #wrongSupposition(known: Known): { readonly person: number; readonly refutation: readonly string[] } {
    let best: { readonly person: number; readonly lines: number } | null = null;
    for (let person = 0; person < this.#puzzle.people; person++) {
      if ((known.people >> person) & 1) continue;
      const { known: after, lines } = this.#settle(this.#with(known, person, !this.#true(person)));
      if (after !== null || (best !== null && best.lines <= lines.length)) continue;
      best = { person, lines: lines.length };
    }
    const open = this.#everyone & ~known.people;
    const person = best?.person ?? 31 - Math.clz32(open & -open);
    const lines = this.#refute(this.#with(known, person, !this.#true(person)));
    return { person, refutation: this.#supposition(person, !this.#true(person), lines) };
  }

  /** Lines down to a contradiction, case within case. */
  #refute(known: Known): string[] {
    const settled = this.#settle(known);
    this.#linesShown += settled.lines.length;
    const lines = [...settled.lines];
    if (settled.known === null) return lines;
    if (this.#linesShown > linesMax) return [...lines, otherCases];
    const open = this.#everyone & ~settled.known.people;
    if (open === 0) throw new Error('the statements fit other roles too');
    const person = 31 - Math.clz32(open & -open);
    const first = this.#refute(this.#with(settled.known, person, true));
    const second = this.#refute(this.#with(settled.known, person, false));
    return [...lines, ...this.#supposition(person, true, first), ...second];
  }

  #supposition(person: number, truthful: boolean, lines: readonly string[]): string[] {
    return [
      `Suppose that ${roleClause(this.#scene, person, truthful)}.`,
      ...lines.map((line) => `  ${line}`),
      `So ${roleClause(this.#scene, person, !truthful)}.`,
    ];
  }

  /** Everything that follows from single statements. */
  #settle(start: Known): Derivation {
    const lines: string[] = [];
    let known = start;
    for (let before = -1; before !== known.people; ) {
      before = known.people;
      for (const [index, statement] of this.#puzzle.statements.entries()) {
        const concerned = this.#concerned[index] as number;
        const possible = possibleRoles(statement, concerned, known);
        if (possible.length === 0) {
          const speaker = nameOf(this.#scene, statement.speaker);
          lines.push(`${speaker} cannot make statement ${index + 1}${this.#because(index, known)}.`);
          return { known: null, lines };
        }
        const open = concerned & ~known.people;
        const alike = possible.reduce((bits, roles) => bits & ~(roles ^ (possible[0] as Roles)), open);
        if (alike === 0) continue;
        const after = {
          people: known.people | alike,
          truthful: known.truthful | ((possible[0] as Roles) & alike),
        };
        const news = rolesClause(this.#scene, alike, after.truthful);
        lines.push(`By statement ${index + 1}${this.#because(index, known)}, ${news}.`);
        known = after;
      }
    }
    return { known, lines };
  }

  /** The known roles that the statement is read with. */
  #because(index: number, known: Known): string {
    const used = (this.#concerned[index] as number) & known.people;
    return used === 0 ? '' : `, as ${rolesClause(this.#scene, used, known.truthful)}`;
  }

  #true(person: number): boolean {
    return tellsTruth(this.#puzzle.truthful, person);
  }

  #with(known: Known, person: number, truthful: boolean): Known {
    const bit = 1 << person;
    return { people: known.people | bit, truthful: truthful ? known.truthful | bit : known.truthful };
  }
}

function concernedBy({ speaker, says }: Statement): number {
  return partsOf(says).reduce(
    (people, part) => ('person' in part ? people | (1 << part.person) : people),
    1 << speaker,
  );
}

/** All roles of those concerned that agree with what is known and fit the statement. */
function possibleRoles(statement: Statement, concerned: number, known: Known): Roles[] {
  const open = concerned & ~known.people;
  const possible: Roles[] = [];
  // Every subset of the open people in turn.
  for (let chosen = open; ; chosen = (chosen - 1) & open) {
    const roles = (known.truthful & concerned) | chosen;
    if (fits(statement, roles)) possible.push(roles);
    if (chosen === 0) return possible;
  }
}
