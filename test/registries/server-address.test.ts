import { describe, expect, it } from 'vitest';
import { serverAddress } from '../../registries/server-address.ts';

const read = (place: string) => serverAddress('openai', place, 'openai:http://host:8000/v1');

describe('the address of a registry that is a server', () => {
  it('is a URL and a pattern of names', () => {
    const { name, base, path, at, selects } = read('http://host:8000/v1/#run-*');
    expect({ name, base, path }).toEqual({
      name: 'The registry openai:http://host:8000/v1',
      base: 'http://host:8000/v1',
      path: '/v1',
    });
    expect(at(`${path}/models`).href).toBe('http://host:8000/v1/models');
    expect([selects('run-7'), selects('walk-7')]).toEqual([true, false]);
  });

  it.each(['http://host:8000', 'http://host:8000/#', 'HTTP://HOST:8000/'])(
    'means every name in %s',
    (place) => {
      expect(read(place)).toMatchObject({ base: 'http://host:8000', path: '' });
      expect(read(place).selects('anything')).toBe(true);
    },
  );

  it('takes everything after the first # as the pattern, as it stands', () => {
    expect(read('https://host#a b#%20').selects('a b#%20')).toBe(true);
  });

  it('sends a query with every request and shows it in no message', () => {
    const { name, at } = read('http://host/v1?reload=1#run-*');
    expect(at('/v1/models').href).toBe('http://host/v1/models?reload=1');
    expect(name).toBe('The registry openai:http://host/v1');
  });

  it.each(['', 'host:8000', '/v1', 'ftp://host/v1', 'http://', '#run-*'])('refuses %j', (place) => {
    expect(() => read(place)).toThrow(/^A registry openai: needs the URL of a server, such as .+\.$/);
  });

  it('refuses credentials and does not repeat them', () => {
    expect(() => read('http://ada:secret@host/v1')).toThrow(
      /^The registry's URL holds .+--registry-key-env.+\.$/,
    );
  });
});
