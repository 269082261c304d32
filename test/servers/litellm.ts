import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openRegistry } from '../../registries/open.ts';
import { localRegistries } from '../support/registry-access.ts';
import { ask } from './asking.ts';
import { Checks } from './checks.ts';
import type { ServerTest } from './contract.ts';
import { pythonEnvironment } from './environments.ts';
import { startServer } from './processes.ts';
import { installSmallModel, modelFile, startSmallModel } from './small-model.ts';

const version = '1.90.7';
const key = 'sk-gateway-1234';

/** LiteLLM as a gateway with a key in front of a small language model. */
export const run: ServerTest = async (tools) => {
  tools.say(`litellm ${version}, several minutes the first time`);
  const bin = await pythonEnvironment(tools.folder, [`litellm[proxy]==${version}`]);
  const model = await installSmallModel(tools);
  const behind = await startSmallModel(tools.folder, model);
  const checks = new Checks(tools.say);
  try {
    const config = path.join(tools.folder, 'config.yaml');
    await writeFile(config, configText(`${behind.url}/v1`));
    const gateway = await startServer({
      command: path.join(bin, 'litellm'),
      args: (port) => ['--config', config, '--host', '127.0.0.1', '--port', String(port)],
      readyPath: '/health/liveliness',
      readyMsMax: 240_000,
      folder: tools.folder,
      environment: { LITELLM_MASTER_KEY: key, LITELLM_TELEMETRY: 'False' },
    });
    try {
      await checkGateway(checks, `${gateway.url}/v1`);
    } finally {
      await gateway.stop();
    }
  } finally {
    await behind.stop();
  }
  return { name: `LiteLLM ${version}`, passed: checks.passed, failed: checks.failed };
};

async function checkGateway(checks: Checks, baseUrl: string): Promise<void> {
  const question = {
    baseUrl,
    model: 'small',
    text: 'Reply with one word: the capital of France?',
    maxTokens: 30,
  };
  await checks.that('it passes an answer on, with its counts', async () => {
    const { text, usage } = await ask({ ...question, apiKey: key });
    return [text.length > 0, (usage.promptTokens ?? 0) > 3, (usage.completionTokens ?? 0) > 0];
  }, [true, true, true]);
  // Without a database of its keys, LiteLLM takes any other key for a bad request, and none for its own fault.
  await checks.that('a wrong key fails', () => ask({ ...question, apiKey: 'sk-wrong' }), 'InvalidRequest');
  await checks.that('no key fails', () => ask(question), 'Unavailable');
  await checks.that(
    'a model that it does not have fails',
    () => ask({ ...question, model: 'nothing', apiKey: key }),
    'InvalidRequest',
  );
  const registry = openRegistry(`openai:${baseUrl}`, { ...localRegistries, token: key });
  await checks.that(
    'its list of models is a registry, though it says that all were made at one moment',
    async () => (await registry.list(new AbortController().signal)).map(({ label, step }) => [label, step]),
    [
      ['small-step-300', 300],
      ['small', undefined],
    ],
  );
  await registry.close();
}

function configText(apiBase: string): string {
  const entry = (name: string) =>
    [
      `  - model_name: ${name}`,
      '    litellm_params:',
      `      model: openai/${modelFile}`,
      `      api_base: ${apiBase}`,
      '      api_key: none',
    ].join('\n');
  return `model_list:\n${entry('small')}\n${entry('small-step-300')}\n`;
}
