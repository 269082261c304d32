import { APICallError } from '@ai-sdk/provider';
import { HttpError, type HttpErrorCode } from '../http/failure.ts';
import { retryAfterMs } from '../http/pacing-headers.ts';
import { ProviderError, type ProviderErrorCode } from './contract.ts';
import { readServerError, type ServerError, type ServerReply, ServerReplyError } from './server-errors.ts';

const messageMaxChars = 300;
const quoteMaxChars = 200;

/** What a failed request was about; the secrets are here to be kept out of messages. */
interface AskedContext {
  readonly endpoint: string;
  readonly model: string;
  readonly apiKey: string | null;
  readonly prompts: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * The typed failure of a request. The cause is dropped on purpose: errors of the AI SDK carry the prompt and the
 * whole body, and a failure is stored and logged.
 */
export function providerErrorOf(error: unknown, context: AskedContext): ProviderError {
  if (error instanceof ProviderError) return error;
  if (error instanceof HttpError) {
    const { status } = error;
    return new ProviderError(codesOnTheWire[error.code], error.message, status === null ? {} : { status });
  }
  if (context.signal.aborted) return new ProviderError('Cancelled', 'The request was cancelled.');
  const reply = serverReplyOf(error);
  if (reply !== null) return failureOfReply(reply, context);
  return new ProviderError(
    'Unavailable',
    oneSentence(`The endpoint ${context.endpoint} sent an answer without a completion`, null),
  );
}

/** What the server answered, where that is why a request failed. */
export function serverReplyOf(error: unknown): ServerReply | null {
  if (error instanceof ServerReplyError) return error.reply;
  if (!APICallError.isInstance(error) || error.statusCode === undefined) return null;
  return { status: error.statusCode, headers: error.responseHeaders ?? {}, body: error.responseBody ?? '' };
}

const codesOnTheWire: Readonly<Record<HttpErrorCode, ProviderErrorCode>> = {
  AddressRefused: 'AddressRefused',
  TimedOut: 'TimedOut',
  Cancelled: 'Cancelled',
  ConnectionReset: 'ConnectionReset',
  Unreachable: 'Unavailable',
  Redirected: 'Unavailable',
  Oversize: 'Unavailable',
};

function failureOfReply(reply: ServerReply, context: AskedContext): ProviderError {
  const { status } = reply;
  const said = readServerError(reply.body);
  const code = codeOf(status, said);
  // A server that refuses a key likes to repeat a part of it, so its words are not quoted at all.
  const quote = code === 'AuthenticationFailed' ? null : quotable(said.message, context);
  const message = oneSentence(sayWhat(code, status, context), quote);
  const wait = code === 'Throttled' ? (retryAfterMs(reply.headers, Date.now()) ?? said.retryDelayMs) : null;
  return new ProviderError(code, message, { status, ...(wait === null ? {} : { retryAfterMs: wait }) });
}

/** Of statuses that a server uses for more than one thing, by the code in its words. */
const codesInWords: Readonly<Record<string, ProviderErrorCode>> = {
  // OpenAI's 429 for an account without credit: waiting does not mend it, a payment does.
  insufficient_quota: 'Unavailable',
  // Google's 400 for a key that it does not know.
  API_KEY_INVALID: 'AuthenticationFailed',
};

function codeOf(status: number, { code }: ServerError): ProviderErrorCode {
  const known = code !== null && Object.hasOwn(codesInWords, code) ? codesInWords[code] : undefined;
  return (status >= 400 ? known : undefined) ?? codeOfStatus(status);
}

function codeOfStatus(status: number): ProviderErrorCode {
  // 529 is Anthropic's "overloaded".
  if (status === 429 || status === 503 || status === 529) return 'Throttled';
  if (status === 401 || status === 403) return 'AuthenticationFailed';
  if (status === 404 || status === 410) return 'ModelNotFound';
  // The other statuses below 500 that time or a payment can mend.
  if (status === 402 || status === 408 || status === 409 || status === 425) return 'Unavailable';
  if (status >= 400 && status < 500) return 'InvalidRequest';
  return 'Unavailable';
}

function sayWhat(code: ProviderErrorCode, status: number, { endpoint, model }: AskedContext): string {
  switch (code) {
    case 'Throttled':
      return `The endpoint ${endpoint} asks to wait (${status})`;
    case 'AuthenticationFailed':
      return `The endpoint ${endpoint} refuses the API key, or asks for one (${status})`;
    case 'ModelNotFound':
      return `The endpoint ${endpoint} does not serve the model ${JSON.stringify(model.slice(0, 80))} (${status})`;
    case 'InvalidRequest':
      return `The endpoint ${endpoint} refuses this request for good (${status})`;
    default:
      return status < 300
        ? `The endpoint ${endpoint} answered with something else than a completion`
        : `The endpoint ${endpoint} failed (${status})`;
  }
}

function oneSentence(what: string, quote: string | null): string {
  const room = messageMaxChars - what.length - 5;
  const words = quote === null || room < 20 ? null : quote.slice(0, room);
  return `${what}${words === null ? '' : `: "${words}"`}.`.slice(0, messageMaxChars);
}

/** The server's own error message, at most 200 characters on one line, or null when it has none or repeats ours. */
function quotable(said: string | null, context: AskedContext): string | null {
  if (said === null) return null;
  const line = said
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll('"', "'")
    .trim()
    .replace(/\.$/, '');
  const quote = line.slice(0, quoteMaxChars);
  const repeats =
    context.prompts.some((prompt) => sharesText(quote, prompt, 16)) ||
    (context.apiKey !== null && sharesText(quote, context.apiKey, 6));
  return quote === '' || repeats ? null : quote;
}

/**
 * True when the quote holds the secret whole or a run of it of `runChars` letters and digits. Case, spaces,
 * punctuation and escapes are ignored, since servers repeat a prompt quoted, escaped or cut.
 */
function sharesText(quote: string, secret: string, runChars: number): boolean {
  const inQuote = lettersAndDigits(quote);
  const inSecret = lettersAndDigits(secret);
  if (inSecret.length <= runChars) return inSecret.length >= 4 && inQuote.includes(inSecret);
  for (let start = 0; start + runChars <= inQuote.length; start++) {
    if (inSecret.includes(inQuote.slice(start, start + runChars))) return true;
  }
  return false;
}

/** Escapes such as `\n` are dropped with their letter, else they would break up every run across lines. */
function lettersAndDigits(text: string): string {
  return text
    .replaceAll(/\\+[nrt]/g, ' ')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
