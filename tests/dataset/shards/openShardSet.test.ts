import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { Sample } from '../../../src/lib/core/sample';
import { Connection } from '../../../src/lib/dataset/remote/Connection';
import type { SampleSource } from '../../../src/lib/dataset/SampleSource';
import { openShardSet } from '../../../src/lib/dataset/shards/openShardSet';
import { readDataset } from '../../../src/pack/readDataset';
import { writeShardSet } from '../../../src/pack/writeShardSet';
import { newFolder, writeTinyFolder } from '../../pack/packedFolder';
import { serveFolder, type Host, type ServedFolder } from '../../pack/serveFolder';

const realrun = resolve('../shared/realrun');
const withRanges: Host = { hasRanges: true };
const open: ServedFolder[] = [];

afterEach(() => {
  for (const { server } of open.splice(0)) server.close();
});

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function serve(folder: string, host: Host): Promise<ServedFolder> {
  const served = await serveFolder(folder, host);
  open.push(served);
  return served;
}

async function pack(dataset: string): Promise<string> {
  const out = newFolder();
  await writeShardSet(readDataset(dataset), out, { label: 'Tiny', revision: 'r1' });
  return out;
}

const openSet = ({ url }: ServedFolder): Promise<SampleSource> =>
  openShardSet('url', `${url}/manifest.json`, new Connection({ wait: () => Promise.resolve() }));

const imagesOf = ({ inputImages, referenceImage }: Sample): string[] =>
  referenceImage === null ? [...inputImages] : [...inputImages, referenceImage];

describe('a shard set on a host of static files', () => {
  it('gives the samples in their order and every image byte for byte', async () => {
    const tiny = writeTinyFolder();
    const source = await openSet(await serve(await pack(tiny.folder), withRanges));
    expect(source).toMatchObject({ label: 'Tiny', revision: 'r1', problems: [] });
    expect(source.samples.map(({ sampleId }) => sampleId)).toEqual(['s1', 's2']);
    expect(source.get('s2')?.inputImages).toEqual(['images/copy-of-a.png', 'images/b.png']);
    for (const [path, bytes] of tiny.images) expect(await source.find(path)!.read()).toEqual(bytes);
    expect(source.find('images/none.png')).toBeUndefined();
    expect(source.find('images/a.png')).toBe(source.find('images/a.png'));
  });

  it('costs text when it is opened, and an image its own bytes', async () => {
    const served = await serve(await pack(writeTinyFolder().folder), withRanges);
    const source = await openSet(served);
    expect(served.log.map(({ path }) => path)).toEqual(['/manifest.json', '/samples-00000.json']);
    await source.find('images/b.png')!.read();
    expect(served.log.slice(2)).toEqual([{ path: '/images-00000.bin', sentBytes: 1001 }]);
  });

  it('joins an image that lies across two shards', async () => {
    const tiny = writeTinyFolder(7_000_000);
    const served = await serve(await pack(tiny.folder), withRanges);
    const bytes = await (await openSet(served)).find('images/b.png')!.read();
    expect(Buffer.compare(bytes, tiny.images.get('images/b.png')!)).toBe(0);
    expect(served.log.slice(2).map(({ sentBytes }) => sentBytes)).toEqual([1_000_000, 6_000_001]);
  });

  it('is read whole, shard by shard, where the host has no ranges', async () => {
    const tiny = writeTinyFolder();
    const served = await serve(await pack(tiny.folder), { hasRanges: false });
    const source = await openSet(served);
    // A gallery asks for many at once.
    const read = await Promise.all([...tiny.images.keys()].map((path) => source.find(path)!.read()));
    expect(read).toEqual([...tiny.images.values()]);
    expect(served.log.slice(2)).toEqual([{ path: '/images-00000.bin', sentBytes: 2001 }]);
  });

  it.each([true, false])(
    'never gives an image that is not the packed one (ranges: %s)',
    async (hasRanges) => {
      const flip = (path: string, bytes: Buffer): Buffer =>
        path.endsWith('.bin') ? Buffer.from(bytes.map((byte, i) => (i === 1500 ? byte ^ 1 : byte))) : bytes;
      const served = await serve(await pack(writeTinyFolder().folder), { hasRanges, change: flip });
      const source = await openSet(served);
      await expect(source.find('images/b.png')!.read()).rejects.toThrow(/SHA-256 differs/);
    }
  );

  it('is refused where its records are not the packed ones, or there is no manifest', async () => {
    const change = (path: string, bytes: Buffer): Buffer =>
      path.startsWith('/samples') ? Buffer.from(bytes.toString().replace('restyle', 'restile')) : bytes;
    const changed = await serve(await pack(writeTinyFolder().folder), { hasRanges: true, change });
    await expect(openSet(changed)).rejects.toThrow(/samples-00000\.json: .*SHA-256 differs/);
    const empty = await serve(newFolder(), withRanges);
    await expect(openSet(empty)).rejects.toThrow(/manifest\.json: the file is not there; got HTTP 404/);
  });
});

describe.skipIf(!existsSync(realrun))(
  'the real run, packed (skipped where its images are not at hand)',
  () => {
    // At night and before a deploy both.
    const shapes = inject('isThorough') ? ['MedGEN_data', 'parquet'] : ['parquet'];
    it.each(shapes)('from %s has the same samples and images', async (shape) => {
      const source = await openSet(await serve(await pack(join(realrun, shape)), withRanges));
      const records = ['vqa', 'edit', 'gen'].flatMap((name) =>
        readFileSync(join(realrun, `MedGEN_data/${name}.jsonl`), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, string & string[]>)
      );
      expect(source.samples).toHaveLength(records.length);
      for (const record of records) {
        const sample = source.get(record['sample_id']!)!;
        expect(sample).toMatchObject({ task: record['paper_task'], instruction: record['instruction'] });
        const packed = await Promise.all(
          imagesOf(sample).map(async (path) => hash(await source.find(path)!.read()))
        );
        const paths = [...record['input_images']!, record['ground_truth_image'] ?? []].flat();
        expect(packed).toEqual(paths.map((path) => hash(readFileSync(join(realrun, 'MedGEN_data', path)))));
      }
    });
  }
);
