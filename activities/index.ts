import { createDiscovery, type DiscoveryDependencies } from './discovery.ts';
import { createEfficiency } from './efficiency.ts';
import { createEvaluations, type EvaluationDependencies } from './evaluations.ts';
import { withFailures } from './failure.ts';
import { createFamilies, type FamilyDependencies } from './families.ts';
import { createGeneration } from './generation.ts';
import { createGrading, type GradingDependencies } from './grading.ts';
import { createInference, type InferenceDependencies } from './inference.ts';
import { createJudging } from './judging.ts';
import { createServing, type ServingDependencies } from './serving.ts';

export type ActivityDependencies = FamilyDependencies &
  DiscoveryDependencies &
  EvaluationDependencies &
  InferenceDependencies &
  ServingDependencies &
  GradingDependencies;

/** Everything that touches the world, one group of effects a file. */
export function createActivities(dependencies: ActivityDependencies) {
  return withFailures({
    ...createFamilies(dependencies),
    ...createDiscovery(dependencies),
    ...createEvaluations(dependencies),
    ...createGeneration(dependencies),
    ...createServing(dependencies),
    ...createInference(dependencies),
    ...createJudging(dependencies),
    ...createGrading(dependencies),
    ...createEfficiency(dependencies),
  });
}

export type Activities = ReturnType<typeof createActivities>;
