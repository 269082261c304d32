import { type Names, settingsOf } from './answer.ts';
import type { Network } from './network.ts';

/**
 * The task in JSON, for a check by brute force: `start`, `goal` and `stepsMax`; `worlds`, each with the state of
 * every switch; `actions` (`from`, `to`, `cost`, and `when`, null or `{fact, state}`); `observations` (`at`, `fact`,
 * `cost`); and `optimum`, the least worst-case cost, null when no plan is certain to arrive.
 */
export function worldsText(network: Network, names: Names, stepsMax: number, optimum: number | null): string {
  const place = (index: number) => names.places[index];
  return JSON.stringify({
    start: place(network.start),
    goal: place(network.goal),
    stepsMax,
    worlds: settingsOf(network, names),
    actions: network.lanes.map(({ from, to, cost, gate }) => ({
      from: place(from),
      to: place(to),
      cost,
      when: gate && { fact: names.facts[gate.fact], state: gate.on ? 'on' : 'off' },
    })),
    observations: network.inspections.map(({ at, fact, cost }) => ({
      at: place(at),
      fact: names.facts[fact],
      cost,
    })),
    optimum,
  });
}
