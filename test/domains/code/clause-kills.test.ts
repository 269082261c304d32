import { describe, expect, it } from 'vitest';
import { clauses } from '../../../domains/code/a3-clauses.ts';
import { drawCases } from '../../../domains/code/clauses/cases.ts';
import { ClauseKills } from '../../../domains/code/clauses/kills.ts';
import { programOf } from '../../../domains/code/clauses/program.ts';
import type { ClausesReference } from '../../../domains/code/clauses/reference.ts';
import { clauseVariantsOf, leavingOut, variedBy } from '../../../domains/code/clauses/variants.ts';
import { resultOf } from '../../../domains/code/ir/mutation.ts';
import type { Expression } from '../../../domains/code/ir/program.ts';
import { drawInputs } from '../../../domains/code/synthesis/inputs.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask } from '../../../domains/task.ts';

const stepsMax = 50_000;
const places: readonly Parameters[] = [{}, { clauses: 8, moved: 0.5, rarity: 0.7 }, { clauses: 1 }];

function referenceAt(parameters: Parameters, seed: string): ClausesReference {
  return generateTask('code', clauses as Skill, parameters, seed).reference as ClausesReference;
}

function literal(values: readonly number[]): readonly Expression[] {
  return [{ kind: 'list', items: values.map((value): Expression => ({ kind: 'int', value })) }];
}

describe('the kill matrix of clauses', () => {
  it('is what comes of running every variant on every case', () => {
    for (const parameters of places) {
      const { specification, signature } = referenceAt(parameters, 'kills');
      const random = new RandomStream('kills');
      const cases = drawCases(specification, drawInputs([], 30, random), random).filter(
        (_, number) => number % 5 === 0,
      );
      const kills = new ClauseKills(specification, cases);
      for (const variant of [...leavingOut(specification), ...clauseVariantsOf(specification)]) {
        const other = programOf(variedBy(specification, variant), signature);
        const told = cases.flatMap(({ values, output }, number) =>
          JSON.stringify(resultOf(other, literal(values), stepsMax)) === JSON.stringify(output)
            ? []
            : [number],
        );
        expect(kills.of(variant).numbers()).toEqual(told);
      }
    }
  });
});
