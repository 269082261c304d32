import { openProvider } from '../../providers/open.ts';
import type { ReceivedRequest } from '../support/model-server.ts';
import { providerContract } from './contract.ts';

providerContract('openai-compatible', {
  open: (settings) =>
    openProvider({ kind: 'openai-compatible', connectionsMax: 4, addresses: 'private', ...settings }),
  read: ({ body }: ReceivedRequest) => ({
    model: body.model as string,
    messages: body.messages as { role: 'user'; content: string }[],
    maxTokens: body.max_tokens as number,
    temperature: body.temperature as number,
    seed: body.seed as number,
  }),
  keyOf: ({ headers }) => headers.authorization?.replace(/^Bearer /, '') ?? null,
});
