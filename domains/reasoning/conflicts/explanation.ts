import { clauseOf } from '../rules/wording.ts';
import { consequencesOf, type Step } from './consequences.ts';
import {
  type Dispute,
  type Literal,
  opposite,
  type Premise,
  premiseId,
  repairOrder,
  sourceName,
  statementId,
} from './premises.ts';

/** Each core by its contradiction, then the repair from source to source, then what follows from the rest. */
export function explain(dispute: Dispute): string {
  const { premises, givenUp, cores, statements, truths, names } = dispute;
  const kept = [...premises.keys()].filter((index) => !givenUp.includes(index));
  const steps = consequencesOf(premises, kept);
  const needed = neededSteps(statements, steps, premises);
  return [
    'Cores: follow what the facts lead to until something contradicts another fact.',
    ...cores.map((core, index) => coreLine(core, index, dispute)),
    'Nothing else leads to a contradiction.',
    'Repair, from the most reliable source on:',
    ...repairLines(dispute),
    'What follows from the premises kept:',
    ...needed.map((step) => `- ${stepText(step, dispute)}.`),
    ...statements.map((statement, index) => {
      const why =
        truths[index] === 'undetermined'
          ? 'nothing that is kept settles it'
          : truths[index] === 'yes'
            ? 'it follows'
            : 'its negation follows';
      return `${statementId(index)} (${clauseOf(statement, names)}): ${truths[index]}, ${why}.`;
    }),
    `Answer: ${cores.length === 1 ? 'one core' : `${cores.length} cores`}, ${cores.map((core) => idsOf(core)).join('; ')}.`,
  ].join('\n');
}

function coreLine(core: readonly number[], index: number, { premises, names }: Dispute): string {
  const last = core.at(-1) as number;
  const derived = core.slice(0, -1).map((member) => {
    const { conditions, conclusion } = premises[member] as Premise;
    const clause = clauseOf(conclusion, names);
    return conditions.length === 0 ? `${clause} (${premiseId(member)})` : `by ${premiseId(member)} ${clause}`;
  });
  const against = clauseOf((premises[last] as Premise).conclusion, names);
  return `- Core ${index + 1}: ${derived.join(', ')}; but ${against} (${premiseId(last)}). All of these are needed: ${idsOf(core)}.`;
}

function repairLines(dispute: Dispute): string[] {
  const { premises, reliabilities, givenUp, cores } = dispute;
  const order = repairOrder(dispute);
  const sources = [...new Set(order.map((index) => (premises[index] as Premise).source))];
  return sources.map((source) => {
    const own = order.filter((index) => premises[index]?.source === source);
    const kept = own.filter((index) => !givenUp.includes(index));
    const reasons = own
      .filter((index) => givenUp.includes(index))
      .map((index) => {
        const broken = cores.findIndex(
          (core) =>
            core.includes(index) && core.every((member) => member === index || !givenUp.includes(member)),
        );
        return ` ${premiseId(index)} is given up, since the rest of core ${broken + 1} has been kept.`;
      });
    const keeps = kept.length === 0 ? '' : ` keep ${idsOf(kept)}.`;
    return `- ${sourceName(source)} (${reliabilities[source]}):${keeps}${reasons.join('')}`;
  });
}

/** The steps that the statements' literals, or their opposites, rest on. */
function neededSteps(
  statements: readonly Literal[],
  steps: readonly Step[],
  premises: readonly Premise[],
): Step[] {
  const wanted = new Set(statements.map(({ atom }) => atom));
  const needed: Step[] = [];
  for (const step of steps.toReversed()) {
    if (!wanted.has(step.literal.atom)) continue;
    needed.unshift(step);
    const { conditions, conclusion } = premises[step.premise] as Premise;
    for (const { atom } of [...conditions, conclusion]) wanted.add(atom);
  }
  return needed;
}

function stepText({ premise, literal, backward }: Step, { premises, names }: Dispute): string {
  const { conditions, conclusion } = premises[premise] as Premise;
  const clause = clauseOf(literal, names);
  if (!backward)
    return conditions.length === 0
      ? `${premiseId(premise)}: ${clause}`
      : `By ${premiseId(premise)}, ${clause}`;
  const others = conditions.filter(({ atom }) => atom !== literal.atom);
  const despite = others.map((other) => ` although ${clauseOf(other, names)}`).join('');
  return `By ${premiseId(premise)} backward, ${clause}, since ${clauseOf(opposite(conclusion), names)}${despite}`;
}

function idsOf(indices: readonly number[]): string {
  return indices
    .toSorted((left, right) => left - right)
    .map(premiseId)
    .join(', ');
}
