import type { Domain } from '../contract.ts';
import { projection } from './c1-projection.ts';
import { planCheck } from './c2-plan-check.ts';
import { shortPlans } from './c3-short-plans.ts';
import { resources } from './c4-resources.ts';
import { scheduling } from './c5-scheduling.ts';
import { decomposition } from './c6-decomposition.ts';
import { contingency } from './c7-contingency.ts';
import { replanning } from './c8-replanning.ts';

export const planning: Domain = {
  id: 'planning',
  version: 1,
  title: 'Sequential planning',
  skills: [projection, planCheck, shortPlans, resources, scheduling, decomposition, contingency, replanning],
};
