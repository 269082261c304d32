import { passesTheGates } from './gates.ts';

passesTheGates('reasoning');
