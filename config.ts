import path from 'node:path';
import ms from 'ms';
import { z } from 'zod';
import { type AddressPolicy, addressPolicies, isLoopback } from './http/addresses.ts';
import { type Role, roles } from './ids.ts';

/**
 * Every setting: read from the environment once, here. The engine's two addresses replace the embedded services;
 * the rest has a default that is right for one machine.
 */
const duration = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const value = ms(text as ms.StringValue);
      if (typeof value === 'number' && value > 0) return value;
      context.addIssue({ code: 'custom', message: 'must be a duration like 30s or 5m' });
      return z.NEVER;
    });

const commaList = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const environmentSchema = z.object({
  ETUDE_STATE: z.string().default('.etude'),
  ETUDE_DATABASE_URL: z.string().optional(),
  ETUDE_TEMPORAL_ADDRESS: z.string().optional(),
  ETUDE_TEMPORAL_NAMESPACE: z.string().default('default'),
  ETUDE_QUEUE_SUFFIX: z
    .string()
    .regex(/^[a-z0-9-]*$/)
    .default(''),
  ETUDE_ROLES: commaList.pipe(z.array(z.enum(roles))),
  ETUDE_KEY_VARIABLES: commaList,
  ETUDE_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(16),
  ETUDE_ADDRESSES: z.enum(addressPolicies).optional(),
  ETUDE_SERVE: z.enum(['allow', 'refuse']).optional(),
  ETUDE_REQUEST_TIMEOUT: duration('10m'),
  ETUDE_REGISTRY_TIMEOUT: duration('30s'),
  HF_ENDPOINT: z.url({ protocol: /^https?$/ }).default('https://huggingface.co'),
  ETUDE_HEARTBEAT_TIMEOUT: duration('20s'),
  ETUDE_SHUTDOWN_GRACE: duration('30s'),
  ETUDE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});

export interface Config {
  /** Folder of the embedded engine's data, absolute. */
  readonly stateDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly temporalAddress: string | undefined;
  readonly temporalNamespace: string;
  readonly queueSuffix: string;
  /** Roles this worker plays; all when the list is empty. */
  readonly roles: readonly Role[];
  /** Variables beside `ETUDE_KEY_*` that may hold API keys. */
  readonly keyVariables: readonly string[];
  /** Which hosts registries and endpoints may lie on. */
  readonly addresses: AddressPolicy;
  /** Whether this worker runs the commands by which families have their checkpoints served. */
  readonly commandsAllowed: boolean;
  readonly databaseConnectionsMax: number;
  readonly requestTimeoutMs: number;
  /** Bound on one request to a registry. */
  readonly registryTimeoutMs: number;
  readonly huggingFaceEndpoint: string;
  readonly heartbeatTimeoutMs: number;
  readonly shutdownGraceMs: number;
  readonly logLevel: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const values = parsed.data;
  const local = isLocalStack(values);
  return {
    stateDirectory: path.resolve(values.ETUDE_STATE),
    databaseUrl: values.ETUDE_DATABASE_URL,
    temporalAddress: values.ETUDE_TEMPORAL_ADDRESS,
    temporalNamespace: values.ETUDE_TEMPORAL_NAMESPACE,
    queueSuffix: values.ETUDE_QUEUE_SUFFIX,
    roles: values.ETUDE_ROLES.length === 0 ? roles : values.ETUDE_ROLES,
    keyVariables: values.ETUDE_KEY_VARIABLES,
    addresses: values.ETUDE_ADDRESSES ?? (local ? 'private' : 'public'),
    commandsAllowed: (values.ETUDE_SERVE ?? (local ? 'allow' : 'refuse')) === 'allow',
    databaseConnectionsMax: values.ETUDE_DATABASE_CONNECTIONS,
    requestTimeoutMs: values.ETUDE_REQUEST_TIMEOUT,
    registryTimeoutMs: values.ETUDE_REGISTRY_TIMEOUT,
    huggingFaceEndpoint: values.HF_ENDPOINT,
    heartbeatTimeoutMs: values.ETUDE_HEARTBEAT_TIMEOUT,
    shutdownGraceMs: values.ETUDE_SHUTDOWN_GRACE,
    logLevel: values.ETUDE_LOG_LEVEL,
  };
}

/**
 * On a machine of one's own, what it serves itself may be asked, and its programs may be run; a cluster's inner network
 * and its machines are not for who registers.
 */
function isLocalStack(values: z.infer<typeof environmentSchema>): boolean {
  const { ETUDE_DATABASE_URL: database, ETUDE_TEMPORAL_ADDRESS: temporal } = values;
  const addresses = [database, temporal && `temporal://${temporal}`].filter(
    (address) => address !== undefined,
  );
  return addresses.every((address) => URL.canParse(address) && isLoopback(new URL(address)));
}
