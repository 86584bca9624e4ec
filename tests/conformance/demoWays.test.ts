import Papa from 'papaparse';
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { runSteps } from '../../src/lib/core/runSteps';
import type { ScoreRow } from '../../src/lib/core/score';
import { resolveImage } from '../../src/lib/dataset/locateImage';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { openShardFiles } from '../../src/lib/dataset/parquet/openShardFiles';
import { ParquetTable } from '../../src/lib/dataset/parquet/ParquetTable';
import { Connection } from '../../src/lib/dataset/remote/Connection';
import { openShardSet } from '../../src/lib/dataset/shards/openShardSet';
import type { Pool } from '../../src/lib/engine/Pool';
import type { Drop } from '../../src/lib/predictions/drop';
import { parseResults } from '../../src/lib/report/import/parseResults';
import { toResultsJson } from '../../src/lib/report/resultsJson';
import type { ReadOptions } from '../../src/lib/run/readFiles';
import { scoreRun } from '../../src/lib/run/scoreRun';
import type { StoredRun } from '../../src/lib/store/runs';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { decoder } from '../dataset/parquet/decoder';
import { makeShard, type ShardRow } from '../dataset/parquet/makeShard';
import { openThreadPool } from '../engine/openThreadPool';
import { serveFolder } from '../pack/serveFolder';
import { makeTextTable } from '../predictions/makeTable';
import { readDrop } from '../predictions/readDrop';
import { closeBrowser, openBrowser } from '../store/ownBrowser';
import { readDemoArchive } from './demoReference';

/**
 * The archive's numbers are those of the reference libraries (demo.test.ts). What is read in another way gives the same
 * predictions and the same bytes of images, so it gives the same numbers.
 */
interface DemoFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const system = 'demo-careful';
let files: readonly DemoFile[];
let fromArchive: readonly object[];

beforeAll(async () => {
  openBrowser();
  const drop = await readDrop([dropFile('demo.zip', readDemoArchive())]);
  files = await Promise.all(
    drop.contents.dropped.entries.map(async (entry) => ({
      path: entry.path.replace(/^demo\.zip\//, ''),
      bytes: await entry.read()
    }))
  );
  fromArchive = await describeRows(drop);
});

afterAll(closeBrowser);

const isPredictions = ({ path }: DemoFile): boolean => basename(path).startsWith(system);
const isDataset = ({ path }: DemoFile): boolean => /MedGEN_data\/\w+\.jsonl$/.test(path);
const isOther = ({ path }: DemoFile): boolean => /\.jsonl$/.test(path) && !path.includes(system);
const isDatasetImage = ({ path }: DemoFile): boolean => path.includes('MedGEN_data/images/');
const toDrop = ({ path, bytes }: DemoFile): DroppedFile => dropFile(path, bytes);

const readRecords = ({ bytes }: DemoFile): JsonObject[] =>
  new TextDecoder()
    .decode(bytes)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonObject);

/** What is scored of the system's rows: texts, and images by their bytes. Ids as the demo has them. */
async function describeRows(drop: Drop): Promise<readonly object[]> {
  const { rows } = drop.systems.find((one) => basename(one.system) === system)!;
  const hash = async (path: string | null, from: string) => {
    const entry = path === null ? undefined : resolveImage(drop, path, from);
    return (
      entry &&
      createHash('sha256')
        .update(await entry.read())
        .digest('hex')
    );
  };
  const described = rows.map(async (row) => {
    if (row.status !== 'ready') throw new Error(row.reason);
    const { sample, response, outputImage, file } = row.prediction;
    const { inputImages, referenceImage, sampleId, ...texts } = sample;
    return {
      ...texts,
      sampleId: sampleId.replace(/^medgen:|:(demo|train)-/g, ':').replace(/^demo:/, ':'),
      response,
      images: await Promise.all([outputImage, referenceImage, ...inputImages].map((path) => hash(path, file)))
    };
  });
  return Promise.all(described);
}

async function expectSameAs(drop: Drop): Promise<void> {
  const rows = await describeRows(drop);
  expect(rows).toHaveLength(96);
  expect(new Set(rows)).toEqual(new Set(fromArchive));
  expect(drop.missing.get(drop.systems.find((one) => basename(one.system) === system)!.system)).toEqual([]);
}

const withTables: ReadOptions['withTables'] = (use) => use((entry) => ParquetTable.open(entry, decoder));
const openShards: ReadOptions['openShards'] = (entries) =>
  openShardFiles(entries, { kind: 'dropped', label: '', decoder });

describe('the demo’s predictions, read in another way', () => {
  it('from a folder are the same', async () => {
    await expectSameAs(await readDrop(files.map(toDrop)));
  });

  it.each([
    ['Parquet tables', 'parquet', (records: JsonObject[]) => makeTextTable(records)],
    ['one JSON array', 'json', (records: JsonObject[]) => JSON.stringify(records)],
    ['CSV', 'csv', (records: JsonObject[]) => Papa.unparse(records.map(flatten))]
  ] as const)('as %s are the same', async (_, ending, write) => {
    const others = files.filter((file) => !isPredictions(file) && !(isOther(file) && !isDataset(file)));
    const tables = files
      .filter(isPredictions)
      .map((file) => dropFile(file.path.replace(/jsonl$/, ending), write(readRecords(file))));
    expect(tables).toHaveLength(3);
    await expectSameAs(await readDrop([...others.map(toDrop), ...tables], { withTables }));
  });
});

/** Cells hold lists as JSON. */
const flatten = (record: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value
    ])
  );

describe('the demo’s dataset, read in another way', () => {
  const close: (() => void)[] = [];
  afterEach(() => {
    for (const end of close.splice(0)) end();
  });

  /** Predictions with their images, without anything of the dataset. */
  const ownFiles = () => files.filter((file) => !isDataset(file) && !isDatasetImage(file));

  it('from Parquet shards is the same', async () => {
    const shards = files.filter(isDataset).map((file) => {
      const records = readRecords(file);
      const { config } = records[0]!['dataset_source'] as { config: string };
      const shard = makeShard(records.map(toShardRow), { rowGroupSize: 10 });
      return dropFile(`${config}/train-00000-of-00001.parquet`, shard);
    });
    expect(shards).toHaveLength(3);
    const predictions = ownFiles().map((file) => (isPredictions(file) ? withReleaseIds(file) : toDrop(file)));
    const drop = await readDrop([...predictions, ...shards], { withTables, openShards });
    await expectSameAs(drop);
  });

  it('from the site’s own shard set is the same', async () => {
    const { url, server } = await serveFolder('static/demo/dataset', { hasRanges: true });
    close.push(() => server.close());
    const connection = new Connection({ wait: () => Promise.resolve() });
    const source = await openShardSet('demo', `${url}/manifest.json`, connection);
    await expectSameAs(await readDrop(ownFiles().map(toDrop), { source }));
  });

  const bytesOf = (path: string): Uint8Array => {
    const file = files.find((one) => one.path.endsWith(`MedGEN_data/${path}`));
    if (!file) throw new Error(`${path} is not in the demo`);
    return file.bytes;
  };

  function toShardRow(record: JsonObject): ShardRow {
    const image = (path: string) => ({ bytes: bytesOf(path), path: basename(path) });
    const reference = record['ground_truth_image'];
    return {
      input_images: (record['input_images'] as string[]).map(image),
      ...(typeof reference === 'string' && { output_images: [image(reference)] }),
      instruction: record['instruction'] as string,
      ...(typeof record['answer'] === 'string' && { answer: record['answer'] }),
      task: record['paper_task'] as string,
      subtask: record['paper_subtask'] as string | null,
      modality: record['modality'] as string
    };
  }

  /** Ids of the release name the shard and the row. */
  function withReleaseIds(file: DemoFile): DroppedFile {
    const renamed = readRecords(file).map((record) => ({
      ...record,
      sample_id: String(record['sample_id'])
        .replace(/^demo:/, 'medgen:')
        .replace(':demo-', ':train-')
    }));
    return dropFile(file.path, jsonl(renamed));
  }
});

describe('the demo, scored in another way', () => {
  const metricIds = ['psnr', 'ssim', 'bleu', 'em'];
  const scoresOf = ({ rows }: { readonly rows: readonly ScoreRow[] }) =>
    rows.map(({ sampleId, scores }) => [sampleId, scores]);
  let drop: Drop;
  let pool: Pool;
  let whole: StoredRun;

  beforeAll(async () => {
    drop = await readDrop(files.filter((file) => !isOther(file) || isDataset(file)).map(toDrop));
    pool = await openThreadPool();
    const { signal } = new AbortController();
    const options = { metricIds, models: [], dataset: 'demo', pool, signal };
    const [run] = await runSteps(scoreRun(drop, options), () => undefined);
    whole = run!;
  });
  afterAll(() => pool.close());

  it('stopped again and again and continued gives what it gives in one go', async () => {
    openBrowser();
    const { switchPictures } = await import('../../src/lib/store/runPictures');
    // They need a browser's encoder.
    await switchPictures(false);
    const { scoreRun: scoreAnew } = await import('../../src/lib/run/scoreRun');
    let stops = 0;
    for (;;) {
      const stop = new AbortController();
      let asked = 0;
      const stopping = {
        size: pool.size,
        read: pool.read.bind(pool),
        provide: pool.provide.bind(pool),
        score: (...[task, timeoutMs]: Parameters<Pool['score']>) => {
          if (++asked > 20) stop.abort(new DOMException('stopped', 'AbortError'));
          return stop.signal.aborted
            ? Promise.reject(stop.signal.reason as Error)
            : pool.score(task, timeoutMs);
        }
      } as unknown as Pool;
      const options = { metricIds, models: [], dataset: 'demo', pool: stopping, signal: stop.signal };
      try {
        const [run] = await runSteps(scoreAnew(drop, options), () => undefined);
        expect(scoresOf(run!)).toEqual(scoresOf(whole));
        break;
      } catch (error) {
        if (!stop.signal.aborted) throw error;
        expect(++stops).toBeLessThan(20);
      }
    }
    expect(stops).toBeGreaterThan(1);
  });

  it('and taken along as Results JSON comes back with every score to the bit', () => {
    const { text, name } = toResultsJson(whole);
    const run = parseResults(text, name);
    expect(scoresOf(run)).toEqual(scoresOf(whole));
    expect([run.system, run.counts, run.metrics]).toEqual([whole.system, whole.counts, whole.metrics]);
  });
});
