import { canonicalForm, type Relation } from '../../canonical.ts';
import type { Network } from './network.ts';

/** The network without names, numbers or order, and without saying which state of a switch is called on. */
export function canonicalNetwork(network: Network): string {
  const { places, start, goal, facts, lanes, inspections } = network;
  const state = (fact: number, on: boolean) => places + 2 * fact + (on ? 1 : 0);
  return canonicalForm([
    {
      kind: 'trip',
      members: [
        ['from', start],
        ['to', goal],
      ],
    },
    ...Array.from(
      { length: facts },
      (_, fact): Relation => ({
        kind: 'switch',
        members: [
          ['state', state(fact, false)],
          ['state', state(fact, true)],
        ],
      }),
    ),
    ...lanes.map(
      ({ from, to, cost, gate }): Relation => ({
        kind: `lane ${cost}`,
        members: [['from', from], ['to', to], ...(gate ? [['if', state(gate.fact, gate.on)] as const] : [])],
      }),
    ),
    ...inspections.map(
      ({ at, fact, cost }): Relation => ({
        kind: `inspection ${cost}`,
        members: [
          ['at', at],
          ['of', state(fact, false)],
          ['of', state(fact, true)],
        ],
      }),
    ),
  ]);
}
