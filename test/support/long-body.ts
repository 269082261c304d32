import type { ServerResponse } from 'node:http';

interface LongBody {
  readonly head: string;
  /** One character, so many times as there are bytes. */
  readonly fill: string;
  readonly bytes: number;
  readonly tail: string;
}

/** Streams JSON of about so many bytes without a content-length, as fast as the other side reads. */
export function sendLongBody(response: ServerResponse, { head, fill, bytes, tail }: LongBody): void {
  const chunk = Buffer.alloc(64 * 1024, fill);
  let left = bytes;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write(head);
  const write = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) {
        response.once('drain', write);
        return;
      }
    }
    response.end(tail);
  };
  write();
}
