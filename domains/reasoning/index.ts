import type { Domain } from '../contract.ts';

export const reasoning: Domain = {
  id: 'reasoning',
  version: 1,
  title: 'Multi-step logical reasoning',
  skills: [],
};
