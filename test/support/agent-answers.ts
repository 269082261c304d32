import { answerMessages, type ChatMessage } from '../../agents/agent.ts';
import type { Behaviour, ReceivedRequest } from './model-server.ts';

/** How many nodes the agent searches: enough for some of the tasks and too few for others. */
const nodesMax = 100;

/** A model server's behaviour: a reference agent's answer, after this long. */
export function answerOfAgent(delayMs = 0): (request: ReceivedRequest) => Behaviour {
  return (request) => ({ kind: 'answer', text: textOf(request), delayMs });
}

function textOf(request: ReceivedRequest): string {
  return answerMessages(request.body.messages as ChatMessage[], 'guided', nodesMax).text;
}

/** What the request asks, by which requests for the same task are known. */
export function promptOf(request: ReceivedRequest): string {
  return (request.body.messages as ChatMessage[]).map(({ content }) => content).join('\n');
}
