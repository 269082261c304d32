/** A program that is being put together, and what is settled before it is begun. */
import type { RandomStream } from '../../random.ts';
import {
  type Call,
  call,
  type Expression,
  type FunctionDefinition,
  type Program,
  type Statement,
  statementsIn,
  type Type,
  variable,
} from '../ir/program.ts';
import { drawContents, emptyTally, type Part, type Tally, typeOf } from './parts.ts';
import type { Scene } from './scene.ts';

export interface Plan {
  readonly scene: Scene;
  /** What is worked on and returned, and what is returned beside it. */
  readonly parts: readonly Part[];
  readonly tally: Tally | null;
  /** Whether numbers may fall below 0. */
  readonly signed: boolean;
  /** Functions of which each calls the one before it, the one that calls all others last. */
  readonly chain: readonly FunctionDefinition[];
}

/** A parameter of the function that is called from outside, with what is handed over. */
export interface Given {
  readonly name: string;
  readonly type: Type;
  readonly value: Expression;
}

export interface Draft {
  readonly given: readonly Given[];
  readonly body: readonly Statement[];
  readonly procedures: readonly FunctionDefinition[];
  /** Second names of parts, by the part's name. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly naturals: readonly string[];
  readonly callsChain: boolean;
  /** Whether something is added to the tally. */
  readonly tallies: boolean;
  /** How often each part has been worked on. */
  readonly visits: ReadonlyMap<Part, number>;
}

export function emptyDraft({ parts, tally, signed }: Plan, random: RandomStream): Draft {
  return {
    given: parts.map((part) => ({ name: part.name, type: typeOf(part), value: drawContents(part, random) })),
    body: tally === null ? [] : [{ kind: 'let', name: tally, value: emptyTally[tally] }],
    procedures: [],
    aliases: new Map(),
    naturals: signed ? [] : parts.map(({ name }) => name),
    callsChain: false,
    tallies: false,
    visits: new Map(),
  };
}

export function callOf({ scene }: Plan, { given }: Draft): Call {
  return call(scene.entry, ...given.map(({ value }) => value));
}

export function programOf(
  { scene, parts, tally, chain }: Plan,
  { given, body, procedures, naturals, callsChain }: Draft,
): Program {
  const fields = [
    ...parts.map((part) => ({ name: part.name, type: typeOf(part) })),
    ...(tally === null ? [] : [tallyField(tally)]),
  ];
  const [only, ...others] = fields;
  const whole = others.length === 0 ? only! : null;
  const entry: FunctionDefinition = {
    name: scene.entry,
    purpose: scene.purpose,
    parameters: given.map(({ name, type }) => ({ name, type })),
    result: whole?.type ?? { kind: 'record', fields },
    naturals,
    body: [
      ...body,
      {
        kind: 'return',
        value:
          whole === null
            ? { kind: 'record', fields: fields.map(({ name }) => ({ name, value: variable(name) })) }
            : variable(whole.name),
      },
    ],
  };
  const functions = [...(callsChain ? chain : []), ...procedures, entry];
  return { modules: [{ file: 'main', imports: [], functions }], entry: entry.name };
}

/** True when the statements declare a name that still stands for something else after the earlier ones. */
export function collide(statements: readonly Statement[], earlier: readonly Statement[]): boolean {
  const lasting = new Set(earlier.flatMap((statement) => (statement.kind === 'let' ? [statement.name] : [])));
  return statementsIn(statements).some(
    (statement) =>
      (statement.kind === 'let' || statement.kind === 'forEach' || statement.kind === 'forRange') &&
      lasting.has(statement.name),
  );
}

function tallyField(name: Tally): { readonly name: string; readonly type: Type } {
  return { name, type: { kind: name === 'total' ? 'int' : 'string' } };
}
