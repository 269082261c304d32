import { describe, expect, it } from 'vitest';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { drawWalk } from '../../../measurement/practice/path-draws.ts';
import { walkAlong, walkTo } from '../../../measurement/practice/walk.ts';
import { gainBetween } from '../../../measurement/practice/walk-gain.ts';
import {
  enumeratePaths,
  expectEntries,
  tinyPlaces,
  tinyRates,
  tinyStart,
  tinyThetas,
  transition,
} from './tiny-walk.ts';

const walk = walkAlong(tinyThetas, tinyStart, tinyPlaces, tinyRates);
const paths = enumeratePaths();
const last = tinyPlaces.length - 1;

/** Posterior probability of the paths that meet a condition. */
function share(of: (path: readonly number[], rate: number) => boolean): number {
  return paths.reduce((sum, { path, rate, probability }) => sum + (of(path, rate) ? probability : 0), 0);
}

describe('a walk small enough to be enumerated', () => {
  it('has the marginals of all its paths at every place', () => {
    for (const [place, mass] of walk.mass.entries()) {
      expectEntries(mass, (index) => share((path) => path[place] === index), 9);
    }
  });

  it('has the posterior of its rates', () => {
    for (const { rate, probability } of walk.rates) {
      expect(probability).toBeCloseTo(
        share((_, other) => other === rate),
        9,
      );
    }
  });

  it('has the gain between any two places', () => {
    for (const [from, to] of [
      [0, last],
      [1, 2],
      [1, last],
    ] as const) {
      const gain = gainBetween(walk, from, to);
      const unmoved = tinyThetas.length - 1;
      expectEntries(gain.mass, (index) => share((path) => path[to]! - path[from]! === index - unmoved), 9);
    }
  });

  it('is drawn, as a whole path, as often as it is probable', () => {
    const count = 40_000;
    const drawn = drawWalk(walk, createDraws('tiny'), count);
    const step = tinyThetas[1]! - tinyThetas[0]!;
    const frequency = new Map<string, number>();
    for (let draw = 0; draw < count; draw++) {
      const path = drawn.map((place) => Math.round((place[draw]! - tinyThetas[0]!) / step));
      frequency.set(path.join(), (frequency.get(path.join()) ?? 0) + 1 / count);
    }
    let distance = 0;
    for (const code of new Set(paths.map(({ path }) => path.join()))) {
      distance += Math.abs((frequency.get(code) ?? 0) - share((path) => path.join() === code)) / 2;
    }
    // Total variation of 625 frequencies of 40,000 draws: below .05 by chance, .3 if neighbours were independent.
    expect(distance).toBeLessThan(0.06);
  });

  it('knows the present from the forward pass alone', () => {
    const present = walkTo(tinyThetas, tinyStart, tinyPlaces, tinyRates);
    expectEntries(present, (index) => walk.mass.at(-1)![index]!, 12);
  });
});

describe('a longer walk', () => {
  it('has the marginals that multiplying out its matrices gives', () => {
    const size = 41;
    const step = 0.2;
    const thetas = Float64Array.from({ length: size }, (_, index) => (index - 20) * step);
    const start = normalised(thetas.map((theta) => Math.exp(-0.5 * (theta / 0.6) ** 2)));
    const places = [0, 0.2, 0.25, 0.7, 0.75, 1.4].map((x, place) => ({
      x,
      likelihood: thetas.map((theta) => 1 / (1 + Math.exp(place % 2 === 0 ? -theta : theta - 1))),
    }));
    const rate = 0.8;
    const along = walkAlong(thetas, start, places, [{ rate, prior: 1 }]);
    const matrices = places
      .slice(1)
      .map(({ x }, index) => transition(size, step, rate * (x - places[index]!.x)));
    places.forEach((_, place) => {
      // From the front to the place, and from the back to it, no message scaled in between.
      let front = start.map((mass, i) => mass * places[0]!.likelihood[i]!);
      for (let k = 1; k <= place; k++) {
        front = moved(front, matrices[k - 1]!).map((mass, i) => mass * places[k]!.likelihood[i]!);
      }
      let back: Float64Array = new Float64Array(size).fill(1);
      for (let k = places.length - 1; k > place; k--) {
        back = moved(
          back.map((value, i) => value * places[k]!.likelihood[i]!),
          matrices[k - 1]!,
        );
      }
      const expected = normalised(front.map((mass, i) => mass * back[i]!));
      expectEntries(along.mass[place]!, (index) => expected[index]!, 9);
    });
  });

  it('refuses places that do not ascend', () => {
    const flat = tinyPlaces.map((place) => ({ ...place, x: 0.1 }));
    expect(() => walkAlong(tinyThetas, tinyStart, flat, tinyRates)).toThrow(RangeError);
  });
});

function normalised(mass: Float64Array): Float64Array {
  const total = mass.reduce((sum, value) => sum + value, 0);
  return mass.map((value) => value / total);
}

function moved(mass: Float64Array, matrix: number[][]): Float64Array {
  return mass.map((_, to) => mass.reduce((sum, value, from) => sum + value * matrix[from]![to]!, 0));
}
