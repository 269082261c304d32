import { z } from 'zod';
import { depths, regimes } from './shapes.ts';

export const slugSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'must be 1 to 63 lower-case letters, digits or hyphens, and start with a letter or digit',
  );

/** APIs that an endpoint may speak; each has its adapter in `providers/open.ts`. */
export const providerKinds = ['openai-compatible', 'openai', 'anthropic', 'google', 'completions'] as const;

export type ProviderKind = (typeof providerKinds)[number];

const argumentSchema = z
  .string()
  .max(4_096)
  .refine((text) => !text.includes('\0'), 'must hold no NUL character');

/** Everything that registering a family says. One shape for the command line, a YAML file and the workflow. */
const registrationFields = z.strictObject({
  name: slugSchema,
  registry: z.string().regex(/^[a-z]+:.+/, 'must be like dir:/path/to/checkpoints'),
  endpoint: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }),
  provider: z.enum(providerKinds).default('openai-compatible'),
  /** Name that the endpoint knows a checkpoint by; `{label}`, `{step}`, `{digest}` are filled in. */
  model: z.string().min(1).default('{label}'),
  /** Arguments of the command that serves a checkpoint at the endpoint; without it, the endpoint is there by itself. */
  serve: z.array(argumentSchema).min(1, 'must name a program').max(256).optional(),
  /** Where the endpoint finds a checkpoint that is a LoRA adapter, which it is told to load and to unload. */
  loraPath: z.string().min(1).max(4_096).optional(),
  /** Time that a checkpoint gets until it is served. */
  serveTimeoutMs: z.number().int().min(1_000).max(86_400_000).default(600_000),
  apiKeyEnv: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of an environment variable, not a key')
    .optional(),
  /** Variable with the token that the registry is read with. */
  registryKeyEnv: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of an environment variable, not a token')
    .optional(),
  /** Checkpoints of earlier steps are not evaluated. */
  fromStep: z.number().int().min(0).optional(),
  /** Only checkpoints this many steps, or a multiple of it, after the first. */
  everySteps: z.number().int().min(1).optional(),
  /** Only the newest checkpoint, as it is at each look at the registry. */
  latestOnly: z.boolean().default(false),
  /** US dollars for a million tokens of prompts, and of answers. */
  pricePrompt: z.number().min(0).max(1e6).optional(),
  priceCompletion: z.number().min(0).max(1e6).optional(),
  parameters: z.number().positive().optional(),
  everyMs: z.number().int().min(1_000).max(86_400_000).default(300_000),
  /** Family of models that its checkpoints are of, like `qwen`: judges of the same one do not read its answers. */
  modelFamily: slugSchema.optional(),
  suite: z
    .string()
    .regex(/^[a-z][a-z0-9-]*@[1-9]\d*$/, 'must be like core@5')
    .default('core@5'),
  regime: z.enum(regimes).default('practice'),
  depth: z.enum(depths).default('standard'),
  baseline: slugSchema.optional(),
  computeOrigin: z.enum(['scratch', 'start-checkpoint']).default('start-checkpoint'),
  computeNote: z.string().max(200).optional(),
  connections: z.number().int().min(1).max(512).default(8),
  openMax: z.number().int().min(1).max(64).default(4),
  /** Tokens, prompt and completion together, that one session may spend; no bound without it. */
  budgetTokens: z.number().int().min(1).optional(),
  temperature: z.number().min(0).max(2).default(0),
  maxTokens: z.number().int().min(16).max(131_072).default(4_096),
});

export const registrationSchema = registrationFields.refine(
  ({ serve, loraPath }) => serve === undefined || loraPath === undefined,
  { path: ['loraPath'], error: 'cannot be combined with a command that serves the checkpoint' },
);

export type Registration = z.infer<typeof registrationSchema>;

/** What `configureTracking` may change after registration. */
export const trackingChangeSchema = z.strictObject({
  everyMs: registrationSchema.shape.everyMs.unwrap().optional(),
  openMax: registrationSchema.shape.openMax.unwrap().optional(),
  baseline: slugSchema.nullable().optional(),
});

export type TrackingChange = z.infer<typeof trackingChangeSchema>;
