import type { Command } from 'commander';
import { answerMessages } from '../agents/agent.ts';
import { currentScale } from '../measurement/published.ts';
import { difficultyOf } from '../measurement/response-model/difficulty.ts';
import { domainCommand } from './domain.ts';
import { taskCommand } from './task.ts';

/** Search nodes that the reference agent may spend on a task of the blind-solve gate. */
const agentNodesMax = 1_000_000;

/** `etude domain` with the reference agents and the published scales to check skills against. */
export function completeDomainCommand(): Command {
  return domainCommand({
    answerPrompt: (prompt) =>
      answerMessages([{ role: 'user', content: prompt }], 'guided', agentNodesMax).text,
    hasCalibration: (domain, skill) => skillScale(domain, skill) !== undefined,
  });
}

/** `etude task` with difficulties on the published scales. */
export function completeTaskCommand(): Command {
  return taskCommand({
    difficultyOf: (domain, skill, features) => {
      const scale = skillScale(domain, skill);
      return scale === undefined ? null : difficultyOf(scale, features);
    },
  });
}

function skillScale(domain: string, skill: string) {
  return currentScale(domain)?.skills[skill];
}
