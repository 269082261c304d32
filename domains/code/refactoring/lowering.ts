/** A project as a plain program: without constants, tables and functions that stand in variables. */
import {
  type Call,
  type Expression,
  type FunctionDefinition,
  int,
  type Program,
  type Statement,
} from '../ir/program.ts';
import { type BodySlot, bodySlotsOf } from '../ir/slots.ts';
import { allFunctions, declaredIn, type Project } from './project.ts';
import { rewrittenBody } from './rewriting.ts';

/**
 * Returns the same for the same arguments. A function that is handed others gets a copy for each of them, in which it
 * calls that one.
 */
export function lowered(project: Project): Program {
  return new Lowering(project).program();
}

class Lowering {
  readonly #entry: string;
  readonly #functions: ReadonlyMap<string, FunctionDefinition>;
  readonly #constants: ReadonlyMap<string, number>;
  readonly #tables: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly #done = new Map<string, FunctionDefinition>();

  constructor(project: Project) {
    this.#entry = project.entry;
    this.#functions = new Map(allFunctions(project).map((definition) => [definition.name, definition]));
    const { files } = project;
    this.#constants = new Map(
      files.flatMap(({ constants }) => constants.map(({ name, value }) => [name, value])),
    );
    this.#tables = new Map(
      files.flatMap(({ tables }) =>
        tables.map(({ name, entries }) => [
          name,
          new Map(entries.map((entry) => [entry.key, entry.function])),
        ]),
      ),
    );
  }

  program(): Program {
    this.#lower(this.#entry, []);
    const functions = [...this.#done.values()];
    return { modules: [{ file: 'all', imports: [], functions }], entry: this.#entry };
  }

  /** With these functions for its first parameters; the name of what comes of it. */
  #lower(name: string, given: readonly string[]): string {
    const known = [name, ...given].join('_with_');
    if (this.#done.has(known)) return known;
    const definition = this.#functions.get(name)!;
    const parameters = definition.parameters.slice(given.length);
    const aliases = new Map(given.map((target, at) => [definition.parameters[at]!.name, target]));
    const own = new Set(declaredIn(definition));
    const body = this.#withoutAliases(definition.body, own, aliases);
    const plain = rewrittenBody(body, (expression) => this.#plain(expression, own, aliases));
    const naturals = [...own].filter((variable) => !aliases.has(variable));
    this.#done.set(known, { ...definition, name: known, parameters, naturals, body: plain });
    return known;
  }

  /** Leaves out what gives a function another name, and notes the name. */
  #withoutAliases(
    body: readonly Statement[],
    own: ReadonlySet<string>,
    aliases: Map<string, string>,
  ): Statement[] {
    return body.flatMap((statement): Statement[] => {
      if (statement.kind === 'let') {
        const target = this.#functionIn(statement.value, own);
        if (target === null) return [statement];
        aliases.set(statement.name, target);
        return [];
      }
      let whole: Statement = statement;
      for (const at of bodySlotsOf(statement).keys()) {
        const slot: BodySlot = bodySlotsOf(whole)[at]!;
        whole = slot.with(this.#withoutAliases(slot.body, own, aliases));
      }
      return [whole];
    });
  }

  #functionIn(value: Expression, own: ReadonlySet<string>): string | null {
    if (value.kind === 'variable' && !own.has(value.name) && this.#functions.has(value.name))
      return value.name;
    if (value.kind !== 'entry' || value.map.kind !== 'variable' || value.key.kind !== 'string') return null;
    return this.#tables.get(value.map.name)?.get(value.key.value) ?? null;
  }

  #plain(expression: Expression, own: ReadonlySet<string>, aliases: ReadonlyMap<string, string>): Expression {
    if (expression.kind === 'call') return this.#call(expression, own, aliases);
    if (expression.kind !== 'variable' || own.has(expression.name)) return expression;
    const value = this.#constants.get(expression.name);
    return value === undefined ? expression : int(value);
  }

  #call(call: Call, own: ReadonlySet<string>, aliases: ReadonlyMap<string, string>): Call {
    const target = aliases.get(call.function) ?? call.function;
    const given = call.arguments.map((argument) => this.#functionIn(argument, own));
    const plainFrom = given.indexOf(null);
    const handed = given.slice(0, plainFrom < 0 ? given.length : plainFrom) as string[];
    for (const name of handed) this.#lower(name, []);
    return {
      kind: 'call',
      function: this.#lower(target, handed),
      arguments: call.arguments.slice(handed.length),
    };
  }
}
