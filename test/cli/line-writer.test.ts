import { PassThrough, Writable } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { createLineWriter, type LineStream } from '../../src/cli/line-writer.ts';

it('writes lines', () => {
  const stream = new PassThrough();
  const print = createLineWriter(stream);
  print('one');
  print('two');

  expect(String(stream.read())).toBe('one\ntwo\n');
});

it('leaves lines out while nobody reads, and says how many', () => {
  const written: string[] = [];
  const stream = {
    writable: true,
    writableLength: 0,
    on: () => {},
    write: (text: string) => written.push(text),
  };
  const print = createLineWriter(stream);
  stream.writableLength = 10 * 1024 * 1024;
  print('one');
  print('two');
  expect(written).toEqual([]);
  stream.writableLength = 0;
  print('three');
  print('four');

  const note = '(2 lines were left out: nobody read them.)\n';
  expect(written).toEqual([note, 'three\n', 'four\n']);
});

it('goes on where a line cannot be written', async () => {
  const failure = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(failure) });
  const print = createLineWriter(stream);
  print('one');
  await new Promise((resolve) => setImmediate(resolve));

  expect(() => print('two')).not.toThrow();
});

it('keeps a terminal that was stopped from stopping the program', () => {
  const setBlocking = vi.fn();
  const stream = Object.assign(new PassThrough(), { isTTY: true, _handle: { setBlocking } });
  createLineWriter(stream);
  expect(setBlocking).toHaveBeenCalledExactlyOnceWith(false);

  const other: LineStream = Object.assign(new PassThrough(), { isTTY: true, _handle: undefined });
  expect(() => createLineWriter(other)('one')).not.toThrow();
});
