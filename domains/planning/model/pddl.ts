/**
 * Prints a model as PDDL 2.1. Every name gets a letter for its kind in front (`a-drive`, `o-mill`), so that no word
 * of a prompt can be a keyword or stand for two things, and the prompt's name is what follows the hyphen.
 */
import type { ActionSchema, Amount, Atom, Model, Term, Words } from './model.ts';

/** The texts of domain and problem, and of a plan by names if there is one. */
export function pddlOf(model: Model, plan: readonly Words[] | null): Record<string, string> {
  return {
    domain: domainText(model),
    problem: problemText(model),
    ...(plan === null ? {} : { plan: plan.map(planLine).join('\n') }),
  };
}

/** `(a-drive o-van o-mill)`. */
function planLine([action, ...objects]: Words): string {
  return `(${[`a-${action}`, ...objects.map((name) => `o-${name}`)].join(' ')})`;
}

function domainText(model: Model): string {
  const numeric = model.functions.length > 0;
  const negative = model.actions.some(({ forbids }) => forbids.length > 0);
  const requirements = [
    ':strips',
    ':typing',
    ...(negative ? [':negative-preconditions'] : []),
    ...(numeric ? [':numeric-fluents'] : []),
  ];
  return [
    '(define (domain etude)',
    `  (:requirements ${requirements.join(' ')})`,
    `  (:types ${model.types.map(({ name }) => `t-${name}`).join(' ')} - object)`,
    '  (:predicates',
    ...model.predicates.map(
      ({ name, types }) => `    (${[`p-${name}`, ...variables(model, types)].join(' ')})`,
    ),
    '  )',
    ...(numeric
      ? [
          '  (:functions',
          ...model.functions.map(
            ({ name, types }) => `    (${[`f-${name}`, ...variables(model, types)].join(' ')})`,
          ),
          '  )',
        ]
      : []),
    ...model.actions.map((schema) => actionText(model, schema)),
    ')',
  ].join('\n');
}

function actionText(model: Model, schema: ActionSchema): string {
  const variable = (at: number) => `?x${at}`;
  const fact = (atom: Atom) => factText(model, atom, variable);
  const amount = (value: Amount) =>
    typeof value === 'number' ? String(value) : termText(model, value, variable);
  const preconditions = [
    ...schema.needs.map(fact),
    ...schema.forbids.map((atom) => `(not ${fact(atom)})`),
    ...schema.conditions.map(
      ({ term, atLeast }) => `(>= ${termText(model, term, variable)} ${amount(atLeast)})`,
    ),
  ];
  const effects = [
    ...schema.deletes.map((atom) => `(not ${fact(atom)})`),
    ...schema.adds.map(fact),
    ...schema.changes.map(
      ({ term, direction, by }) => `(${direction} ${termText(model, term, variable)} ${amount(by)})`,
    ),
  ];
  return [
    `  (:action a-${schema.name}`,
    `    :parameters (${variables(model, schema.parameters).join(' ')})`,
    `    :precondition (and ${preconditions.join(' ')})`,
    `    :effect (and ${effects.join(' ')})`,
    '  )',
  ].join('\n');
}

function problemText(model: Model): string {
  const object = (at: number) => `o-${model.objects[at]!.name}`;
  return [
    '(define (problem etude-task)',
    '  (:domain etude)',
    `  (:objects ${model.objects.map(({ type }, at) => `${object(at)} - t-${model.types[type]!.name}`).join(' ')})`,
    '  (:init',
    ...model.init.map((fact) => `    ${factText(model, fact, object)}`),
    ...model.values.map(({ term, value }) => `    (= ${termText(model, term, object)} ${value})`),
    '  )',
    '  (:goal (and',
    ...model.goals.map((fact) => `    ${factText(model, fact, object)}`),
    ...model.numericGoals.map(({ term, atLeast }) => `    (>= ${termText(model, term, object)} ${atLeast})`),
    '  ))',
    ')',
  ].join('\n');
}

function variables(model: Model, types: readonly number[]): string[] {
  return types.map((type, at) => `?x${at} - t-${model.types[type]!.name}`);
}

function factText(model: Model, [predicate, ...items]: Atom, nameOf: (item: number) => string): string {
  return `(${[`p-${model.predicates[predicate!]!.name}`, ...items.map(nameOf)].join(' ')})`;
}

function termText(model: Model, [name, ...items]: Term, nameOf: (item: number) => string): string {
  return `(${[`f-${model.functions[name!]!.name}`, ...items.map(nameOf)].join(' ')})`;
}
