/** Where the engine tells what it does. `tick` rewrites the last line; it is there only on a terminal. */
export interface Say {
  (line: string): void;
  readonly tick?: (line: string) => void;
}

const tickIntervalMs = 1_000;
const reminderIntervalMs = 60_000;

/** A `Say` that writes to a stream, normally stderr: stdout is for data. */
export function sayTo(stream: NodeJS.WriteStream): Say {
  const say = (line: string): void => {
    stream.write(stream.isTTY ? `\r\u001b[2K${line}\n` : `${line}\n`);
  };
  if (!stream.isTTY) return say;
  return Object.assign(say, { tick: (line: string) => void stream.write(`\r\u001b[2K${line}`) });
}

/**
 * Says that a long piece of work begins and, when it is done, how long it took. In between a terminal shows
 * the seconds; elsewhere one line a minute shows that it is still alive. Whoever awaits it says how it failed.
 */
export async function withProgress<T>(say: Say, text: string, work: () => Promise<T>): Promise<T> {
  const beganMs = performance.now();
  const elapsed = () => formatElapsed(performance.now() - beganMs);
  say(`${text} …`);
  const timer = setInterval(
    () => (say.tick ?? say)(`${text} … ${elapsed()}`),
    say.tick ? tickIntervalMs : reminderIntervalMs,
  );
  try {
    const result = await work();
    say(`${text}: done in ${elapsed()}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** `850 ms`, `12 s` or `3 min 20 s`. */
export function formatElapsed(elapsedMs: number): string {
  if (elapsedMs < 1_000) return `${Math.round(elapsedMs)} ms`;
  const seconds = Math.round(elapsedMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
