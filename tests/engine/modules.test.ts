import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Pool } from '../../src/lib/engine/Pool';
import { readImage } from '../images/goldenImages';

/** The smallest module there is. */
const binary = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

let modules: typeof import('../../src/lib/engine/loadModules');
let provide: typeof import('../../src/lib/engine/provideCodec');
const asked: string[] = [];

/** The site answers with this status. */
function serve(status: number): void {
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(status === 200 ? binary : null, { status }));
  });
}

beforeEach(async () => {
  vi.resetModules();
  asked.splice(0);
  serve(200);
  modules = await import('../../src/lib/engine/loadModules');
  provide = await import('../../src/lib/engine/provideCodec');
});

afterEach(() => vi.unstubAllGlobals());

describe('WebAssembly of this site', () => {
  it('is fetched and compiled once, each from its own address', async () => {
    const [kernels, again] = await Promise.all([modules.loadKernels(), modules.loadKernels()]);
    expect(kernels).toBeInstanceOf(WebAssembly.Module);
    expect(again).toBe(kernels);
    await modules.loadCodec('jpeg');
    await modules.loadCodec('webp');
    await modules.loadCodec('magick');
    expect(asked.map((url) => /[a-z_-]+\.wasm/.exec(url)?.[0])).toEqual([
      'kernels.wasm',
      'mozjpeg_dec.wasm',
      'webp-dec.wasm',
      'magick.wasm'
    ]);
  });

  it('that is not there is named with its status, and asked for again the next time', async () => {
    serve(503);
    await expect(modules.loadKernels()).rejects.toThrow(
      /kernels\.wasm could not be loaded \(HTTP 503\)\. Reload the page\./
    );
    serve(200);
    expect(await modules.loadKernels()).toBeInstanceOf(WebAssembly.Module);
  });
});

describe('the decoder of an image', () => {
  const makePool = () => ({ provide: vi.fn((): Promise<void> => Promise.resolve()) });
  const open = async (name: string) => ({
    path: name,
    bytes: new Uint8Array(await readImage(`decode/${name}`))
  });

  it('is given to the workers where the file needs one, and not where it needs none', async () => {
    const pool = makePool();
    expect(await provide.provideCodec(await open('png_rgb.png'), pool as unknown as Pool)).toMatchObject({
      width: 203,
      height: 157
    });
    expect([pool.provide.mock.calls.length, asked.length]).toEqual([0, 0]);
    expect(await provide.provideCodec(await open('webp_lossy.webp'), pool as unknown as Pool)).toMatchObject({
      kind: 'webp'
    });
    expect(pool.provide).toHaveBeenCalledWith('webp', await modules.loadCodec('webp'));
  });

  it('that cannot be fetched is told of by the file that needs it', async () => {
    serve(404);
    const failed = provide.provideCodec(await open('jpg_q75_s2.jpg'), makePool() as unknown as Pool);
    await expect(failed).rejects.toThrow(
      /^jpg_q75_s2\.jpg: the decoder for JPEG could not be loaded \(.*HTTP 404.*\); score again with a network, and this is tried again$/
    );
    const error = await failed.catch((reason: unknown) => reason as Error);
    expect([error, (error as Error).name]).toEqual([
      expect.any(provide.CodecUnavailable),
      'CodecUnavailable'
    ]);
    expect((error as Error).cause).toBeInstanceOf(Error);
  });

  it('is not asked for where the header is none', async () => {
    const broken = provide.provideCodec(
      { path: 'x.png', bytes: new Uint8Array(9) },
      makePool() as unknown as Pool
    );
    await expect(broken).rejects.toMatchObject({ name: 'DataError' });
  });
});
