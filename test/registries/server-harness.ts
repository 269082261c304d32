import { openRegistry } from '../../registries/open.ts';
import { localRegistries } from '../support/registry-access.ts';
import type { RegistryServer } from '../support/registry-server.ts';
import type { TestCheckpoint } from './contract.ts';
import type { HttpRegistryHarness } from './http-contract.ts';

type Common = 'adapter' | 'options' | 'server' | 'address' | 'missing' | 'whileForbidden' | 'close';

/** What the harness of any registry that is a server has: its adapters, opened by address as a worker opens them. */
export function serverHarness(
  server: RegistryServer,
  address: string,
  missingAddress: string,
): Pick<HttpRegistryHarness, Common> {
  const options = localRegistries;
  const adapter = openRegistry(address, options);
  return {
    adapter,
    options,
    server,
    address,
    missing: () => openRegistry(missingAddress, options),
    whileForbidden: async (test) => {
      server.misbehave({ kind: 'status', status: 401 });
      await test(adapter);
      server.misbehave(null);
    },
    close: async () => {
      await adapter.close();
      await server.close();
    },
  };
}

/** A label as trainers write it who have nothing but the label to say step and tokens with. */
export function tellingLabel({ step, tokens }: TestCheckpoint): string {
  return `step-${step}${tokens === undefined ? '' : `-tokens${tokens / 1000}K`}`;
}

/** For what a registry's kind has no way to do; the test that would need it is skipped. */
export async function impossible(): Promise<never> {
  throw new Error('No registry of this kind can do that.');
}
