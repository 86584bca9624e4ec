import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import type { SampleSource } from '../../src/lib/dataset/SampleSource';
import { readDataset } from '../../src/pack/readDataset';
import { writeShardSet } from '../../src/pack/writeShardSet';
import { dropFile } from '../dataset/dropFiles';
import { makeEditRows, makeShard } from '../dataset/parquet/makeShard';
import type { NamedWorker } from '../engine/NamedWorker';
import { stubWorkers } from '../engine/stubWorkers';
import { newFolder, writeTinyFolder } from '../pack/packedFolder';
import { serveFolder, type ServedFolder } from '../pack/serveFolder';
import { makeTextTable } from '../predictions/makeTable';
import { images, predictions, sampleOf, vqaRecord } from '../predictions/records';
import { readDrop } from '../predictions/readDrop';
import { closeBrowser, openBrowser } from '../store/ownBrowser';

let state: typeof import('../../src/lib/state/Dataset.svelte');
let dataset: InstanceType<typeof state.Dataset>;
let spawned: NamedWorker[] = [];
const served: ServedFolder[] = [];

beforeEach(async () => {
  openBrowser();
  spawned = stubWorkers();
  vi.stubGlobal('navigator', { hardwareConcurrency: 2 });
  state = await import('../../src/lib/state/Dataset.svelte');
  dataset = new state.Dataset();
});

afterEach(async () => {
  dataset.close();
  for (const { server } of served.splice(0)) server.close();
  await Promise.all(spawned.map(({ waysOut }) => waysOut));
});
afterAll(closeBrowser);

/** A dataset of two samples on a host of static files; the address of its manifest. */
async function serveTiny(): Promise<string> {
  const folder = newFolder();
  await writeShardSet(readDataset(writeTinyFolder().folder), folder, { label: 'Tiny', revision: 'r1' });
  const host = await serveFolder(folder, { hasRanges: true });
  served.push(host);
  return `${host.url}/manifest.json`;
}

/** A dropped shard of the data release, with two samples. */
const shard = () =>
  dropFile('image_editing/train-00000-of-00001.parquet', makeShard(makeEditRows(2), { rowGroupSize: 10 }));

const dropAnswers = () =>
  readDrop([predictions('gpt_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2')), ...images()]);
const idsOf = ({ source }: typeof dataset) => source?.samples.map(({ sampleId }) => sampleId);
const facts = () => [dataset.status, dataset.note, dataset.failure];

/** Told when the source is closed. */
function watchClosing(source: SampleSource): () => number {
  return () => vi.mocked(source.close).mock.calls.length;
}

describe('a dataset from an address', () => {
  it('is opened, says what it does meanwhile, and counts what it loads', async () => {
    const address = await serveTiny();
    expect([dataset.status, dataset.source]).toEqual(['none', null]);
    const opening = dataset.open('url', address);
    expect(facts()).toEqual(['opening', 'Opening the dataset', '']);
    await opening;
    expect(facts()).toEqual(['ready', '', '']);
    expect(idsOf(dataset)).toEqual(['s1', 's2']);
    const before = dataset.downloadedBytes;
    expect(before).toBeGreaterThan(0);
    await dataset.source!.find('images/b.png')!.read();
    expect(dataset.downloadedBytes - before).toBe(1001);
    dataset.close();
    expect([dataset.status, dataset.source, dataset.downloadedBytes]).toEqual(['none', null, 0]);
  });

  it('that is not there says why; the next one is opened all the same', async () => {
    await dataset.open('url', (await serveTiny()).replace('manifest', 'none'));
    expect(facts()).toEqual(['failed', '', expect.stringMatching(/none\.json.*404/)]);
    expect(dataset.source).toBeNull();
    await dataset.open('url', await serveTiny());
    expect(facts()).toEqual(['ready', '', '']);
  });

  it('is given up for another that is chosen meanwhile, and does not come back', async () => {
    const first = dataset.open('url', await serveTiny());
    dataset.offerDrop(await dropAnswers());
    await dataset.open('dropped');
    await first;
    expect([facts(), dataset.source!.kind]).toEqual([['ready', '', ''], 'dropped']);
  });

  it('that fails after another was chosen says nothing of it', async () => {
    const first = dataset.open('url', 'http://127.0.0.1:1/manifest.json');
    dataset.offerDrop(await dropAnswers());
    await dataset.open('dropped');
    await first;
    expect(facts()).toEqual(['ready', '', '']);
  });
});

describe('the drop of the Score page', () => {
  it('is a dataset, until it is cleared', async () => {
    await dataset.open('dropped');
    expect(facts()).toEqual(['failed', '', 'Nothing was dropped yet: drop files on the Score page.']);
    const drop = await dropAnswers();
    dataset.offerDrop(drop);
    expect(dataset.drop).toBe(drop);
    await dataset.open('dropped');
    expect(facts()).toEqual(['ready', '', '']);
    expect(idsOf(dataset)).toEqual(['v1', 'v2']);
    dataset.offerDrop(null);
    expect([dataset.drop, dataset.status, dataset.source]).toEqual([null, 'none', null]);
  });

  it('leaves a dataset alone that is not made of it', async () => {
    await dataset.open('url', await serveTiny());
    dataset.offerDrop(await dropAnswers());
    expect(dataset.source!.kind).toBe('url');
  });

  it('outlives the dataset that is made of it: its shards stay open', async () => {
    const drop = await readDrop([shard()], { openShards: state.openShards });
    vi.spyOn(drop.source!, 'close');
    const closed = watchClosing(drop.source!);
    dataset.offerDrop(drop);
    await dataset.open('dropped');
    dataset.close();
    expect(closed()).toBe(0);
    drop.source!.close();
  });
});

describe('files of this computer', () => {
  it('are a dataset, and their workers end with it', async () => {
    const opening = dataset.open('local', [shard()]);
    await opening;
    expect(facts()).toEqual(['ready', '', '']);
    expect(dataset.source!.samples).toHaveLength(2);
    const { referenceImage } = dataset.source!.samples[1]!;
    expect((await dataset.source!.find(referenceImage!)!.read()).length).toBeGreaterThan(50);
    expect(spawned.some(({ isTerminated }) => !isTerminated)).toBe(true);
    dataset.close();
    expect(spawned.every(({ isTerminated }) => isTerminated)).toBe(true);
  });

  it('are read as a drop is: the samples of a dataset file', async () => {
    await dataset.open('local', [predictions('data/vqa.jsonl', sampleOf(vqaRecord('v9'))), ...images()]);
    expect(idsOf(dataset)).toEqual(['v9']);
  });

  it('without a dataset say what is wrong with them', async () => {
    await dataset.open('local', [dropFile('notes.txt', 'hello')]);
    expect([dataset.status, dataset.failure]).toEqual([
      'failed',
      'There is no dataset in what was chosen: got 1 file (notes.txt), expected the Parquet shards of the release, or the dataset’s folder: JSONL, JSON or CSV records with their images'
    ]);
    await dataset.open('local', [
      dropFile('image_editing/train-00000-of-00001.parquet', 'PAR1 no shard PAR1')
    ]);
    expect([dataset.status, dataset.failure]).toEqual(['failed', expect.stringMatching(/train-00000/)]);
    expect(spawned.every(({ isTerminated }) => isTerminated)).toBe(true);
    await dataset.open('local', 'an address');
    expect(dataset.failure).toMatch(/opened from files/);
  });
});

describe('a dataset that predictions are scored against', () => {
  it('stays open though another takes its place, until it is let go', async () => {
    await dataset.open('url', await serveTiny());
    const { source } = dataset;
    vi.spyOn(source!, 'close');
    const closed = watchClosing(source!);
    dataset.hold(source!);
    await dataset.open('url', await serveTiny());
    expect([closed(), dataset.source === source]).toEqual([0, false]);
    dataset.release(source!);
    expect(closed()).toBe(1);
    dataset.release(source!);
    expect(closed()).toBe(1);
  });

  it('that is let go while it is shown is closed with the page’s', async () => {
    await dataset.open('url', await serveTiny());
    const { source } = dataset;
    vi.spyOn(source!, 'close');
    const closed = watchClosing(source!);
    dataset.hold(source!);
    dataset.release(source!);
    expect(closed()).toBe(0);
    dataset.close();
    expect(closed()).toBe(1);
  });
});

describe('tables of predictions', () => {
  it('are read in workers that end with the reading, also where it fails', async () => {
    const { file, path } = dropFile('gpt.parquet', makeTextTable([vqaRecord('a'), vqaRecord('b')]));
    const entry = makeBlobEntry(path, file, 0);
    const hasResponse = await state.withTables(async (open) =>
      (await open(entry)).columns.includes('response')
    );
    expect(hasResponse).toBe(true);
    const failing = state.withTables(async (open) => {
      await open(entry);
      throw new Error('in the middle');
    });
    await expect(failing).rejects.toThrow('in the middle');
    expect(spawned.length).toBeGreaterThan(0);
    expect(spawned.every(({ isTerminated }) => isTerminated)).toBe(true);
  });
});
