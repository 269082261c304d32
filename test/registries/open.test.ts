import { describe, expect, it } from 'vitest';
import { openRegistry } from '../../registries/open.ts';
import { localRegistries } from '../support/registry-access.ts';

describe('the address of a registry', () => {
  it('opens a folder by its absolute path', () => {
    expect(openRegistry('dir:/data/run 7', localRegistries).scheme).toBe('dir');
  });

  it.each([
    ['', 'SCHEME:PLACE'],
    ['/data/run-7', 'SCHEME:PLACE'],
    ['DIR:/data', 'SCHEME:PLACE'],
    ['dir:', 'absolute'],
    ['dir:data/run-7', 'absolute'],
    ['dir:/data/\0', 'NUL'],
    ['ftp://host/run', 'known are dir'],
    ['constructor:/data', 'known are dir'],
  ])('is refused when it is %j', (address, reason) => {
    const open = () => openRegistry(address, localRegistries);
    expect(open).toThrow(expect.objectContaining({ name: 'RegistryError', code: 'RegistryMalformed' }));
    expect(open).toThrow(reason);
  });
});
