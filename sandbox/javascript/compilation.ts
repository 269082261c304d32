import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** QuickJS, compiled once for all threads. */
export async function compileQuickJs(): Promise<WebAssembly.Module> {
  const wasm = import.meta.resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  return WebAssembly.compile(await readFile(fileURLToPath(wasm)));
}
