import { Piscina } from 'piscina';
import type { Ended } from '../contract.ts';
import { runTask, type ThreadData, type ThreadTask } from '../thread.ts';
import { createPython } from './interpreter.ts';

const { limits, module } = Piscina.workerData as ThreadData;
const interpreter = await createPython(module, limits);

export default function run(task: ThreadTask): Promise<Ended> {
  return runTask(interpreter, task);
}
