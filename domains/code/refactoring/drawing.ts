/** Puts a program together that certain refactorings can be carried out on. */
import type { RandomStream } from '../../random.ts';
import { arithmetic, call, type FunctionDefinition, int, type Statement, variable } from '../ir/program.ts';
import { blockNames, drawClient, type Use } from './clients.ts';
import { drawHelper, numberFunction } from './helpers.ts';
import { isOfFunction, type Target, targetOf } from './kinds.ts';
import { drawNames, parameterNames, tableKeys } from './names.ts';
import { type Project, type ProjectFile, referencesIn } from './project.ts';
import type { Declaration, StepKind } from './steps.ts';

export interface ProjectShape {
  readonly files: number;
  /** Places at which each function or constant is used that is refactored. */
  readonly callSites: number;
  /** Share of them at which it is not called by its name. */
  readonly dynamic: number;
  /** Variables with the name of a function. */
  readonly shadowing: number;
}

export interface DrawnProject {
  readonly skin: string;
  readonly project: Project;
  /** By group of refactorings, the function or constant that it is about; null where it may be any. */
  readonly subjects: readonly (string | null)[];
  /** Names that are not used yet. */
  readonly free: { readonly functions: string[]; readonly constants: string[]; readonly files: string[] };
}

interface MutableClient {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly uses: Use[];
  readonly shadows: string[];
  block: readonly Declaration[];
}

const usesPerClient = 3;
const mergedMax = 4;
const constantMax = 30;
const newFilesMax = 2;
/** Of functions, beside those that a project has for sure. */
const spareNames = 36;

export function drawProject(
  shape: ProjectShape,
  groups: readonly (readonly StepKind[])[],
  random: RandomStream,
): DrawnProject {
  return new Drawing(shape, groups, random).drawn();
}

class Drawing {
  readonly #shape: ProjectShape;
  readonly #groups: readonly (readonly StepKind[])[];
  readonly #random: RandomStream;
  readonly #functions: string[];
  readonly #constants: string[];
  readonly #files: string[];
  readonly #skin: string;
  readonly #main: readonly string[];
  readonly #helpers: FunctionDefinition[] = [];
  readonly #values: { readonly name: string; readonly value: number }[] = [];
  readonly #uses: Use[] = [];
  readonly #clients: MutableClient[] = [];
  readonly #tables: { name: string; entries: { key: string; function: string }[] }[] = [];
  #applier: string | null = null;

  constructor(shape: ProjectShape, groups: readonly (readonly StepKind[])[], random: RandomStream) {
    [this.#shape, this.#groups, this.#random] = [shape, groups, random];
    const count = shape.files + groups.length * (Math.ceil(shape.callSites) + 3) + spareNames;
    const names = drawNames(count, shape.files + newFilesMax, random.substream('names'));
    this.#skin = names.skin;
    this.#functions = [...names.functions];
    this.#constants = [...names.constants];
    this.#files = [...names.files];
    this.#main = random.sample(parameterNames, 2);
  }

  drawn(): DrawnProject {
    const subjects = this.#groups.map((kinds) => this.#subject(kinds));
    if (this.#tables[0]?.entries.length === 1)
      this.#uses.push(this.#tableUse(this.#helper(targetOf([]), 1).name));
    this.#makeClients();
    const blocks = this.#groups.flat().filter((kind) => kind === 'merge').length;
    if (blocks > 0) this.#shareBlock();
    const names = this.#files.splice(0, this.#shape.files);
    while (this.#helpers.length + this.#clients.length < this.#shape.files) this.#addBystanders();
    this.#addShadows();
    const { functions, entry } = this.#allFunctions();
    return {
      skin: this.#skin,
      project: { files: this.#inFiles(functions, names), entry },
      subjects,
      free: { functions: this.#functions, constants: this.#constants, files: this.#files },
    };
  }

  /** Makes what a group of refactorings is about, and notes where it is used. */
  #subject(kinds: readonly StepKind[]): string | null {
    const [first] = kinds;
    const places = Math.max(1, this.#random.round(this.#shape.callSites));
    if (first === 'rename constant') {
      const name = this.#constant();
      for (let place = 0; place < places; place++) this.#uses.push({ kind: 'constant', name });
      return name;
    }
    if (!isOfFunction(first!)) return null;
    const target = targetOf(kinds);
    const indirectCount = this.#random.round(this.#shape.dynamic * places);
    const indirect = Array.from({ length: places }, (_, place) => place < indirectCount);
    const isOneToOne = target.indirection === 'any' && indirect.includes(true);
    const helper = this.#helper(
      target,
      isOneToOne ? 1 : Math.max(target.parametersMin, this.#random.int(1, 2)),
    );
    for (const isIndirect of indirect) this.#uses.push(this.#useOf(helper, target, isIndirect));
    return helper.name;
  }

  #helper(target: Target, parameters: number): FunctionDefinition {
    const helper = drawHelper(
      this.#functions.pop()!,
      {
        parameters,
        hasUnused: target.hasUnused,
        constant: target.usesConstant ? this.#constant() : null,
        onlyReturns: target.onlyReturns,
      },
      this.#random,
    );
    this.#helpers.push(helper);
    return helper;
  }

  #constant(): string {
    const name = this.#constants.pop()!;
    this.#values.push({ name, value: this.#random.int(3, constantMax) });
    return name;
  }

  #useOf({ name, parameters }: FunctionDefinition, { indirection }: Target, isIndirect: boolean): Use {
    const plain = { function: name, parameters: parameters.length };
    if (!isIndirect) {
      const outer = this.#helpers.at(-2);
      const nests =
        outer !== undefined && outer.parameters.length === 1 && this.#isNever('inline', outer.name);
      return nests && this.#random.chance(0.15)
        ? { kind: 'nested', outer: outer.name, ...plain }
        : { kind: 'call', ...plain };
    }
    const ways = indirection === 'any' ? (['alias', 'handed', 'table'] as const) : (['alias'] as const);
    const way = this.#random.pick(ways);
    if (way === 'handed') {
      this.#applier ??= this.#functions.pop()!;
      return { kind: 'handed', function: name, to: this.#applier };
    }
    // It stands in one table only, once.
    if (
      way === 'table' &&
      !this.#tables.some(({ entries }) => entries.some((entry) => entry.function === name))
    )
      return this.#tableUse(name);
    return { kind: 'alias', ...plain };
  }

  #isNever(kind: StepKind, subject: string): boolean {
    const at = this.#helpers.findIndex(({ name }) => name === subject);
    const ofHelpers = this.#groups.filter((kinds) => isOfFunction(kinds[0]!));
    return !(ofHelpers[at] ?? []).includes(kind);
  }

  #tableUse(name: string): Use {
    const table = this.#tables[0] ?? { name: this.#functions.pop()!.replace(/_\w+$/, '_table'), entries: [] };
    this.#tables[0] = table;
    const key = tableKeys[table.entries.length % tableKeys.length]!;
    table.entries.push({ key, function: name });
    return { kind: 'table', function: name, table: table.name, key };
  }

  #makeClients(): void {
    const uses = this.#random.shuffle(this.#uses);
    while (uses.length > 0) this.#client(uses.splice(0, this.#random.int(1, usesPerClient)));
    if (this.#clients.length === 0) this.#client([]);
  }

  #client(uses: Use[], parameters: readonly string[] = this.#someParameters()): MutableClient {
    const client = { name: this.#functions.pop()!, parameters, uses, shadows: [], block: [] };
    this.#clients.push(client);
    return client;
  }

  #someParameters(): readonly string[] {
    return this.#random.chance(0.4) ? [this.#random.pick(this.#main)] : this.#random.shuffle(this.#main);
  }

  /** The same two statements in several functions. */
  #shareBlock(): void {
    const count = Math.min(mergedMax, Math.max(2, this.#random.round(this.#shape.callSites)));
    const [parameter] = this.#main as [string, ...string[]];
    const [first, second] = blockNames;
    const amount = () => int(this.#random.int(2, 9));
    const block: Declaration[] = [
      {
        kind: 'let',
        name: first,
        value: arithmetic(arithmetic(variable(parameter), '*', amount()), '+', amount()),
      },
      {
        kind: 'let',
        name: second,
        value: arithmetic(
          arithmetic(variable(first), '%', int(this.#random.int(11, 29))),
          '+',
          variable(parameter),
        ),
      },
    ];
    const fitting = this.#clients.filter(({ parameters }) => parameters.includes(parameter));
    while (fitting.length < count) fitting.push(this.#client([], this.#main));
    for (const client of this.#random.sample(fitting, count)) client.block = block;
  }

  /** Functions that have nothing to do with the refactorings. */
  #addBystanders(): void {
    const { name, parameters } = this.#helper(targetOf([]), this.#random.int(1, 2));
    for (let clients = this.#random.int(1, 2); clients > 0; clients--)
      this.#client([{ kind: 'call', function: name, parameters: parameters.length }]);
  }

  #addShadows(): void {
    for (let left = this.#random.round(this.#shape.shadowing); left > 0; left--) {
      if (this.#helpers.length === 0) this.#addBystanders();
      const { name } = this.#random.pick(this.#helpers);
      const free = this.#clients.filter(
        (client) => !client.shadows.includes(name) && !client.uses.flatMap(namesIn).includes(name),
      );
      const host = free.length === 0 ? this.#client([]) : this.#random.pick(free);
      host.shadows.push(name);
    }
  }

  /** In an order in which each is used by later ones only. */
  #allFunctions(): { functions: FunctionDefinition[]; entry: string } {
    const clients = this.#clients.map((client) => drawClient(client, this.#random));
    const [only] = clients;
    if (clients.length === 1 && this.#helpers.every(({ name }) => calls(only!, name)))
      return { functions: [...this.#helpers, ...this.#appliers(), only!], entry: only!.name };
    const { used, left } = this.#calledByOthers(clients);
    const entry = this.#entry(left);
    const places = new Map<string, number>();
    for (const helper of [...this.#helpers, ...this.#appliers()])
      places.set(helper.name, this.#random.unit() * 0.6);
    for (const client of used) {
      const after = referencesIn(client).map(({ name }) => this.#placeOf(name, places));
      places.set(client.name, Math.max(this.#random.unit(), ...after) + 0.001);
    }
    const all = [...this.#helpers, ...this.#appliers(), ...used];
    const ordered = all.toSorted((one, other) => places.get(one.name)! - places.get(other.name)!);
    return { functions: [...ordered, entry], entry: entry.name };
  }

  /** After all functions of a table, since the table is after them. */
  #placeOf(name: string, places: ReadonlyMap<string, number>): number {
    const table = this.#tables.find((one) => one.name === name);
    if (table !== undefined)
      return Math.max(...table.entries.map((entry) => places.get(entry.function) ?? 0));
    return places.get(name) ?? 0;
  }

  /** Some clients are used by later ones, the others by the entry. */
  #calledByOthers(clients: readonly FunctionDefinition[]) {
    const used: FunctionDefinition[] = [];
    let left: FunctionDefinition[] = [];
    for (const client of clients) {
      let caller = client;
      if (left.length > 0 && isLong(client) && this.#random.chance(0.3)) {
        const inner = this.#random.pick(left);
        const given = inner.parameters.map(() => variable(this.#random.pick(client.parameters).name));
        const value = arithmetic(variable('total'), '+', call(inner.name, ...given));
        const added: Statement = { kind: 'assign', name: 'total', value };
        caller = { ...client, body: client.body.toSpliced(-1, 0, added) };
        left = left.filter((other) => other !== inner);
      }
      used.push(caller);
      left.push(caller);
    }
    return { used, left };
  }

  #entry(clients: readonly FunctionDefinition[]): FunctionDefinition {
    const items = clients.map(({ name, parameters }) =>
      call(name, ...parameters.map((one) => variable(one.name))),
    );
    const figures = items.map((value): Statement => ({ kind: 'append', list: variable('figures'), value }));
    const body: Statement[] = [
      { kind: 'let', name: 'figures', value: { kind: 'list', items: [] } },
      ...figures,
      { kind: 'return', value: variable('figures') },
    ];
    const name = this.#functions.pop()!.replace(/_\w+$/, '_report');
    const definition = numberFunction(name, 'All figures of the report.', this.#main, body);
    return { ...definition, result: { kind: 'list', item: { kind: 'int' } } };
  }

  /** The function that others are handed to. */
  #appliers(): FunctionDefinition[] {
    if (this.#applier === null) return [];
    const body: Statement[] = [
      { kind: 'let', name: 'once', value: call('rule', variable('value')) },
      {
        kind: 'return',
        value: arithmetic(variable('once'), '+', call('rule', arithmetic(variable('value'), '+', int(1)))),
      },
    ];
    return [
      numberFunction(
        this.#applier,
        'Applies a rule to a number and to the next one.',
        ['rule', 'value'],
        body,
      ),
    ];
  }

  #inFiles(functions: readonly FunctionDefinition[], names: readonly string[]): ProjectFile[] {
    const at = (file: number) => Math.floor((file * functions.length) / names.length);
    const files = names.map((file, index) => ({
      file,
      functions: functions.slice(at(index), at(index + 1)),
    }));
    const firstUse = (name: string) =>
      files.findIndex((file) =>
        file.functions.some((one) => referencesIn(one).some((other) => other.name === name)),
      );
    return files.map(({ file, functions: own }, index) => ({
      file,
      constants: this.#values.filter(({ name }) => firstUse(name) === index),
      functions: own,
      tables: this.#tables.filter(({ name }) => firstUse(name) === index),
    }));
  }
}

/** The names that stand in the function that has the use. */
function namesIn(use: Use): string[] {
  switch (use.kind) {
    case 'call':
    case 'alias':
      return [use.function];
    case 'nested':
      return [use.outer, use.function];
    case 'handed':
      return [use.function, use.to];
    case 'table':
      return [use.table];
    case 'constant':
      return [use.name];
  }
}

function calls(definition: FunctionDefinition, name: string): boolean {
  return referencesIn(definition).some((reference) => reference.name === name);
}

function isLong({ body }: FunctionDefinition): boolean {
  return body.length > 1;
}
