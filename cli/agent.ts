import { Command } from 'commander';
import { serveAgents } from '../agents/server.ts';
import { printJson, printText, say, wholeNumberFrom } from './output.ts';
import { aborted, interruption } from './signals.ts';

interface Options {
  readonly host: string;
  readonly port: number;
  readonly json?: true;
}

const example = `
Example:
  $ etude agent serve --port 8123
  $ curl http://127.0.0.1:8123/v1/models`;

/** `etude agent …`: the reference agents, asked like any model. */
export function agentCommand(): Command {
  return new Command('agent')
    .description('serve the reference agents like a model')
    .addCommand(serveCommand());
}

function serveCommand(): Command {
  return new Command('serve')
    .description('answer as an OpenAI-compatible server until Ctrl-C; prints its address')
    .option('--port <port>', 'port to listen on; 0 takes a free one', wholeNumberFrom(0), 0)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(serve);
}

async function serve({ host, port, json }: Options): Promise<void> {
  const { signal, release } = interruption();
  const server = await serveAgents({ host, port });
  try {
    await (json ? printJson({ url: server.url }) : printText(server.url));
    say('reference agents answer until Ctrl-C');
    await aborted(signal);
  } finally {
    await server.close();
    release();
  }
}
