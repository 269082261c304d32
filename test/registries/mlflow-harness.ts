import { createHash } from 'node:crypto';
import type { TestCheckpoint } from './contract.ts';
import type { HttpRegistryHarness } from './http-contract.ts';
import { type FakeMlflow, startFakeMlflow } from './mlflow-server.ts';
import { impossible, serverHarness } from './server-harness.ts';

export type MlflowHarness = HttpRegistryHarness & { readonly mlflow: FakeMlflow };

/** A registered model: each checkpoint is a version, its label an alias. */
export async function mlflowVersionsHarness(onPage?: () => void): Promise<MlflowHarness> {
  const mlflow = await startFakeMlflow(onPage);
  const { aliases, versions } = mlflow;

  function removeNow(label: string): void {
    versions.delete(aliases.get(label) ?? 0);
    aliases.delete(label);
  }

  function add(label: string, { step, tokens, content }: TestCheckpoint, status: string) {
    removeNow(label);
    const source = `models:/m-${idOf(content)}`;
    const added = mlflow.addVersion({ source, status, tags: tagsOf(step, tokens) });
    aliases.set(label, added.version);
    return added;
  }

  return {
    ...harnessOf(mlflow, '/#/models/tiny-lm', '/#/models/nothing'),
    put: async (label, checkpoint) => {
      add(label, checkpoint, 'READY');
    },
    putHalf: async (label, checkpoint) => {
      const half = add(label, checkpoint, 'PENDING_REGISTRATION');
      return async () => {
        half.status = 'READY';
      };
    },
    putBroken: async (label) => {
      add(label, { step: 2, content: 'never mind' }, 'FAILED_REGISTRATION');
    },
    rename: async (from, to) => {
      aliases.set(to, aliases.get(from) ?? 0);
      aliases.delete(from);
    },
    removeNow,
  };
}

/** An experiment: each checkpoint is a logged model, its label its name. */
export async function mlflowModelsHarness(onPage?: () => void): Promise<MlflowHarness> {
  const mlflow = await startFakeMlflow(onPage);
  const { models } = mlflow;

  function removeNow(label: string): void {
    for (const { id, name } of [...models.values()]) if (name === label) models.delete(id);
  }

  function add(label: string, { step, tokens }: TestCheckpoint, status: string) {
    removeNow(label);
    return mlflow.addModel(label, { status, tags: tagsOf(step, tokens) });
  }

  return {
    ...harnessOf(mlflow, '/#/experiments/1', '/#/experiments/99'),
    cannot: { rename: 'MLflow renames no logged model' },
    put: async (label, checkpoint) => {
      add(label, checkpoint, 'READY');
    },
    putHalf: async (label, checkpoint) => {
      const half = add(label, checkpoint, 'PENDING');
      return async () => {
        half.status = 'READY';
      };
    },
    putBroken: async (label) => {
      add(label, { step: 2, content: 'never mind' }, 'UPLOAD_FAILED');
    },
    rename: impossible,
    removeNow,
  };
}

function harnessOf(mlflow: FakeMlflow, page: string, missingPage: string) {
  const { server } = mlflow;
  const at = (path: string) => `mlflow:${server.url}${path}`;
  return { mlflow, ...serverHarness(server, at(page), at(missingPage)) };
}

/** 32 hexadecimal digits, the same for the same content. */
function idOf(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

function tagsOf(step: number, tokens: number | undefined): Readonly<Record<string, string>> {
  return { step: `${step}`, ...(tokens === undefined ? {} : { tokens: `${tokens}` }) };
}
