import { passesTheGates } from './gates.ts';

passesTheGates('creative');
