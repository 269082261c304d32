/** What a server answered in place of a completion. */
export interface ServerReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request that was answered, and not with a completion. */
export class ServerReplyError extends Error {
  override readonly name = 'ServerReplyError';
  readonly reply: ServerReply;
  constructor(reply: ServerReply) {
    super(`The server answered with status ${reply.status}.`);
    this.reply = reply;
  }
}

/** What servers say of an error; each field null where they do not. */
export interface ServerError {
  readonly message: string | null;
  /** OpenAI's `code`, Google's `reason`: the same wherever the error is the same. */
  readonly code: string | null;
  /** The field of the request that it is about. */
  readonly parameter: string | null;
  readonly retryDelayMs: number | null;
}

/**
 * Reads OpenAI's `{error: {message, code, param}}`, Anthropic's `{type, error: {type, message}}`, Google's
 * `{error: {message, details}}` or a list of it, Ollama's `{error}`, vLLM's `{message}`, FastAPI's `{detail}`, which may
 * be a list of `{type, loc, msg}`, and Mistral's `{message: {detail}}`.
 */
export function readServerError(body: string): ServerError {
  const parsed = parsedJson(body);
  const { error, message, detail } = fieldsOf(Array.isArray(parsed) ? parsed[0] : parsed);
  const inner = fieldsOf(error);
  const details = listOfFields(inner.details);
  const [invalid] = [...listOfFields(detail), ...listOfFields(fieldsOf(message).detail)];
  const place: unknown = Array.isArray(invalid?.loc) ? invalid.loc.at(-1) : null;
  return {
    message: firstText([inner.message, error, message, detail, invalid?.msg]),
    code: firstText([inner.code, ...details.map(({ reason }) => reason), invalid?.type]),
    parameter: firstText([inner.param, place]),
    retryDelayMs: secondsMs(firstText(details.map(({ retryDelay }) => retryDelay))),
  };
}

/** Settings that a model may refuse to be told; it can be asked without them. */
export type SamplingSetting = 'temperature' | 'seed';

const settings: readonly SamplingSetting[] = ['temperature', 'seed'];
const unsupportedCodes = new Set(['unsupported_parameter', 'unsupported_value', 'extra_forbidden']);
/** Anthropic names the field in its words alone. */
const refusalWords = /^`?(\w+)`? is (?:deprecated|not supported)\b/;

/** The setting for whose sake alone a request was refused, or null. */
export function refusedSetting({ status, body }: ServerReply): SamplingSetting | null {
  if (status !== 400 && status !== 422) return null;
  const { code, parameter, message } = readServerError(body);
  const named = unsupportedCodes.has(code ?? '') ? parameter : refusalWords.exec(message ?? '')?.[1];
  return settings.find((setting) => setting === named) ?? null;
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOfFields(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function firstText(candidates: readonly unknown[]): string | null {
  return candidates.find((candidate) => typeof candidate === 'string') ?? null;
}

/** Google's durations, such as `34.5s`. */
function secondsMs(duration: string | null): number | null {
  const seconds = /^(\d{1,5}(?:\.\d+)?)s$/.exec(duration ?? '')?.[1];
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000);
}
