export { evaluateCheckpoint } from './evaluate-checkpoint.ts';
export { evaluateDomain } from './evaluate-domain.ts';
export { trackFamily } from './track-family.ts';
