const stepsMax = 60;
/** Log-likelihood units: far below what could move an estimate by a hundredth of its standard error. */
const gainMin = 1e-4;

/** A point of the objective, with all that the next step needs. */
interface Point {
  readonly value: number;
}

/** A Newton step from a point: how much it should gain, and the point at a share of it. */
interface Step<P> {
  readonly expectedGain: number;
  at(size: number): P;
}

/** Newton steps from `start` until they promise or bring no more; a step that does not raise the objective is halved. */
export function climb<P extends Point>(start: P, stepFrom: (point: P) => Step<P>): P {
  let point = start;
  for (let count = 0; count < stepsMax; count++) {
    const step = stepFrom(point);
    if (step.expectedGain < gainMin) return point;
    const next = firstRise(point, step);
    if (next === null) return point;
    point = next;
  }
  return point;
}

function firstRise<P extends Point>({ value }: P, step: Step<P>): P | null {
  for (let size = 1; size > 1e-3; size /= 2) {
    const point = step.at(size);
    if (point.value > value) return point;
  }
  return null;
}
