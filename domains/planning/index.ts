import type { Domain } from '../contract.ts';
import { projection } from './c1-projection.ts';

export const planning: Domain = {
  id: 'planning',
  version: 1,
  title: 'Sequential planning',
  skills: [projection],
};
