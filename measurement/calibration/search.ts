const golden = (3 - Math.sqrt(5)) / 2;

interface Evaluated {
  readonly x: number;
  readonly value: number;
}

/**
 * Where f is largest between `low` and `high`, to `tolerance`: Brent's method (1973, chapter 5), golden sections with
 * parabolas through the best three points where these behave. f should have one top.
 */
export function maximise(
  f: (x: number) => number,
  low: number,
  high: number,
  start: number,
  tolerance: number,
): Evaluated {
  const at = (x: number): Evaluated => ({ x, value: f(x) });
  let best = at(Math.min(Math.max(start, low + tolerance), high - tolerance));
  let second = best;
  let third = best;
  let lastMove = high - low;
  let move = lastMove;
  while (Math.max(best.x - low, high - best.x) > 2 * tolerance) {
    const parabola = topOfParabola(best, second, third);
    const inside = parabola > low + tolerance && parabola < high - tolerance;
    if (inside && Math.abs(parabola - best.x) < 0.5 * Math.abs(lastMove)) {
      lastMove = move;
      move = parabola - best.x;
    } else {
      lastMove = best.x > (low + high) / 2 ? low - best.x : high - best.x;
      move = golden * lastMove;
    }
    if (Math.abs(move) < tolerance) move = move < 0 ? -tolerance : tolerance;
    const next = at(best.x + move);
    if (next.value >= best.value) {
      if (next.x > best.x) low = best.x;
      else high = best.x;
      [third, second, best] = [second, best, next];
    } else {
      if (next.x > best.x) high = next.x;
      else low = next.x;
      if (next.value >= second.value || second === best) [third, second] = [second, next];
      else if (next.value >= third.value || third === best || third === second) third = next;
    }
  }
  return best;
}

/** NaN where the three points lie on a line. */
function topOfParabola(a: Evaluated, b: Evaluated, c: Evaluated): number {
  const left = (a.x - b.x) * (a.value - c.value);
  const right = (a.x - c.x) * (a.value - b.value);
  return a.x - ((a.x - b.x) * left - (a.x - c.x) * right) / (2 * (left - right));
}
