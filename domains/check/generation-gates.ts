import type { Parameters } from '../contract.ts';
import { RandomStream, seedAt } from '../random.ts';
import { generateTask, type Task } from '../task.ts';
import {
  type CheckedSkill,
  type CounterExample,
  counterExampleOf,
  type GateResult,
  judged,
  type StreamGate,
} from './gate.ts';
import { quantile } from './statistics.ts';
import { timed } from './timing.ts';
import { roomyVector } from './vectors.ts';

const generationMsMax = 200;
/** Fewer instances than this have no 99th percentile. */
const placeInstancesMin = 100;
const duplicateShareMax = 0.001;

interface Place {
  readonly ms: number[];
  slowest: Task;
  slowestMs: number;
}

/**
 * G7: the slowest of all places: p99 of every corner and of the random vectors each, since one slow corner
 * disappears in a p99 over everything. A corner of few instances is judged by its slowest one, and where that is too
 * slow, by so many more instances that it has a 99th percentile.
 */
export function speedGate(checked: CheckedSkill): StreamGate {
  const places = new Map<number | null, Place>();
  let instances = 0;
  return {
    observe({ task, corner, generationMs }) {
      instances++;
      const place = places.get(corner) ?? { ms: [], slowest: task, slowestMs: 0 };
      note(place, task, generationMs);
      places.set(corner, place);
    },
    result() {
      for (const [corner, place] of places) if (corner !== null) instances += fillUp(place, checked);
      const worst = [...places.values()]
        .map((place) => ({ ...place, p99: quantile(place.ms, 0.99) }))
        .sort((a, b) => b.p99 - a.p99)[0];
      const everywhere = quantile(
        [...places.values()].flatMap(({ ms }) => ms),
        0.99,
      );
      const figure = worst?.p99 ?? Number.NaN;
      return judged('G7', {
        figure,
        unit: 'CPU ms at p99 of the slowest place',
        bound: 'at most',
        threshold: generationMsMax,
        instances,
        detail: `${everywhere.toFixed(1)} ms at p99 over all ${places.size} places`,
        counterExample:
          worst !== undefined && figure > generationMsMax
            ? counterExampleOf(worst.slowest, `took ${worst.slowestMs.toFixed(0)} ms of processor time`)
            : null,
      });
    },
  };
}

function note(place: Place, task: Task, generationMs: number): void {
  place.ms.push(generationMs);
  if (generationMs >= place.slowestMs) Object.assign(place, { slowest: task, slowestMs: generationMs });
}

/** More instances for a corner whose few look too slow, until it is clear of the doubt; returns how many. */
function fillUp(place: Place, { domain, skill, seed }: CheckedSkill): number {
  const { parameters } = place.slowest;
  const before = place.ms.length;
  const tooSlow = () => place.ms.filter((ms) => ms > generationMsMax).length > 0.01 * placeInstancesMin;
  while (place.slowestMs > generationMsMax && place.ms.length < placeInstancesMin && !tooSlow()) {
    const taskSeed = seedAt(seed, 'slow corner', place.ms.length);
    try {
      const { task, generationMs } = timed(() => generateTask(domain, skill, parameters, taskSeed));
      note(place, task, generationMs);
    } catch {
      // That it cannot be made is for G8 to say, of the instances of the stream.
      break;
    }
  }
  return place.ms.length - before;
}

/** What became of the common stream of instances, for G8. */
export interface StreamOutcome {
  readonly wanted: number;
  readonly run: number;
  readonly failures: number;
  readonly firstFailure: CounterExample | null;
  readonly corners: number;
  readonly randomVectors: number;
  /** True when the stream was given up for taking too long. */
  readonly outOfTime: boolean;
}

/** G8: every vector of the stream runs; an instance that throws, or is never reached in time, does not. */
export function reachGate(outcome: StreamOutcome): GateResult {
  const missed = outcome.wanted - outcome.run;
  return judged('G8', {
    figure: outcome.failures + missed,
    unit: `of ${outcome.wanted} vectors do not run`,
    bound: 'at most',
    threshold: 0,
    instances: outcome.run,
    detail: outcome.outOfTime
      ? `given up after ${outcome.run} of ${outcome.wanted} instances: they take too long`
      : `${outcome.corners} corners and ${outcome.randomVectors} random vectors`,
    counterExample: outcome.firstFailure,
  });
}

/** G6: isomorphic instances among those drawn outside the tiny corners. Stops at `deadlineMs`. */
export function duplicateGate(
  { domain, skill, seed }: CheckedSkill,
  instances: number,
  deadlineMs: number,
  step: (done: number) => void,
): GateResult {
  const first = new Map<string, string>();
  let duplicates = 0;
  let made = 0;
  let broken = 0;
  let counterExample: CounterExample | null = null;
  for (; made < instances && performance.now() < deadlineMs; made++) {
    const taskSeed = seedAt(seed, 'duplicates', made);
    const parameters: Parameters = roomyVector(skill, new RandomStream(taskSeed).substream('vector'));
    const task = tryTask(() => generateTask(domain, skill, parameters, taskSeed));
    if (task === null) {
      broken++;
      counterExample ??= counterExampleOf({ seed: taskSeed, parameters }, 'does not run');
      continue;
    }
    const earlier = first.get(task.canonical);
    if (earlier === undefined) first.set(task.canonical, task.seed);
    else {
      duplicates++;
      counterExample ??= counterExampleOf(task, `isomorphic to the task of seed ${earlier}`);
    }
    step(made + 1);
  }
  return judged('G6', {
    figure: duplicates / Math.max(1, made),
    unit: 'share of duplicates',
    bound: 'at most',
    threshold: duplicateShareMax,
    instances: made,
    sound: made === instances && broken === 0,
    detail: made === instances ? '' : `given up after ${made} of ${instances} instances`,
    counterExample,
  });
}

function tryTask(make: () => Task): Task | null {
  try {
    return make();
  } catch {
    return null;
  }
}
