import { afterEach, describe, expect, it } from 'vitest';
import type { FilesApi } from '../../src/lib/engine/filesApi';
import { Pool } from '../../src/lib/engine/Pool';
import { readTogether } from '../../src/lib/engine/readTogether';
import { reply } from '../../src/lib/engine/reply';
import { sha256 } from '../images/codecFiles';
import { ThreadWorker } from './ThreadWorker';

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const fileOf = (text: string) => ({ path: `${text}.png`, blob: new Blob([text]) });

/** Gone from the disk since it was dropped. */
const gone = {
  path: 'gone.png',
  blob: { size: 4, arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) } as Blob
};

describe('readTogether', () => {
  it('gives each file its own bytes and hash, all in one buffer', async () => {
    const replies = await readTogether(['one', '', 'three'].map(fileOf));
    const read = replies.map((one) => (one.ok ? one.value : null)!);
    expect(read.map(({ bytes }) => textOf(bytes))).toEqual(['one', '', 'three']);
    expect(read.map((one) => one.sha256)).toEqual(read.map(({ bytes }) => sha256(bytes)));
    expect(new Set(read.map(({ bytes }) => bytes.buffer)).size).toBe(1);
  });

  it('has a reason for a file that is gone, and the bytes of all others', async () => {
    const [before, lost, after] = await readTogether([fileOf('one'), gone, fileOf('three')]);
    expect([before, after].map((one) => one!.ok && textOf(one!.value.bytes))).toEqual(['one', 'three']);
    expect(lost).toMatchObject({
      ok: false,
      problem: { code: 'file-unreadable', where: { file: 'gone.png' } }
    });
  });
});

let pool: Pool | null = null;
afterEach(() => pool?.close());

const forever = new Promise<never>(() => undefined);
const readWell: FilesApi['read'] = (files) => reply(() => readTogether(files));

/** Readers that behave so, one after the other. */
function openPool(...behaviours: readonly FilesApi['read'][]): Pool {
  const waiting = [...behaviours];
  const spawnReader = () => new ThreadWorker({ read: waiting.shift() ?? readWell });
  return (pool = new Pool({ size: 0, kernels: {} as WebAssembly.Module, spawnReader, startTimeoutMs: 100 }));
}

describe('the reader of a pool', () => {
  it('reads for several jobs at once', async () => {
    let enter = (): void => undefined;
    const first = new Promise<void>((resolve) => (enter = resolve));
    const reading = openPool(async (files) => {
      if (files[0]?.path === 'slow.png') await first;
      return readWell(files);
    });
    const slow = reading.read([fileOf('slow')], 5000);
    expect((await reading.read([fileOf('fast')], 5000)).ok).toBe(true);
    enter();
    expect((await slow).ok).toBe(true);
  });

  it('is replaced when it gives no answer', async () => {
    const reading = openPool((files) => (files.length > 0 ? forever : readWell(files)));
    expect(await reading.read([fileOf('one')], 50)).toMatchObject({ ok: false });
    expect(await reading.read([fileOf('two')], 5000)).toMatchObject({ ok: true });
  });

  it('that never starts breaks nothing: the answer says so, and who asked reads the files', async () => {
    const reading = openPool(...Array.from({ length: 4 }, () => () => forever));
    for (let i = 0; i < 5; i++) expect((await reading.read([fileOf('one')], 5000)).ok).toBe(false);
  });
});
