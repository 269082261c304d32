import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AddressPolicy, isLoopback, refusalOf } from '../../http/addresses.ts';
import { openTransport } from '../../http/transport.ts';

describe('which addresses may be asked', () => {
  it.each([
    ['169.254.169.254', 'the metadata service of clouds'],
    ['169.254.0.1', 'link-local'],
    ['fe80::1', 'link-local'],
    ['fd00:ec2::254', 'the metadata service of a cloud'],
    ['100.100.100.200', 'the metadata service of a cloud'],
    ['::ffff:169.254.169.254', 'the same in the clothes of IPv6'],
    ['0.0.0.0', 'unspecified'],
    ['::', 'unspecified'],
    ['255.255.255.255', 'broadcast'],
    ['224.0.0.1', 'multicast'],
    ['ff02::1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['2002:7f00:1::', 'a tunnel to a loopback address'],
    ['64:ff9b::7f00:1', 'a translated loopback address'],
    ['localhost', 'no address'],
    ['', 'no address'],
  ])('never %s, %s', (address) => {
    expect(refusalOf(address, 'private')).not.toBeNull();
    expect(refusalOf(address, 'public')).not.toBeNull();
  });

  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '::1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    'fd12::1',
    '::ffff:10.0.0.1',
  ])('%s only where private ones are allowed', (address) => {
    expect(refusalOf(address, 'private')).toBeNull();
    expect(refusalOf(address, 'public')).toMatch(/^is in the range /);
  });

  it.each(['1.1.1.1', '93.184.216.34', '2606:4700::1111', '172.32.0.1', '192.169.0.1'])(
    'always %s',
    (address) => {
      expect(refusalOf(address, 'public')).toBeNull();
    },
  );

  it('agrees with the ranges of RFC 1918, 3927 and 6598 on any IPv4 address', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    const first = fc.constantFrom(10, 100, 127, 169, 172, 192, 8, 203);
    fc.assert(
      fc.property(first, octet, octet, octet, (a, b, c, d) => {
        const address = [a, b, c, d].join('.');
        const inside =
          a === 10 ||
          a === 127 ||
          (a === 172 && b >= 16 && b <= 31) ||
          (a === 192 && b === 168) ||
          (a === 169 && b === 254) ||
          (a === 100 && b >= 64 && b <= 127);
        if (inside) expect(refusalOf(address, 'public')).not.toBeNull();
        if (a === 169 && b === 254) expect(refusalOf(address, 'private')).not.toBeNull();
      }),
    );
  });

  it('tells this machine from others by its name or address', () => {
    const loopback = [
      'http://localhost:1',
      'http://127.0.0.1',
      'http://[::1]:8/v1',
      'postgres://u:p@127.0.0.1/d',
    ];
    for (const url of loopback) expect(isLoopback(new URL(url))).toBe(true);
    for (const url of ['http://10.0.0.1', 'http://localhost.example.org']) {
      expect(isLoopback(new URL(url))).toBe(false);
    }
  });
});

describe('a transport', () => {
  async function asked(url: (port: number) => string, addresses: AddressPolicy): Promise<string> {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.end('answered');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const transport = openTransport({
      name: 'The server',
      addresses,
      connectionsMax: 1,
      timeoutMs: 5_000,
      bodyMaxBytes: 1_000,
    });
    onTestFinished(async () => {
      await transport.close();
      await new Promise((resolve) => server.close(resolve));
    });
    const answer = await transport.fetch(url((server.address() as AddressInfo).port)).then(
      (response) => response.text(),
      (error: { code: string }) => error.code,
    );
    expect(requests).toBe(answer === 'answered' ? 1 : 0);
    return answer;
  }

  // All of them are 127.0.0.1: the URL's own forms, IPv6's, and a name that is resolved when it connects.
  it.each(['127.0.0.1', '2130706433', '0x7f.1', '017700000001', '[::ffff:127.0.0.1]', 'localhost'])(
    'asks http://%s only where private addresses are allowed',
    async (host) => {
      expect(await asked((port) => `http://${host}:${port}/`, 'private')).toBe('answered');
      expect(await asked((port) => `http://${host}:${port}/`, 'public')).toBe('AddressRefused');
    },
  );

  it('never asks a metadata service, whatever is allowed', async () => {
    expect(await asked(() => 'http://169.254.169.254/latest/meta-data/', 'private')).toBe('AddressRefused');
  });
});
