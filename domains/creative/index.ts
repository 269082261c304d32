import type { Domain } from '../contract.ts';

export const creative: Domain = {
  id: 'creative',
  version: 1,
  title: 'Creative problem solving',
  skills: [],
};
