import { Command } from 'commander';
import { pollFamily } from '../client/trackers.ts';
import { listFamilies } from '../schema/families.ts';
import { serveWebhooks, type WebhookSecrets } from '../server/webhooks.ts';
import { withEngine } from './context.ts';
import { printJson, printText, say, UsageError, wholeNumberFrom } from './output.ts';
import { aborted, interruption } from './signals.ts';

interface Options {
  readonly host: string;
  readonly port: number;
  readonly json?: true;
}

const variables = { hf: 'ETUDE_KEY_WEBHOOK_HF', mlflow: 'ETUDE_KEY_WEBHOOK_MLFLOW' } as const;

const example = `
The secrets that senders were given stand in ${variables.hf} (POST /webhooks/hf) and ${variables.mlflow}
(POST /webhooks/mlflow); what has no secret is not served.

Example:
  $ ${variables.hf}=… etude webhook serve --port 8077`;

/** `etude webhook …`: what registries send when something has changed. */
export function webhookCommand(): Command {
  return new Command('webhook')
    .description('take webhooks of registries, so that new checkpoints are found at once')
    .addCommand(serveCommand());
}

function serveCommand(): Command {
  return new Command('serve')
    .description('have families looked at when their registry says that it has changed, until Ctrl-C')
    .option('--port <port>', 'port to listen on; 0 takes a free one', wholeNumberFrom(0), 8077)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(serve);
}

async function serve({ host, port, json }: Options): Promise<void> {
  const secrets = secretsIn(process.env);
  await withEngine(async (context) => {
    const { signal, release } = interruption();
    const server = await serveWebhooks({
      host,
      port,
      secrets,
      families: async () => (await listFamilies(context.db)).filter(({ state }) => state === 'active'),
      poll: (slug) => pollFamily(context, slug),
      say,
    });
    try {
      await (json ? printJson({ url: server.url }) : printText(server.url));
      say(`webhooks are taken until Ctrl-C: ${routes(secrets).join(', ')}`);
      await aborted(signal);
    } finally {
      await server.close();
      release();
    }
  });
}

function routes(secrets: WebhookSecrets): readonly string[] {
  return (['hf', 'mlflow'] as const)
    .filter((sender) => secrets[sender] !== null)
    .map((sender) => `/webhooks/${sender}`);
}

/** A server that believes everybody is not started. Throws `UsageError` where neither secret is set. */
function secretsIn(environment: NodeJS.ProcessEnv): WebhookSecrets {
  const secretOf = (variable: string) => environment[variable]?.trim() || null;
  const secrets = { hf: secretOf(variables.hf), mlflow: secretOf(variables.mlflow) };
  if (routes(secrets).length > 0) return secrets;
  throw new UsageError(
    `no secret is set: put the one that the sender was given into ${variables.hf} or ${variables.mlflow}`,
  );
}
