import { openRegistry } from '../../registries/open.ts';
import { localRegistries } from '../support/registry-access.ts';
import { ask } from './asking.ts';
import { Checks } from './checks.ts';
import type { ServerTest } from './contract.ts';
import { installSmallModel, modelFile, startSmallModel } from './small-model.ts';

/** A small language model in llama.cpp: what it answers, how much of it, and whether it is the same again. */
export const run: ServerTest = async (tools) => {
  const model = await installSmallModel(tools);
  const server = await startSmallModel(tools.folder, model);
  const checks = new Checks(tools.say);
  const baseUrl = `${server.url}/v1`;
  const asked = (text: string, maxTokens: number) => ask({ baseUrl, model: modelFile, text, maxTokens });
  try {
    const whole = 'Reply with one word: what is the capital of France?';
    await checks.that('it answers', async () => /Paris/.test((await asked(whole, 40)).text), true);
    await checks.that(
      'a cut answer is one',
      async () => (await asked('Tell a long story about a cat.', 5)).finishReason,
      'length',
    );
    await checks.that('it counts tokens', async () => {
      const { usage } = await asked('Tell a long story about a cat.', 5);
      return [usage.completionTokens, (usage.promptTokens ?? 0) > 3, usage.reasoningTokens];
    }, [5, true, null]);
    await checks.that(
      'at temperature 0 and one at a time it answers the same again',
      async () => {
        const [first, second] = [await asked(whole, 20), await asked(whole, 20)];
        return first.text === second.text;
      },
      true,
    );
    await checks.that(
      'eight at once are all answered',
      async () => {
        const texts = await Promise.all(Array.from({ length: 8 }, () => asked(whole, 20)));
        return texts.filter(({ text }) => text.length > 0).length;
      },
      8,
    );
    const registry = openRegistry(`openai:${baseUrl}`, localRegistries);
    await checks.that(
      'its list of models is a registry',
      async () => (await registry.list(new AbortController().signal)).map(({ label }) => label),
      [modelFile],
    );
    await registry.close();
  } finally {
    await server.stop();
  }
  return { name: 'llama.cpp (SmolLM2-135M)', passed: checks.passed, failed: checks.failed };
};
