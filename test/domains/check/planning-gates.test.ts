import { passesTheGates } from './gates.ts';

passesTheGates('planning');
