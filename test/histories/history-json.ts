import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;

/** A workflow's history as text: enumerations by their names, 64-bit integers in decimal, bytes in base64. */
export function historyToText(history: proto.temporal.api.history.v1.IHistory): string {
  const plain = History.toObject(History.fromObject(history), {
    enums: String,
    longs: String,
    bytes: String,
  });
  // Stack traces say where the code lay, and replay does not read them.
  return JSON.stringify(plain, (key, value) => (key === 'stackTrace' ? undefined : value), 1);
}

/** Reads what `historyToText` has written. */
export function historyFromText(text: string): proto.temporal.api.history.v1.History {
  return History.fromObject(JSON.parse(text) as Record<string, unknown>);
}
