import type { Domain } from '../contract.ts';

export const planning: Domain = {
  id: 'planning',
  version: 1,
  title: 'Sequential planning',
  skills: [],
};
