import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { checkpointServed } from '../ids.ts';
import type { Db } from '../schema/database.ts';
import * as servings from '../schema/servings.ts';
import { Refusal } from './failure.ts';
import { withHeartbeats } from './heartbeat.ts';
import { modelName } from './model-name.ts';
import { filledPlaces, servedArguments, servedEnvironment } from './serving/command.ts';
import { createEndpointProbe, type ProbeOptions } from './serving/endpoint-probe.ts';
import { servingLogPath } from './serving/log.ts';
import { loadAdapter } from './serving/lora.ts';
import { endLeftOver, type Processes, startProcess } from './serving/process.ts';
import type { Server } from './serving/server.ts';

/** Between two looks at the server, and at whether it is still wanted. */
const lookMs = 250;
const healthTimeoutMs = 5_000;
/** The end of an evaluation is heard of with a heartbeat, so that they come more often than for liveness alone. */
const heartbeatTimeoutMaxMs = 2_000;
/** Between two tries to have an endpoint that another evaluation has. */
const takenWaitMs = 2_000;

export interface ServingDependencies extends Omit<ProbeOptions, 'timeoutMs'> {
  readonly db: Db;
  readonly heartbeatTimeoutMs: number;
  /** Whether this worker may run the commands of families. */
  readonly commandsAllowed: boolean;
  /** Logs of servers are kept below it. */
  readonly stateDirectory: string;
  readonly processes: Processes;
  /** Whether this worker ends, and has no answers to wait for any more. */
  readonly isStopping: () => boolean;
}

export function createServing(dependencies: ServingDependencies) {
  const { db, heartbeatTimeoutMs, processes, isStopping } = dependencies;

  /** Has an endpoint for an evaluation alone. Fails, to be tried again, while another evaluation has it. */
  async function takeServing(evaluationId: number): Promise<void> {
    const order = await servings.servingOrder(db, evaluationId);
    const resource = resourceOf(order);
    if (await servings.takeResource(db, resource, evaluationId)) return;
    throw ApplicationFailure.create({
      type: 'EndpointTaken',
      message: `another evaluation is served at ${resource}`,
      nextRetryDelay: takenWaitMs,
      category: ApplicationFailureCategory.BENIGN,
    });
  }

  /**
   * Serves an evaluation's checkpoint until the activity is cancelled: starts what serves it, tells the workflow once it
   * can be asked, and ends it. Run again after its worker died, it ends what is left of the process and starts anew.
   */
  async function serveCheckpoint(evaluationId: number): Promise<void> {
    const order = await servings.servingOrder(db, evaluationId);
    const tenure = { resource: resourceOf(order), evaluationId, holder: randomUUID() };
    const beatsMs = Math.min(heartbeatTimeoutMs, heartbeatTimeoutMaxMs);
    await withHeartbeats(beatsMs, async () => {
      try {
        await serve(order, tenure);
      } catch (error) {
        if (error instanceof Refusal) await servings.endTenure(db, tenure);
        throw error;
      }
      await servings.endTenure(db, tenure);
    });
  }

  async function serve(order: servings.ServingOrder, tenure: servings.Tenure): Promise<void> {
    const begun = await servings.beginTenure(db, tenure);
    if (!begun) throw new Refusal('ServingFailed', `the endpoint of ${order.family} has changed meanwhile`);
    // A process on another machine is out of reach; what it still serves is seen as a port that is taken.
    if (begun.left?.host === hostname()) await endLeftOver(begun.left, processes);
    const server = await start(order, tenure);
    if (server === null) return;
    try {
      if (!(await untilReady(order, server))) return;
      if (!(await servings.markServed(db, tenure))) throw interruption();
      await tellWorkflow();
      await untilOver(order, server);
    } finally {
      // A database that is away must not keep the process.
      const isCurrent = await servings.holdTenure(db, tenure).catch(() => false);
      await server.stop(isCurrent);
    }
  }

  /** Null when it is not wanted any more before it came to that. */
  async function start(order: servings.ServingOrder, tenure: servings.Tenure): Promise<Server | null> {
    if (order.command !== null) return await startCommand(order, order.command, tenure);
    if (order.loraPath === null) {
      throw new Refusal(
        'ServingFailed',
        `family ${order.family} is no longer registered with a way of serving`,
      );
    }
    const adapter = {
      name: modelName(order.modelTemplate, order),
      path: filledPlaces(order.loraPath, order),
    };
    const nothing = { name: 'the server', ended: () => null, lastWords: () => '', tend: () => undefined };
    if (!(await untilReady(order, nothing))) return null;
    return await loadAdapter(probeOf(order, order.timeoutMs), adapter);
  }

  async function startCommand(
    order: servings.ServingOrder,
    command: readonly string[],
    tenure: servings.Tenure,
  ): Promise<Server> {
    if (!dependencies.commandsAllowed) {
      throw new Refusal(
        'ServingFailed',
        'this worker does not run the commands of families: set ETUDE_SERVE=allow where whoever registers may run programs',
      );
    }
    const args = servedArguments(command, order);
    if ((await stateOf(order)) !== 'silent') {
      throw new Refusal('ServingFailed', `something else answers at ${order.baseUrl}: the port is taken`);
    }
    const server = await startProcess(
      args,
      servedEnvironment(dependencies.environment, dependencies.keyVariables),
      servingLogPath(join(dependencies.stateDirectory, 'logs', 'serve'), order),
      processes,
    );
    const { pid, start } = server;
    try {
      // One that has ended by now is seen so at the first look.
      if (start !== null) await servings.recordProcess(db, tenure, { host: hostname(), pid, start });
    } catch (error) {
      await server.stop(false);
      throw error;
    }
    return server;
  }

  /** False when it is not wanted any more; refuses a server that ends, or is silent for too long. */
  async function untilReady(order: servings.ServingOrder, server: Omit<Server, 'stop'>): Promise<boolean> {
    const deadlineMs = performance.now() + order.timeoutMs;
    for (;;) {
      if (isOver()) return false;
      const state = await stateOf(order);
      const how = server.ended();
      if (how !== null) {
        throw new Refusal('ServingFailed', `${server.name} ${how} before it answered${server.lastWords()}`);
      }
      if (state === 'ready') return true;
      if (performance.now() > deadlineMs) {
        const seconds = Math.round(order.timeoutMs / 1_000);
        throw new Refusal(
          'ServingFailed',
          `${server.name} does not answer at ${order.baseUrl} after ${seconds} s${server.lastWords()}`,
        );
      }
      server.tend();
      await sleep(lookMs);
    }
  }

  async function stateOf(order: servings.ServingOrder) {
    return await probeOf(order, healthTimeoutMs).state();
  }

  function probeOf(order: servings.ServingOrder, timeoutMs: number) {
    return createEndpointProbe(order, { ...dependencies, timeoutMs });
  }

  /** Returns once it is not wanted any more. A server that ends before is started again by the next attempt. */
  async function untilOver(order: servings.ServingOrder, server: Server): Promise<void> {
    while (!isOver()) {
      const how = server.ended();
      if (how !== null) {
        throw ApplicationFailure.create({
          type: 'ServerEnded',
          message: `${server.name}, which served ${order.label}, ${how}${server.lastWords()}`,
        });
      }
      server.tend();
      await sleep(lookMs);
    }
  }

  /** Whether the evaluation wants it no longer; throws where it does and another worker is to go on. */
  function isOver(): boolean {
    const { cancellationDetails: details, cancellationSignal } = Context.current();
    if (details?.cancelRequested || details?.notFound) return true;
    if (cancellationSignal.aborted || isStopping()) throw interruption();
    return false;
  }

  return { takeServing, serveCheckpoint };
}

/** One evaluation at a time has an address where a program is started, or the name of an adapter. */
function resourceOf(order: servings.ServingOrder): string {
  if (order.loraPath === null) return order.origin;
  return `${order.baseUrl}#${modelName(order.modelTemplate, order)}`;
}

function interruption(): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'ServingInterrupted',
    message: 'another worker goes on with it',
    category: ApplicationFailureCategory.BENIGN,
  });
}

async function tellWorkflow(): Promise<void> {
  const { client, info } = Context.current();
  if (info.workflowExecution === undefined) throw new Error('serving belongs to a workflow');
  const { workflowId, runId } = info.workflowExecution;
  await client.workflow.getHandle(workflowId, runId).signal(checkpointServed);
}
