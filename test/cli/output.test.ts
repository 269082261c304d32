import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { formatNumber, orUsageError, outputTo, tableText, UsageError } from '../../cli/output.ts';

describe('outputTo', () => {
  it('waits for a slow reader, and loses nothing', async () => {
    const received: string[] = [];
    let waitingMax = 0;
    const slow = new Writable({
      highWaterMark: 100,
      decodeStrings: false,
      write(text: string, _, done) {
        received.push(text);
        setImmediate(done);
      },
    });
    const output = outputTo(slow);
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}\n`);
    for (const line of lines) {
      expect(await output.write(line)).toBe(true);
      waitingMax = Math.max(waitingMax, slow.writableLength);
    }
    slow.end();
    await sleep(10);
    expect(received.join('')).toBe(lines.join(''));
    expect(waitingMax).toBeLessThan(150);
  });

  it.each(['EPIPE', 'ENOSPC'])('stops quietly only when the reader has gone: %s', async (code) => {
    const gone = new Writable({
      highWaterMark: 1,
      write: (_, __, done) => setImmediate(() => done(Object.assign(new Error(code), { code }))),
    });
    const written = outputTo(gone).write('text');
    if (code === 'EPIPE') expect(await written).toBe(false);
    else await expect(written).rejects.toThrow('ENOSPC');
  });
});

describe('tableText', () => {
  const columns = [{ head: 'a' }, { head: 'wide', wraps: true }];

  it('keeps within the width by wrapping, and drops no word', () => {
    const text = tableText(columns, [['x', 'one two three four five six seven']], 30);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(30);
    for (const word of ['one', 'four', 'seven']) expect(text).toContain(word);
  });

  it('wraps nothing where there is room', () => {
    expect(tableText(columns, [['x', 'one two three']], 80)).toContain('one two three');
  });
});

describe('formatNumber', () => {
  it.each([
    [10_000, '10000'],
    [0.04567, '0.0457'],
    [0.1 + 0.2, '0.3'],
    [1234.6, '1235'],
    [Number.NaN, '–'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('orUsageError', () => {
  it("makes a refused value the user's error and leaves bugs alone", () => {
    const refuse = (error: Error) => () => {
      throw error;
    };
    expect(() => orUsageError(refuse(new RangeError('too large')))).toThrow(UsageError);
    expect(() => orUsageError(refuse(new TypeError('a bug')))).toThrow(TypeError);
    expect(new UsageError('wrong').exitCode).toBe(1);
  });
});
