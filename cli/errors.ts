import { exitCodes, say } from './output.ts';

/** Says in one line on stderr what went wrong and gives the exit code; the stack is for `ETUDE_LOG_LEVEL=debug`. */
export function reportError(error: unknown, environment: NodeJS.ProcessEnv): number {
  const { message, exitCode } = verdictOn(error);
  say(`etude: ${message}`);
  if (['debug', 'trace'].includes(environment.ETUDE_LOG_LEVEL ?? '') && error instanceof Error) {
    say(error.stack ?? error.message);
  }
  return exitCode;
}

interface Verdict {
  readonly message: string;
  readonly exitCode: number;
}

/** Errors whose message is written for the user, by name, so that no command loads modules that it does not use. */
const usersMistakes = new Set([
  'OrderRefused',
  'FrozenContentError',
  'ConfigError',
  'NewerDatabaseError',
  'RegistryError',
  'ResponsesError',
  'SecretError',
  'UnknownName',
]);
const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
]);
/** gRPC: UNAVAILABLE and DEADLINE_EXCEEDED. */
const grpcUnreachable = new Set([14, 4]);

function verdictOn(error: unknown): Verdict {
  if (!(error instanceof Error)) return bug(String(error));
  const { name, message } = error;
  const code = codeOf(error);
  if ('exitCode' in error && typeof error.exitCode === 'number') return { message, exitCode: error.exitCode };
  if (usersMistakes.has(name)) return { message, exitCode: exitCodes.usage };
  if (name === 'EngineError') {
    const asked = code === 'AlreadyRunning' || code === 'PlatformUnsupported';
    return { message, exitCode: asked ? exitCodes.usage : exitCodes.serverUnreachable };
  }
  if (name === 'TemporalUnreachable') return unreachable(message);
  if (isDatabaseAway(error, code)) {
    return unreachable(`the database does not answer (${reasonOf(error)}): ${whatToDo}`);
  }
  if (isTemporalAway(error)) return unreachable(`Temporal does not answer (${message}): ${whatToDo}`);
  if (code === 'EADDRINUSE') return { message: `the port is taken (${message})`, exitCode: exitCodes.usage };
  return bug(`${name}: ${message}`);
}

const whatToDo = 'is `./etude up` running, or are the ETUDE_ addresses right?';

function unreachable(message: string): Verdict {
  return { message, exitCode: exitCodes.serverUnreachable };
}

function bug(message: string): Verdict {
  const line = message.split('\n')[0] ?? '';
  return {
    message: `unexpected: ${line} (ETUDE_LOG_LEVEL=debug shows where)`,
    exitCode: exitCodes.usage,
  };
}

/** SQLSTATE classes 08 (connection), 28 (login), 57P (shutting down or starting), and a database that is not there. */
function isDatabaseAway(error: Error, code: string | undefined): boolean {
  if (error instanceof AggregateError && error.errors.some((each) => isDatabaseAway(each, codeOf(each)))) {
    return true;
  }
  if (code === undefined) return /^(Connection terminated|timeout exceeded when trying)/.test(error.message);
  return unreachableCodes.has(code) || /^(08|28|57P)\w+$/.test(code) || code === '3D000';
}

function isTemporalAway(error: Error): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'number' && grpcUnreachable.has(cause.code)) return true;
  }
  return false;
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Node leaves the message of an error over several addresses empty. */
function reasonOf(error: Error): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return (first instanceof Error && first.message) || codeOf(error) || error.name;
}
