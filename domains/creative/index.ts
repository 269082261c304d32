import type { Domain } from '../contract.ts';
import { association } from './d1-association.ts';
import { procedures } from './d2-procedures.ts';
import { denials } from './d3-denials.ts';
import { repurposing } from './d4-repurposing.ts';
import { structureMapping } from './d5-structure-mapping.ts';
import { inverseDesign } from './d6-inverse-design.ts';
import { openBrief } from './d7-open-brief.ts';

export const creative: Domain = {
  id: 'creative',
  version: 1,
  title: 'Creative problem solving',
  skills: [association, procedures, denials, repurposing, structureMapping, inverseDesign, openBrief],
};
