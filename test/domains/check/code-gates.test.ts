import { passesTheGates } from './gates.ts';

passesTheGates('code');
