// A model server for the tests, around llama.cpp: OpenAI's chat completions for one GGUF file, one request at a time.
//   node llama-server.mjs NODE_MODULES MODEL.gguf PORT
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, file, port] = process.argv.slice(2);
const entry = path.join(modules, 'node-llama-cpp', 'dist', 'index.js');
const { getLlama, LlamaChatSession } = await import(pathToFileURL(entry).href);
// Threads wait for one another by spinning: more than one is slow on a machine that has other work.
const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error', maxThreads: 1 });
const model = await llama.loadModel({ modelPath: file });
const context = await model.createContext({ contextSize: 8192, sequences: 1, threads: 1 });
const name = path.basename(file);
let last = Promise.resolve();

async function complete({ messages, max_tokens: maxTokens, temperature = 0, seed }) {
  const session = new LlamaChatSession({ contextSequence: context.getSequence() });
  try {
    const prompt = messages.map(({ content }) => content).join('\n\n');
    const { responseText, stopReason } = await session.promptWithMeta(prompt, {
      maxTokens,
      temperature,
      seed,
    });
    return {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: Math.floor(Date.now() / 1000),
      model: name,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: responseText },
          finish_reason: stopReason === 'maxTokens' ? 'length' : 'stop',
        },
      ],
      usage: {
        prompt_tokens: model.tokenize(prompt).length,
        completion_tokens: model.tokenize(responseText).length,
      },
    };
  } finally {
    session.dispose({ disposeSequence: true });
  }
}

function reply(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.url === '/v1/models') {
    return reply(response, 200, {
      object: 'list',
      data: [{ id: name, object: 'model', created: Date.now(), owned_by: 'llama' }],
    });
  }
  if (request.url !== '/v1/chat/completions')
    return reply(response, 404, { error: { message: 'no such route' } });
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  last = last
    .then(() => complete(body))
    .then(
      (answer) => reply(response, 200, answer),
      (error) => reply(response, 500, { error: { message: error.message } }),
    );
}).listen(Number(port), '127.0.0.1');
