/** Functions that use others: each adds up what it gets from them. */
import type { RandomStream } from '../../random.ts';
import {
  arithmetic,
  call,
  compare,
  type Expression,
  type FunctionDefinition,
  int,
  type Statement,
  variable,
} from '../ir/program.ts';
import { numberFunction } from './helpers.ts';
import { aliasNames, variableNames } from './names.ts';
import type { Declaration } from './steps.ts';

/** One place at which a function or a constant is used. */
export type Use =
  | { readonly kind: 'call' | 'alias'; readonly function: string; readonly parameters: number }
  | {
      readonly kind: 'nested';
      readonly outer: string;
      readonly function: string;
      readonly parameters: number;
    }
  /** Handed to a function that calls it with a number. */
  | { readonly kind: 'handed'; readonly function: string; readonly to: string }
  | { readonly kind: 'table'; readonly function: string; readonly table: string; readonly key: string }
  | { readonly kind: 'constant'; readonly name: string };

export interface ClientNeeds {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly uses: readonly Use[];
  /** Names that variables have in common with functions. */
  readonly shadows: readonly string[];
  /** Statements that other functions have too. */
  readonly block: readonly Declaration[];
}

const purpose = 'One figure of the report.';
/** What a block that several functions share is named by. */
export const blockNames = ['whole', 'kept'] as const;

export function drawClient(needs: ClientNeeds, random: RandomStream): FunctionDefinition {
  return new Client(needs, random).definition();
}

class Client {
  readonly #needs: ClientNeeds;
  readonly #random: RandomStream;
  readonly #body: Statement[] = [];
  /** Variables that hold a number and are declared already. */
  readonly #numbers: string[];
  readonly #free: string[];
  readonly #freeAliases: string[];

  constructor(needs: ClientNeeds, random: RandomStream) {
    [this.#needs, this.#random] = [needs, random];
    this.#numbers = [...needs.parameters];
    const taken = new Set<string>(['total', ...blockNames]);
    this.#free = random.shuffle(variableNames.filter((name) => !taken.has(name)));
    this.#freeAliases = random.shuffle(aliasNames);
  }

  definition(): FunctionDefinition {
    const { name, parameters } = this.#needs;
    return numberFunction(name, purpose, parameters, this.#isShort() ? [this.#short()] : this.#long());
  }

  /** Whether one line may do. */
  #isShort(): boolean {
    const { uses, shadows, block } = this.#needs;
    return (
      uses.length === 1 &&
      uses[0]!.kind === 'call' &&
      shadows.length + block.length === 0 &&
      this.#random.chance(0.5)
    );
  }

  #short(): Statement {
    const [use] = this.#needs.uses;
    const value = arithmetic(this.#called(use as Extract<Use, { kind: 'call' }>), '+', this.#amount());
    return { kind: 'return', value };
  }

  #long(): Statement[] {
    const { parameters, uses, shadows, block } = this.#needs;
    this.#body.push(...block);
    const start = parameters
      .map(variable)
      .reduce<Expression | null>(
        (sum, one) => (sum === null ? arithmetic(one, '*', this.#amount()) : arithmetic(sum, '+', one)),
        null,
      );
    this.#body.push({ kind: 'let', name: 'total', value: start! });
    if (block.length > 0) this.#add(arithmetic(variable(block.at(-1)!.name), '*', this.#amount()));
    const parts = [
      ...uses.map((use) => () => this.#use(use)),
      ...shadows.map((name) => () => this.#shadow(name)),
    ];
    for (const part of this.#random.shuffle(parts)) part();
    return [...this.#body, { kind: 'return', value: variable('total') }];
  }

  #use(use: Use): void {
    switch (use.kind) {
      case 'call':
        this.#useResult(this.#called(use));
        return;
      case 'nested':
        this.#add(call(use.outer, this.#called(use)));
        return;
      case 'alias': {
        const name = this.#freeAliases.pop()!;
        this.#body.push({ kind: 'let', name, value: variable(use.function) });
        this.#add(this.#called({ ...use, function: name }));
        return;
      }
      case 'handed':
        this.#add(call(use.to, variable(use.function), this.#argument()));
        return;
      case 'table': {
        const name = this.#freeAliases.pop()!;
        const value: Expression = {
          kind: 'entry',
          map: variable(use.table),
          key: { kind: 'string', value: use.key },
          fallback: null,
        };
        this.#body.push({ kind: 'let', name, value });
        this.#add(call(name, this.#argument()));
        return;
      }
      case 'constant':
        this.#add(
          this.#random.chance(0.5)
            ? variable(use.name)
            : arithmetic(variable(use.name), '*', this.#variable()),
        );
        return;
    }
  }

  #called({
    function: name,
    parameters,
  }: {
    readonly function: string;
    readonly parameters: number;
  }): Expression {
    return call(name, ...Array.from({ length: parameters }, () => this.#argument()));
  }

  #useResult(result: Expression): void {
    const name = this.#random.chance(0.4) ? this.#free.pop() : undefined;
    if (name === undefined) {
      this.#add(this.#random.chance(0.5) ? result : arithmetic(result, '*', this.#amount()));
      return;
    }
    this.#declare(name, result);
    if (this.#random.chance(0.5)) {
      this.#add(arithmetic(variable(name), '+', this.#amount()));
      return;
    }
    this.#body.push({
      kind: 'if',
      branches: [
        {
          condition: compare(arithmetic(variable(name), '%', int(2)), '==', int(this.#random.int(0, 1))),
          body: [this.#added(variable(name))],
        },
      ],
      otherwise: [this.#added(this.#amount())],
    });
  }

  /** A variable of its own that only has the name of a function. */
  #shadow(name: string): void {
    const value = arithmetic(arithmetic(this.#variable(), '*', this.#amount()), '+', this.#amount());
    this.#declare(name, value);
    this.#add(variable(name));
  }

  #argument(): Expression {
    if (this.#random.chance(0.25)) return this.#amount();
    const one = this.#variable();
    return this.#random.chance(0.3) ? arithmetic(one, '+', this.#amount()) : one;
  }

  #variable(): Expression {
    return variable(this.#random.pick(this.#numbers));
  }

  #declare(name: string, value: Expression): void {
    this.#body.push({ kind: 'let', name, value });
    this.#numbers.push(name);
  }

  #amount(): Expression {
    return int(this.#random.int(2, 9));
  }

  #add(value: Expression): void {
    this.#body.push(this.#added(value));
  }

  #added(value: Expression): Statement {
    return { kind: 'assign', name: 'total', value: arithmetic(variable('total'), '+', value) };
  }
}

/** The names that stand in the function that has the use. */
export function namesIn(use: Use): string[] {
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
