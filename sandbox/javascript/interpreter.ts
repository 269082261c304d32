import { posix } from 'node:path';
import releaseVariant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
  Scope,
} from 'quickjs-emscripten-core';
import type { Call, CallOutcome, End, Ended, Interpreter, Limits, Program } from '../contract.ts';
import { ownCpuMs } from '../time-limit.ts';
import { readValue } from '../value.ts';

// Its types are those of its CommonJS form, of which the default would be one property.
const variant = releaseVariant as unknown as QuickJSSyncVariant;

/** QuickJS counts its own stack; more than this would overflow the WebAssembly stack below it. */
const stackBytes = 256 * 2 ** 10;
const pageBytes = 2 ** 16;
/** What the compiled QuickJS asks for at least. */
const initialPages = 256;
/** WebAssembly memory never shrinks: an instance that grew beyond this makes way for a fresh one. */
const keptMemoryBytes = 32 * 2 ** 20;

/** Taken before the program runs, so that it cannot put its own in their place; there is no console to write to. */
const prelude = `
const silent = () => {};
globalThis.console = { log: silent, info: silent, warn: silent, error: silent, debug: silent };
({ parse: JSON.parse, stringify: JSON.stringify });
`;

interface Thrown {
  readonly name: string;
  readonly message: string;
}

export async function createQuickJs(module: WebAssembly.Module, limits: Limits): Promise<Interpreter> {
  const maximum = Math.floor(limits.memoryBytes / pageBytes);
  // QuickJS's own count of its memory leaves out what blocks hold here: the memory itself is bounded.
  const instantiate = () =>
    newQuickJSWASMModuleFromVariant(
      newVariant(variant, {
        wasmModule: module,
        wasmMemory: new WebAssembly.Memory({ initial: initialPages, maximum }),
      }),
    );
  let quickJs = await instantiate();
  return {
    async run(program, calls, report) {
      try {
        const ended = runProgram(quickJs, program, calls, limits, report);
        if (ended.end !== 'done' || quickJs.getWasmMemory().buffer.byteLength > keptMemoryBytes) {
          quickJs = await instantiate();
        }
        return ended;
      } catch (error) {
        // An interpreter that aborted, out of its stack for one, is not used again.
        quickJs = await instantiate();
        return { end: 'exit', message: `The interpreter failed: ${String(error)}` };
      }
    },
  };
}

function runProgram(
  quickJs: QuickJSWASMModule,
  { files, entry }: Program,
  calls: readonly Call[],
  limits: Limits,
  report: (outcome: CallOutcome) => void,
): Ended {
  const deadlineMs = ownCpuMs() + limits.timeMs;
  const runtime = quickJs.newRuntime({
    maxStackSizeBytes: stackBytes,
    interruptHandler: () => ownCpuMs() > deadlineMs,
  });
  runtime.setModuleLoader(
    (name) => sourceOf(name, files) ?? { error: new Error(`There is no file ${name}`) },
    (base, requested) => resolved(base, requested, files),
  );
  const context = runtime.newContext();
  const scope = new Scope();
  try {
    const tools = scope.manage(context.unwrapResult(context.evalCode(prelude, 'prelude.js')));
    const parse = scope.manage(context.getProp(tools, 'parse'));
    const stringify = scope.manage(context.getProp(tools, 'stringify'));

    const source = sourceOf(entry, files);
    if (source === null) return { end: 'load', message: `There is no file ${entry}` };
    const loaded = context.evalCode(source, entry, { type: isModule(source) ? 'module' : 'global' });
    if (loaded.error !== undefined) {
      const thrown = readThrown(context, scope.manage(loaded.error));
      return { end: endOf(thrown) ?? 'load', message: `${thrown.name}: ${thrown.message}` };
    }
    const exported = scope.manage(loaded.value);
    let outputBytes = 0;
    for (const call of calls) {
      const outcome = callFunction(context, exported, call, parse, stringify);
      if ('end' in outcome) return { end: outcome.end, message: null };
      outputBytes += outcome.bytes;
      if (outputBytes > limits.outputBytes) return { end: 'output', message: null };
      report(outcome.outcome);
    }
    return { end: 'done', message: null };
  } finally {
    scope.dispose();
    context.dispose();
    runtime.dispose();
  }
}

function callFunction(
  context: QuickJSContext,
  exported: QuickJSHandle,
  call: Call,
  parse: QuickJSHandle,
  stringify: QuickJSHandle,
): { readonly outcome: CallOutcome; readonly bytes: number } | { readonly end: End } {
  return Scope.withScope((scope) => {
    const attempt = (called: QuickJSHandle, given: readonly QuickJSHandle[]) => {
      const result = context.callFunction(called, context.undefined, ...given);
      if (result.error === undefined) return { value: scope.manage(result.value) };
      return { thrown: readThrown(context, scope.manage(result.error)) };
    };
    const given: QuickJSHandle[] = [];
    for (const argument of call.arguments) {
      const text = scope.manage(context.newString(JSON.stringify(argument)));
      const parsed = attempt(parse, [text]);
      if (parsed.thrown !== undefined) return { end: endOf(parsed.thrown) ?? 'memory' };
      given.push(parsed.value);
    }
    const called = scope.manage(findFunction(context, exported, call.function));
    const returned = attempt(called, given);
    const written = returned.thrown === undefined ? attempt(stringify, [returned.value]) : returned;
    if (written.thrown !== undefined) {
      const end = endOf(written.thrown);
      if (end !== null) return { end };
      if (returned.thrown === undefined) return { outcome: { kind: 'not JSON' }, bytes: 0 };
      const message = `${written.thrown.name}: ${written.thrown.message}`;
      return { outcome: { kind: 'threw', message }, bytes: message.length };
    }
    if (context.typeof(written.value) !== 'string') return { outcome: { kind: 'not JSON' }, bytes: 0 };
    const text = context.getString(written.value);
    const value = readValue(text);
    const outcome: CallOutcome = value === undefined ? { kind: 'not JSON' } : { kind: 'returned', value };
    return { outcome, bytes: text.length };
  });
}

/** An export of a module, or of a script what it left in the global scope, `const` and `class` included. */
function findFunction(context: QuickJSContext, exported: QuickJSHandle, name: string): QuickJSHandle {
  if (context.typeof(exported) === 'object') {
    const found = context.getProp(exported, name);
    if (context.typeof(found) === 'function') return found;
    found.dispose();
  }
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return context.undefined;
  const result = context.evalCode(name, 'call.js');
  if (result.error === undefined) return result.value;
  result.error.dispose();
  return context.undefined;
}

/** Only what an error says as plain strings: reading it any other way would run the program's code. */
function readThrown(context: QuickJSContext, error: QuickJSHandle): Thrown {
  const text = (key: string) => {
    if (context.typeof(error) !== 'object') return '';
    const value = context.getProp(error, key);
    const read = context.typeof(value) === 'string' ? context.getString(value) : '';
    value.dispose();
    return read.slice(0, 500);
  };
  return { name: text('name') || 'Error', message: text('message') };
}

/** The limit of which QuickJS says by an error that it was reached. */
function endOf({ name, message }: Thrown): End | null {
  if (name !== 'InternalError') return null;
  if (message === 'interrupted') return 'time';
  return message === 'out of memory' ? 'memory' : null;
}

function sourceOf(name: string, files: Program['files']): string | null {
  return Object.hasOwn(files, name) ? (files[name] as string) : null;
}

function isModule(source: string): boolean {
  return /^\s*(?:export|import)\b/m.test(source);
}

/** A file's name for what another imports: relative to it, with or without its ending. */
function resolved(base: string, requested: string, files: Program['files']): string {
  const name = posix.join(posix.dirname(base), requested);
  return Object.hasOwn(files, name) ? name : `${name}.js`;
}
