import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { workflowBundle } from '../../engine/workflow-bundle.ts';
import { depths, probeRoundTasks, roundTasksMin } from '../../measurement/constants.ts';
import { historyFromText } from '../histories/history-json.ts';
import { quietRuntime } from './quiet-runtime.ts';

const folder = path.join(import.meta.dirname, '../histories');
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** Most events that one session's workflow may make: far from the server's limit, and cheap to replay. */
const domainEventsMax = 1_000;

function historyOf(name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

function eventsOf(name: string): readonly { readonly eventType: string }[] {
  return (JSON.parse(historyOf(name)) as { events: { eventType: string }[] }).events;
}

describe('the recorded histories', () => {
  let codePath: string;
  beforeAll(async () => {
    quietRuntime();
    codePath = await workflowBundle(path.join(inject('temporaryDirectory'), 'workers', 'cache'));
  });

  async function replay(text: string): Promise<void> {
    const history = historyFromText(text);
    const { workflowId } = history.events[0]?.workflowExecutionStartedEventAttributes ?? {};
    await Worker.runReplayHistory({ workflowBundle: { codePath } }, history, workflowId ?? undefined);
  }

  it('are of every workflow', () => {
    const types = new Set(
      names.map((name) => /"workflowType": \{\s*"name": "(\w+)"/.exec(historyOf(name))?.[1]),
    );
    expect(types).toEqual(new Set(['trackFamily', 'evaluateCheckpoint', 'evaluateDomain']));
  });

  it.each(names)('%s is replayed by the workflows of today', async (name) => {
    await replay(historyOf(name));
  });

  it.each([
    ['track-family.json', 'discoverCheckpoints', 'discoverModels'],
    ['evaluate-checkpoint-completed.json', 'recordEfficiency', 'recordResult'],
    ['evaluate-checkpoint-failed.json', 'failEvaluation', 'recordFailure'],
    ['evaluate-checkpoint-served.json', 'serveCheckpoint', 'startServer'],
    ['evaluate-domain-completed.json', 'inferAnswers', 'askModel'],
  ])('%s is refused when it calls %s by another name', async (name, activity, other) => {
    const changed = historyOf(name).replaceAll(`"name": "${activity}"`, `"name": "${other}"`);
    expect(changed).not.toBe(historyOf(name));
    const refused = await replay(changed).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DeterminismViolationError);
    expect(String(refused)).toContain(other);
  });

  it('of a session keep under 1,000 events at every depth, practice included', () => {
    const events = eventsOf('evaluate-domain-practised.json');
    const rounds = events.filter((event) => event.eventType === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED').length;
    expect(rounds).toBeGreaterThanOrEqual(depths.deep.practiceBlocks + 1 + 4);
    expect(events.length).toBeLessThan(domainEventsMax);
    for (const { probeTasks, tasksMax, practiceBlocks } of Object.values(depths)) {
      // As if every round after the probe were as narrow as the last ones are; one more for anchors.
      const placement =
        Math.ceil(probeTasks / probeRoundTasks) + Math.ceil((tasksMax - probeTasks) / roundTasksMin) + 1;
      expect((events.length / rounds) * (placement + practiceBlocks + 1)).toBeLessThan(domainEventsMax);
    }
  });
});
