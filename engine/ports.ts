import { once } from 'node:events';
import { createServer } from 'node:net';
import getPort from 'get-port';

/** The wanted port of the local host, or any free one. Throws when the wanted one is taken. */
export async function choosePort(host: string, wanted: number | undefined): Promise<number> {
  if (!wanted) return getPort({ host });
  const server = createServer().listen(wanted, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(`port ${wanted} is taken (${(cause as Error).message}): choose another one`, { cause });
  }
  server.close();
  await once(server, 'close');
  return wanted;
}
