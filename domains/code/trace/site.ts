/** Where a stage is put: in the body of the function that is called, or in a function of its own. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import {
  arithmetic,
  call,
  type Expression,
  int,
  type Statement,
  type Type,
  variable,
} from '../ir/program.ts';
import { drawExpression } from './amounts.ts';
import { collide, type Draft, type Given, type Plan } from './draft.ts';
import { type Part, typeOf } from './parts.ts';
import { type Noun, plainNames } from './scene.ts';
import type { Site, Stage } from './stages.ts';

/** By which names a stage goes. */
export interface Naming {
  readonly part: Part;
  /** The part's own name, or a second one. */
  readonly root: string;
  readonly namesRecords: boolean;
  /** Whether the stage gets a function of its own, to which the part is handed over. */
  readonly moves: boolean;
}

const numbersMax = 20;
/** How often an amount calls functions after it was first so, and a stage adds to a tally that has something. */
const callShare = 0.4;
const tallyShare = 0.5;
/** Statements that a call carries out, about. */
const stepsPerCall = 1.2;

/** The draft with the stage added; null where the stage does not fit there. */
export function withStage(
  plan: Plan,
  before: Draft,
  stage: Stage,
  naming: Naming,
  stepsMost: number,
  random: RandomStream,
): Draft | null {
  const site = new StageSite(plan, before, naming, stepsMost, random);
  const statements = statementsOf(stage, site);
  if (statements === null || collide(statements, naming.moves ? [] : before.body)) return null;
  return site.draftWith(statements);
}

function statementsOf(stage: Stage, site: Site): readonly Statement[] | null {
  try {
    return stage(site);
  } catch (error) {
    if (error instanceof InstanceRejected) return null;
    throw error;
  }
}

class StageSite implements Site {
  readonly part: Part;
  readonly root: string;
  readonly namesRecords: boolean;
  readonly signed: boolean;
  readonly random: RandomStream;
  readonly #plan: Plan;
  readonly #before: Draft;
  readonly #moves: boolean;
  readonly #stepsMost: number;
  /** The first function of the chain and how many there are from it on. */
  readonly #first: string | undefined;
  readonly #levels: number;
  readonly #given: Given[] = [];
  readonly #naturals: string[] = [];
  #callsChain: boolean;
  #tallies: boolean;

  constructor(plan: Plan, before: Draft, naming: Naming, stepsMost: number, random: RandomStream) {
    const { part, root, namesRecords, moves } = naming;
    [this.part, this.root, this.namesRecords, this.random] = [part, root, namesRecords, random];
    [this.#plan, this.#before, this.#moves, this.#stepsMost] = [plan, before, moves, stepsMost];
    this.signed = plan.signed;
    // A function of the stage's own is one call more already.
    this.#levels = plan.chain.length - (moves ? 1 : 0);
    this.#first = this.#levels > 0 ? plan.chain[this.#levels - 1]?.name : undefined;
    this.#callsChain = before.callsChain;
    this.#tallies = before.tallies;
  }

  reading(): string {
    if (this.#moves) return this.root;
    const known = this.#before.aliases.get(this.part.name);
    return this.random.pick([this.root, this.part.name, known ?? this.root]);
  }

  rounds(statements: number, amounts: number): number {
    const calls = this.#first === undefined ? 0 : this.#before.callsChain ? callShare : 1;
    const each = statements + amounts * calls * stepsPerCall * this.#levels;
    return Math.max(2, Math.floor(this.#stepsMost / each));
  }

  amount(of: Expression): Expression {
    if (this.#first === undefined || (this.#callsChain && !this.random.chance(callShare)))
      return of.kind === 'int' ? of : drawExpression(of, this.signed, this.random);
    if (!this.#moves) this.#callsChain = true;
    return call(this.#first, of);
  }

  numbers(length: number): { readonly list: string; readonly item: string } {
    return this.#listed(this.#plan.scene.data, { kind: 'int' }, length, () => this.#number());
  }

  orders(length: number): { readonly list: string; readonly item: string } {
    return this.#listed(this.#plan.scene.orders, orderType, length, () => ({
      kind: 'record',
      fields: [
        { name: plainNames.item, value: { kind: 'string', value: this.random.pick(this.part.keys) } },
        { name: plainNames.count, value: this.#number() },
      ],
    }));
  }

  tallied(value: Expression, word?: Expression): readonly Statement[] {
    const name = this.#plan.tally;
    if (name === null || this.#moves || (this.#before.tallies && !this.random.chance(tallyShare))) return [];
    this.#tallies = true;
    const more: Expression =
      name === 'total'
        ? arithmetic(variable(name), '+', value)
        : { kind: 'concat', left: variable(name), right: word ?? { kind: 'digits', of: value } };
    return [{ kind: 'assign', name, value: more }];
  }

  natural(name: string, always = false): string {
    if (always || !this.signed) this.#naturals.push(name);
    return name;
  }

  draftWith(statements: readonly Statement[]): Draft {
    const before = this.#before;
    const placed = this.#moves ? this.#inFunction(statements) : this.#inBody(statements);
    return {
      ...before,
      ...placed,
      given: [...before.given, ...this.#given],
      naturals: [...new Set([...before.naturals, ...placed.naturals])],
      callsChain: this.#callsChain,
      tallies: this.#tallies,
      visits: new Map(before.visits).set(this.part, (before.visits.get(this.part) ?? 0) + 1),
    };
  }

  #inBody(statements: readonly Statement[]): Pick<Draft, 'body' | 'aliases' | 'naturals'> {
    const { body, aliases } = this.#before;
    const { name } = this.part;
    const naturals = [...this.#rootNaturals(), ...this.#naturals];
    if (this.root === name || aliases.has(name)) return { body: [...body, ...statements], aliases, naturals };
    const alias: Statement = { kind: 'let', name: this.root, value: variable(name) };
    return {
      body: [...body, alias, ...statements],
      aliases: new Map(aliases).set(name, this.root),
      naturals,
    };
  }

  #inFunction(statements: readonly Statement[]): Pick<Draft, 'body' | 'procedures' | 'naturals'> {
    const { body, procedures } = this.#before;
    const name = this.#plan.scene.procedures[procedures.length] as string;
    const handedOver = this.#given.map((given) => given.name);
    const parameters = [
      { name: this.root, type: typeOf(this.part) },
      ...this.#given.map((given) => ({ name: given.name, type: given.type })),
    ];
    const own = {
      name,
      purpose: 'Change what is handed over, in place.',
      parameters,
      result: null,
      naturals: [...this.#rootNaturals(), ...this.#naturals],
      body: statements,
    };
    const performed = call(name, variable(this.part.name), ...handedOver.map(variable));
    return {
      body: [...body, { kind: 'perform', call: performed }],
      procedures: [...procedures, own],
      naturals: handedOver,
    };
  }

  #rootNaturals(): readonly string[] {
    return this.signed ? [] : [this.root];
  }

  /** A parameter more, under a name that is free. */
  #listed(
    nouns: readonly Noun[],
    item: Type,
    length: number,
    one: () => Expression,
  ): { readonly list: string; readonly item: string } {
    const noun = nouns.find(({ many }) => this.#before.given.every(({ name }) => name !== many));
    if (noun === undefined) throw new InstanceRejected('no name left');
    const items = Array.from({ length }, one);
    this.#given.push({ name: noun.many, type: { kind: 'list', item }, value: { kind: 'list', items } });
    this.#naturals.push(noun.many, noun.one);
    return { list: noun.many, item: noun.one };
  }

  #number(): Expression {
    return int(this.random.int(1, numbersMax));
  }
}

const orderType: Type = {
  kind: 'record',
  fields: [
    { name: plainNames.item, type: { kind: 'string' } },
    { name: plainNames.count, type: { kind: 'int' } },
  ],
};
