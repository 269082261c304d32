/** Puts a program together that certain refactorings can be carried out on. */
import type { RandomStream } from '../../random.ts';
import type { FunctionDefinition } from '../ir/program.ts';
import { drawClient, namesIn, type Use } from './clients.ts';
import { drawHelper } from './helpers.ts';
import { isOfFunction, type Target, targetOf } from './kinds.ts';
import { inFiles, inOrder } from './layout.ts';
import { drawNames, parameterNames, tableKeys } from './names.ts';
import { applierFunction, drawBlock, entryFunction, withCall } from './parts.ts';
import { type Constant, type Project, referencesIn, type Table } from './project.ts';
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
  readonly free: { readonly functions: string[]; readonly constants: string[]; readonly file: string };
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
  readonly #values: Constant[] = [];
  readonly #uses: Use[] = [];
  readonly #clients: MutableClient[] = [];
  readonly #inlined = new Set<string>();
  #table: { name: string; entries: { key: string; function: string }[] } | null = null;
  #applier: string | null = null;

  constructor(shape: ProjectShape, groups: readonly (readonly StepKind[])[], random: RandomStream) {
    [this.#shape, this.#groups, this.#random] = [shape, groups, random];
    const count = shape.files + groups.length * (Math.ceil(shape.callSites) + 3) + spareNames;
    const names = drawNames(count, shape.files + 1, random.substream('names'));
    this.#skin = names.skin;
    this.#functions = [...names.functions];
    this.#constants = [...names.constants];
    this.#files = [...names.files];
    this.#main = random.sample(parameterNames, 2);
  }

  drawn(): DrawnProject {
    const subjects = this.#groups.map((kinds) => this.#subject(kinds));
    // A table of one is none.
    if (this.#table?.entries.length === 1)
      this.#uses.push(this.#tableUse(this.#helper(targetOf([]), 1).name));
    this.#makeClients();
    if (this.#groups.flat().includes('merge')) this.#shareBlock();
    const names = this.#files.splice(0, this.#shape.files);
    while (this.#helpers.length + this.#clients.length < this.#shape.files) this.#addBystanders();
    this.#addShadows();
    const { functions, entry } = this.#allFunctions();
    return {
      skin: this.#skin,
      project: { files: inFiles(functions, names, this.#values, this.#tables()), entry },
      subjects,
      free: { functions: this.#functions, constants: this.#constants, file: this.#files.at(-1)! },
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
    if (target.onlyReturns) this.#inlined.add(helper.name);
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
      // What is put in the place of a call has no calls inside, so that it can be written in one way.
      const nests = outer?.parameters.length === 1 && !this.#inlined.has(outer.name);
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
    const isInTable = this.#table?.entries.some((entry) => entry.function === name) ?? false;
    if (way === 'table' && !isInTable) return this.#tableUse(name);
    return { kind: 'alias', ...plain };
  }

  #tableUse(name: string): Use {
    this.#table ??= { name: this.#functions.pop()!.replace(/_\w+$/, '_table'), entries: [] };
    const table = this.#table;
    const key = tableKeys[table.entries.length]!;
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
    const block = drawBlock(parameter, this.#random);
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
    const helpers = [...this.#helpers, ...(this.#applier === null ? [] : [applierFunction(this.#applier)])];
    const clients = this.#clients.map((client) => drawClient(client, this.#random));
    const [only] = clients;
    if (clients.length === 1 && this.#helpers.every(({ name }) => calls(only!, name)))
      return { functions: [...helpers, only!], entry: only!.name };
    const { used, left } = this.#calledByOthers(clients);
    const entry = entryFunction(this.#functions.pop()!.replace(/_\w+$/, '_report'), this.#main, left);
    return { functions: [...inOrder(helpers, used, this.#tables(), this.#random), entry], entry: entry.name };
  }

  /** Some clients are used by later ones, the others by the entry. */
  #calledByOthers(clients: readonly FunctionDefinition[]) {
    const used: FunctionDefinition[] = [];
    let left: FunctionDefinition[] = [];
    for (const client of clients) {
      let caller = client;
      if (left.length > 0 && isLong(client) && this.#random.chance(0.3)) {
        const called = this.#random.pick(left);
        caller = withCall(client, called, this.#random);
        left = left.filter((other) => other !== called);
      }
      used.push(caller);
      left.push(caller);
    }
    return { used, left };
  }

  #tables(): Table[] {
    return this.#table === null ? [] : [this.#table];
  }
}

function calls(definition: FunctionDefinition, name: string): boolean {
  return referencesIn(definition).some((reference) => reference.name === name);
}

function isLong({ body }: FunctionDefinition): boolean {
  return body.length > 1;
}
