import type { Task } from '../task.ts';

/** A generation slower than this is timed again, so often at most. */
const suspiciousMs = 200;
const timingsMax = 4;

/**
 * A task and the processor time of its generation in milliseconds. The work is the same each time, and whatever else
 * goes on (compilation, collection, other work on the core's second thread and its caches) can only add to it: where
 * a generation looks slow, the least of several timings is it.
 */
export function timed(make: () => Task): { task: Task; generationMs: number } {
  let [task, generationMs] = timedOnce(make);
  for (let timings = 1; timings < timingsMax && generationMs >= suspiciousMs; timings++)
    generationMs = Math.min(generationMs, timedOnce(make)[1]);
  return { task, generationMs };
}

function timedOnce(make: () => Task): [task: Task, ms: number] {
  const start = process.threadCpuUsage();
  const task = make();
  const { user, system } = process.threadCpuUsage(start);
  return [task, (user + system) / 1_000];
}
