/** Programs with one slip in them. */
import { steadyIn } from './emission.ts';
import { literalValue, ProgramError, run } from './interpreter.ts';
import {
  type MutationOperator,
  negated,
  type Surroundings,
  shifted,
  type Variant,
  variantsOf,
} from './mutation-operators.ts';
import {
  type Expression,
  type FunctionDefinition,
  functionsOf,
  type Module,
  type Program,
  type Statement,
  withFunction,
} from './program.ts';
import { bodySlotsOf, expressionSlotsOf, type StatementSlot } from './slots.ts';
import { scopeAfter, scopeInside } from './types.ts';
import { equalJson, jsonOf } from './values.ts';

export interface Mutant {
  /** All but the function that has the slip is the very objects of the program. */
  readonly program: Program;
  /** The name of the function. */
  readonly function: string;
  /** The statement of the program that has the slip, the very object; and what stands in its place, null for nothing. */
  readonly statement: Statement;
  readonly changed: Statement | null;
  /** Which condition of an `if` it is that has the slip; 0 for all other statements. */
  readonly branch: number;
  readonly operator: MutationOperator;
  /** In words of no language: what became of what. */
  readonly description: string;
}

type Site = Omit<Mutant, 'program' | 'function'>;
interface BlockVariant extends Site {
  readonly body: readonly Statement[];
}

/**
 * All programs that one slip makes of this one, in the order of the text. All are well typed, and JavaScript can be
 * emitted of all; but `naturals` are left as they are, so a mutant must be seen to keep them (`keepsNaturals`) before
 * what it returns is taken for what its JavaScript returns.
 */
export function mutantsOf(program: Program): Mutant[] {
  return program.modules.flatMap((module) =>
    module.functions.flatMap((definition) => mutantsIn(program, module, definition)),
  );
}

/** The mutants of one function of the program, all of them or those of statements that pass. */
export function mutantsIn(
  program: Program,
  module: Module,
  definition: FunctionDefinition,
  passes: (statement: Statement) => boolean = () => true,
): Mutant[] {
  const all = functionsOf(program);
  const imported = new Set(module.imports.flatMap(({ names }) => names));
  const around: Surroundings = {
    scope: new Map(definition.parameters.map(({ name, type }) => [name, type])),
    functions: new Map(all.map((one) => [one.name, one])),
    callable: all.filter((one) => module.functions.includes(one) || imported.has(one.name)),
  };
  const mustReturn = definition.result !== null;
  return variantsOfBlock(definition.body, around, passes)
    .filter(({ body }) => !mustReturn || returns(body))
    .map(({ body, ...site }) => ({
      ...site,
      program: withFunction(program, { ...definition, body }),
      function: definition.name,
    }));
}

/**
 * Whether one of the inputs, the arguments of a call as literals, tells the mutant from the program. A mutant that comes
 * to nothing is told apart; an input of which the program itself makes nothing tells nothing. By convention a mutant is
 * equivalent when no input of a large set tells it apart, a set that is drawn by another generator than the one that
 * shows inputs to whoever is to find or mend the slip.
 */
export function isDistinguished(
  program: Program,
  mutant: Program,
  inputs: readonly (readonly Expression[])[],
  stepsMax: number,
): boolean {
  return inputs.some((input) => {
    const expected = resultOf(program, input, stepsMax);
    if (expected === undefined) return false;
    const found = resultOf(mutant, input, stepsMax);
    return found === undefined || !equalJson(expected, found);
  });
}

/** What a call of the entry function returns, as JSON; undefined when the program comes to nothing. */
export function resultOf(program: Program, input: readonly Expression[], stepsMax: number) {
  try {
    return jsonOf(run(program, input.map(literalValue), { stepsMax }));
  } catch (error) {
    if (error instanceof ProgramError) return undefined;
    throw error;
  }
}

function variantsOfBlock(
  body: readonly Statement[],
  around: Surroundings,
  passes: (statement: Statement) => boolean,
): BlockVariant[] {
  const variants: BlockVariant[] = [];
  let { scope } = around;
  for (const [at, statement] of body.entries()) {
    const here = { ...around, scope };
    if (passes(statement))
      for (const site of variantsAt(statement, here))
        variants.push({
          ...site,
          body: site.changed === null ? body.toSpliced(at, 1) : body.with(at, site.changed),
        });
    const inside = { ...around, scope: scopeInside(scope, around.functions, statement) };
    for (const slot of bodySlotsOf(statement))
      for (const variant of variantsOfBlock(slot.body, inside, passes)) {
        const whole = slot.with(variant.body);
        if (emits(whole)) variants.push({ ...variant, body: body.with(at, whole) });
      }
    scope = scopeAfter(scope, around.functions, statement);
  }
  return variants;
}

/** What one slip makes of a statement, the statements in its bodies apart. */
function variantsAt(statement: Statement, around: Surroundings): Site[] {
  const sites = expressionSlotsOf(statement).flatMap((slot) =>
    variantsIn(slot, around).map(
      ({ expression, operator, description }): Site => ({
        statement,
        changed: slot.with(expression),
        branch: slot.branch,
        operator,
        description,
      }),
    ),
  );
  const others = otherVariants(statement).map((site) => ({ ...site, statement }));
  return [...sites, ...others].filter(({ changed }) => changed === null || emits(changed));
}

function variantsIn({ role, expression }: StatementSlot, around: Surroundings): Variant[] {
  const more = role === 'condition' ? negated(expression) : role === 'bound' ? shifted(expression) : [];
  return [...variantsOf(expression, around), ...more];
}

function otherVariants(statement: Statement): Omit<Site, 'statement'>[] {
  const swapped: Omit<Site, 'statement'>[] =
    statement.kind !== 'if'
      ? []
      : statement.branches.slice(1).map((branch, at) => ({
          changed: {
            ...statement,
            branches: statement.branches.with(at, branch).with(at + 1, statement.branches[at]!),
          },
          branch: at,
          operator: 'branches swapped',
          description: `branches ${at + 1} and ${at + 2}`,
        }));
  if (statement.kind === 'break' || statement.kind === 'continue') {
    const kind = statement.kind === 'break' ? 'continue' : 'break';
    swapped.push({
      changed: { kind },
      branch: 0,
      operator: 'break/continue',
      description: `${statement.kind} becomes ${kind}`,
    });
  }
  if (statement.kind === 'let') return swapped;
  return [
    ...swapped,
    { changed: null, branch: 0, operator: 'statement left out', description: `a ${statement.kind} is lost` },
  ];
}

/** The bound of a loop must stay as it is while the loop runs. */
function emits(statement: Statement): boolean {
  return statement.kind !== 'forRange' || steadyIn(statement.to, statement.body);
}

/** True when the end of the body is never reached. */
function returns(body: readonly Statement[]): boolean {
  const last = body.at(-1);
  if (last?.kind !== 'if') return last?.kind === 'return';
  return returns(last.otherwise) && last.branches.every((branch) => returns(branch.body));
}
