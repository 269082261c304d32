import type { Domain } from '../contract.ts';
import { trace } from './a1-trace.ts';
import { functions } from './a2-functions.ts';
import { clauses } from './a3-clauses.ts';
import { compositions } from './a4-composition.ts';
import { faultLocalisation } from './a5-fault-localisation.ts';
import { repair } from './a6-repair.ts';
import { refactoring } from './a7-refactoring.ts';
import { transfer } from './a8-transfer.ts';

export const code: Domain = {
  id: 'code',
  version: 1,
  title: 'Code synthesis and debugging',
  skills: [trace, functions, clauses, compositions, faultLocalisation, repair, refactoring, transfer],
};
