import type { Network } from './network.ts';

/**
 * The share of the worlds in which the best plan without an inspection arrives: 2^-n with n the fewest switches on
 * which the gates along some route depend, and 0 where every route needs a switch both on and off.
 */
export function fixedRouteShare({ places, start, goal, facts, lanes }: Network): number {
  const powers = Array.from({ length: facts }, (_, fact) => 3 ** fact);
  const seen = new Uint8Array(3 ** facts * places);
  let current: (readonly [assumed: number, place: number])[] = [[0, start]];
  // Breadth first by the number of switches assumed.
  for (let share = 1; current.length > 0; share /= 2) {
    const next: (readonly [number, number])[] = [];
    while (current.length > 0) {
      const [assumed, place] = current.pop() as readonly [number, number];
      const index = assumed * places + place;
      if (seen[index] === 1) continue;
      seen[index] = 1;
      if (place === goal) return share;
      for (const { from, to, gate } of lanes) {
        if (from !== place) continue;
        const power = gate === null ? 0 : (powers[gate.fact] as number);
        const wanted = gate === null ? 0 : gate.on ? 2 : 1;
        const state = gate === null ? 0 : Math.floor(assumed / power) % 3;
        if (state === wanted) current.push([assumed, to]);
        else if (state === 0) next.push([assumed + wanted * power, to]);
      }
    }
    current = next;
  }
  return 0;
}
