/** Which slips may be faults. */
import { isOdd } from '../faults/fault.ts';
import { calledIn } from '../faults/files.ts';
import { eachPart } from '../faults/parts.ts';
import { notOfOneLine } from '../faults/repairs.ts';
import { type Mutant, mutantsIn } from '../ir/mutation.ts';
import { functionsOf, type Program, rootOf, type Statement, statementsIn } from '../ir/program.ts';
import { definitionIn, moduleOf } from './changes.ts';

/** The statements of a function, and what one slip makes of it. */
interface SlipsIn {
  readonly statements: readonly Statement[];
  readonly mutants: readonly Mutant[];
}

/** What one slip makes of a statement, and what of it may be a fault. */
interface SlipsAt {
  readonly mutants: readonly Mutant[];
  readonly fitting: readonly Mutant[];
}

/** The slips in a program, found out once: faults are drawn from them, and calls are chosen that tell them apart. */
export class Slips {
  readonly program: Program;
  /** Numbers of functions in the order of the text, in which each calls only those before it. */
  readonly #order: ReadonlyMap<string, number>;
  readonly #byFunction = new Map<string, SlipsIn>();
  readonly #byStatement = new Map<Statement, SlipsAt>();

  constructor(program: Program) {
    this.program = program;
    this.#order = new Map(functionsOf(program).map(({ name }, at) => [name, at]));
  }

  /** Those of a function after which there still is an end to the calls. */
  endingIn(name: string): Mutant[] {
    return this.#in(name).mutants.filter((mutant) => this.#callsOnlyEarlier(mutant));
  }

  /** Of the statement with this number in the function. */
  at(name: string, number: number): SlipsAt {
    const { statements, mutants: all } = this.#in(name);
    const statement = statements[number]!;
    let slips = this.#byStatement.get(statement);
    if (slips === undefined) {
      const mutants = all.filter((mutant) => mutant.statement === statement);
      slips = { mutants, fitting: mutants.filter((mutant) => this.#fits(mutant)) };
      this.#byStatement.set(statement, slips);
    }
    return slips;
  }

  #in(name: string): SlipsIn {
    let slips = this.#byFunction.get(name);
    if (slips === undefined) {
      const definition = definitionIn(this.program, name);
      const mutants = mutantsIn(this.program, moduleOf(this.program, name), definition);
      slips = { statements: statementsIn(definition.body), mutants };
      this.#byFunction.set(name, slips);
    }
    return slips;
  }

  #fits(mutant: Mutant): boolean {
    const { statement, changed } = mutant;
    if (notOfOneLine.has(mutant.operator) || isOdd(mutant) || hasIdlePart(changed!)) return false;
    return rootWrittenBy(statement) === rootWrittenBy(changed!) && this.#callsOnlyEarlier(mutant);
  }

  /** Of a function that would call itself, no end is in sight. */
  #callsOnlyEarlier({ operator, function: name, changed }: Mutant): boolean {
    if (operator !== 'wrong function') return true;
    const own = this.#order.get(name)!;
    return calledIn({ body: [changed!] }).every((called) => this.#order.get(called)! < own);
  }
}

/** Adds 0 or multiplies by 1, which nobody would write. */
function hasIdlePart(statement: Statement): boolean {
  let found = false;
  eachPart(statement, (part) => {
    if (part.kind === 'arithmetic' && part.right.kind === 'int')
      found ||= part.right.value === (part.operator === '+' || part.operator === '-' ? 0 : 1);
  });
  return found;
}

/** The variable whose list a statement changes: a wrong one might be the list that the function is given. */
function rootWrittenBy(statement: Statement): string | null {
  if (statement.kind === 'set') return rootOf(statement.place);
  return statement.kind === 'append' ? rootOf(statement.list) : null;
}
