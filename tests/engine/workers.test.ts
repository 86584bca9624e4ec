import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RgbImage } from '../../src/lib/core/image';
import type { ParquetDecoder } from '../../src/lib/dataset/parquet/ParquetDecoder';
import { ParquetTable, type TableRow } from '../../src/lib/dataset/parquet/ParquetTable';
import { compareImages } from '../../src/lib/engine/compareImages';
import { NeuralScorer } from '../../src/lib/engine/NeuralScorer';
import { PairTester } from '../../src/lib/engine/PairTester';
import { ParquetWorkers } from '../../src/lib/engine/ParquetWorkers';
import { Pool } from '../../src/lib/engine/Pool';
import { readPublished } from '../../src/lib/engine/readPublished';
import type { NamedBlob } from '../../src/lib/models/Companions';
import type { PublishedFiles } from '../../src/lib/models/prepareModel';
import { shrinkImage } from '../../src/lib/images/shrinkImage';
import { computeRegion } from '../../src/lib/metrics/region/computeRegion';
import { testPair } from '../../src/lib/stats/comparison/testPair';
import { summarise } from '../../src/lib/stats/numerics/summarise';
import { decoder as parquetDecoder } from '../dataset/parquet/decoder';
import { codecModule, sha256 } from '../images/codecFiles';
import { images, readImage } from '../images/goldenImages';
import { compileKernels, loadKernels } from '../kernels/loadKernels';
import { addBoxes, source } from '../metrics/region/drawn';
import { readGolden, readModel } from '../metrics/neural/tinyModels';
import { publishTwin } from '../models/publishTwin';
import { makeTextTable } from '../predictions/makeTable';
import { vqaRecord } from '../predictions/records';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import { NamedWorker, workerNames } from './NamedWorker';

/** ONNX Runtime's WebAssembly, which the page loads from the site. */
vi.mock('../../src/lib/dataset/loadFile', () => ({
  loadFile: async (_: string, name: string) => {
    const url = new URL(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
    return new File([await readFile(url)], name);
  }
}));

vi.mock('../../src/lib/engine/loadModules', () => ({ loadKernels: () => compileKernels() }));

const spawned: NamedWorker[] = [];

class WatchedWorker extends NamedWorker {
  constructor(url: URL, options: WorkerOptions) {
    super(url, options);
    spawned.push(this);
  }
}

function stubBrowser(cores = 2): void {
  vi.stubGlobal('Worker', WatchedWorker);
  vi.stubGlobal('navigator', { hardwareConcurrency: cores, gpu: undefined });
}

afterEach(async () => {
  await Promise.all(spawned.map(({ waysOut }) => waysOut));
  expect(spawned.every(({ isTerminated }) => isTerminated)).toBe(true);
  spawned.splice(0);
  vi.unstubAllGlobals();
});

it.each(workerNames)('the worker “%s” has no way to the network', async (name) => {
  const worker = new NamedWorker(new URL('x:'), { name });
  expect(await worker.waysOut).toEqual([]);
  expect(typeof fetch).toBe('function');
  worker.terminate();
});

describe('the engine’s worker', () => {
  async function open(): Promise<Pool> {
    stubBrowser();
    return new Pool({ size: 1, kernels: await compileKernels() });
  }

  const valueOf = async <Value>(
    reply: Promise<{ ok: true; value: Value } | { ok: false; problem: { what: string } }>
  ): Promise<Value> => {
    const settled = await reply;
    if (!settled.ok) throw new Error(settled.problem.what);
    return settled.value;
  };

  it('decodes as Pillow does, with the decoders that it was given', async () => {
    const pool = await open();
    for (const name of ['png_rgb.png', 'jpg_q75_s2.jpg']) {
      if (name.endsWith('jpg')) await pool.provide('jpeg', await codecModule('jpeg'));
      const bytes = new Uint8Array(await readImage(`decode/${name}`));
      const { width, height, rgb } = await valueOf(pool.decode({ path: name, bytes }, 20_000));
      expect([[width, height], sha256(rgb)]).toEqual([images[name]!.size, images[name]!.rgb_sha256]);
      // Moved, not copied.
      expect(bytes.byteLength).toBe(0);
    }
    pool.close();
  });

  it('makes the same small pictures, comparisons and regions as their functions do', async () => {
    const pool = await open();
    const kernels = await loadKernels();
    const input = source({ width: 48, height: 40 });
    const changed = addBoxes(input, [[10, 10, 12, 12, 60]]);
    expect(await valueOf(pool.compare(changed, input, 20_000))).toEqual(
      compareImages(changed, input, kernels)
    );
    expect(await valueOf(pool.findRegion(input, changed, 20_000))).toEqual(
      computeRegion(input, changed, kernels)
    );
    const bytes = new Uint8Array(await readImage('decode/png_rgb.png'));
    const whole = await valueOf(pool.decode({ path: 'a.png', bytes: bytes.slice() }, 20_000));
    const small = await valueOf(pool.preview({ path: 'a.png', bytes }, 50, 20_000));
    expect(small).toEqual(plain(shrinkImage(whole, 50, kernels)));
    const values = Float64Array.of(20, 30, 25, 28);
    const { ciLow, ciHigh } = summarise([...values], kernels);
    expect(await valueOf(pool.interval(values, 20_000))).toEqual({ ciLow, ciHigh });
    expect(values).toHaveLength(4);
    pool.close();
  });

  const plain = ({ width, height, rgb }: RgbImage): RgbImage => ({ width, height, rgb });

  it('is not the one that reads files: that is a worker of its own, opened for the first of them', async () => {
    const pool = await open();
    expect(spawned).toHaveLength(1);
    const files = ['one', 'three'].map((text) => ({ path: text, blob: new Blob([text]) }));
    const replies = await valueOf(pool.read(files, 20_000));
    const read = await Promise.all(replies.map((one) => valueOf(Promise.resolve(one))));
    expect(read.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(['one', 'three']);
    expect(read.map((one) => one.sha256)).toEqual(['one', 'three'].map((text) => sha256(Buffer.from(text))));
    expect(spawned).toHaveLength(2);
    pool.close();
  });

  it('says what is wrong with a file by its name, and lives on', async () => {
    const pool = await open();
    const reply = await pool.decode({ path: 'a.png', bytes: new Uint8Array(40) }, 20_000);
    expect(reply).toMatchObject({ ok: false, problem: { where: { file: 'a.png' } } });
    expect((await pool.interval(Float64Array.of(1), 20_000)).ok).toBe(true);
    expect(spawned).toHaveLength(1);
    pool.close();
  });

  it('scores, and moves the bytes of every image once', async () => {
    const pool = await open();
    const read = async (path: string) => ({ path, bytes: new Uint8Array(await readImage(`pixel/${path}`)) });
    const [reference, image] = [await read('00_ref.png'), await read('00_pred.png')];
    const input = { image: { ...image } };
    const candidate = { task: 'anatomical-annotation', image, text: null, choices: [], input } as const;
    const task = { reference, candidates: [candidate], metricIds: ['psnr', 'ssim'] };
    const { results, pictures } = await valueOf(pool.score(task, 20_000));
    expect(results[0]!.scores['psnr']!.value).toBeCloseTo(47.90416362192119, 4);
    expect(results[0]!.scores['ssim']!.value).toBeCloseTo(0.9935380596615565, 9);
    expect(pictures).toEqual([]);
    expect([reference.bytes.byteLength, image.bytes.byteLength]).toEqual([0, 0]);
    pool.close();
  });
});

describe('the worker for paired tests', () => {
  it('gives what the test gives, in as many workers as there are cores to spare, at most four', async () => {
    const values = {
      a: Float64Array.of(1, 2, 3, 4, 5, 6, 7),
      b: Float64Array.of(2, 2, 5, 7, 5, 9, 9),
      clusters: null
    };
    for (const [cores, workers] of [
      [1, 1],
      [3, 2],
      [16, 4]
    ] as const) {
      stubBrowser(cores);
      const before = spawned.length;
      const tester = new PairTester({ kernels: await compileKernels() });
      expect(spawned.length - before).toBe(workers);
      expect(await tester.test(values)).toEqual(testPair(values, await loadKernels()));
      tester.close();
      await expect(tester.test(values)).rejects.toThrow('the worker pool is closed');
    }
  });

  it('says that it stopped where it stopped', async () => {
    stubBrowser();
    const kernels = await compileKernels();
    const tester = new PairTester({
      kernels,
      spawn: () => new WatchedWorker(new URL('x:'), { name: 'pair tests' })
    });
    const broken = { a: null, b: null, clusters: null } as unknown as Parameters<typeof tester.test>[0];
    await expect(tester.test(broken)).rejects.toThrow(/TypeError/);
    tester.close();
  });
});

describe('the worker for Parquet', () => {
  it('reads a table as its functions do', async () => {
    stubBrowser();
    const bytes = makeTextTable([vqaRecord('a'), vqaRecord('b')]);
    const workers = new ParquetWorkers();
    const read = async (decoder: ParquetDecoder) => {
      const table = await ParquetTable.open(makeBlobEntry('gpt.parquet', new Blob([bytes]), 0), decoder);
      const rows: TableRow[] = [];
      for await (const group of table.readRows()) rows.push(...group);
      return rows;
    };
    expect(await read(workers)).toEqual(await read(parquetDecoder));
    workers.close();
  });
});

describe('the worker for a model', () => {
  /** In memory: Node does not hand a blob of a file to another thread. */
  const copy = async ({ name, blob }: NamedBlob): Promise<NamedBlob> => ({
    name,
    blob: new Blob([await blob.arrayBuffer()])
  });

  async function publishLpips(): Promise<PublishedFiles> {
    const files = await publishTwin('alexnet-zip.pth');
    return { ...files, weights: await copy(files.weights), heads: await copy(files.heads) };
  }

  it('scores as the reference library does', async () => {
    stubBrowser();
    type Case = { response: string; answer: string; f1: number };
    const cases = (await readGolden<readonly Case[]>('bertscore.json')).slice(0, 3);
    const scorer = await NeuralScorer.open(await readModel('tiny-bert'), { kernels: await compileKernels() });
    const pairs = cases.map(({ response, answer }) => ({
      kind: 'text' as const,
      response,
      reference: answer
    }));
    const scores = await scorer.score(pairs);
    for (const [i, { value }] of scores.entries()) expect(value).toBeCloseTo(cases[i]!.f1, 5);
    expect(scores).toHaveLength(3);
    scorer.close();
  });

  it('is made of published weights, and then gives again what it gave', async () => {
    stubBrowser();
    const files = await publishLpips();
    const model = await readPublished(files, new AbortController().signal);
    expect(model.descriptor.metric).toBe('lpips');
    const again = await NeuralScorer.measureCheck(model, { kernels: await compileKernels() });
    expect(model.descriptor.check).toBe(again);
    expect(again).toBeGreaterThan(0);
  });

  it('is not made of other files, nor of any once it is stopped', async () => {
    stubBrowser();
    const files = await publishLpips();
    const broken = { ...files, weights: { ...files.weights, blob: new Blob(['no weights']) } };
    await expect(readPublished(broken, new AbortController().signal)).rejects.toThrow(files.weights.name);
    await expect(readPublished(files, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
    const stop = new AbortController();
    const reading = readPublished(files, stop.signal);
    stop.abort();
    await expect(reading).rejects.toThrow('Cancelled');
  });
});
