import type { Domain } from '../contract.ts';
import { association } from './d1-association.ts';

export const creative: Domain = {
  id: 'creative',
  version: 1,
  title: 'Creative problem solving',
  skills: [association],
};
