import { Piscina } from 'piscina';
import type { Ended } from '../contract.ts';
import { runTask, type ThreadData, type ThreadTask } from '../thread.ts';
import { createQuickJs } from './interpreter.ts';

// An interpreter that aborts prints so; the run's end says the same.
console.error = () => undefined;

const { limits, module } = Piscina.workerData as ThreadData;
const interpreter = await createQuickJs(module, limits);

export default function run(task: ThreadTask): Promise<Ended> {
  return runTask(interpreter, task);
}
