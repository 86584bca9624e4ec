import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import type { Drop } from '../../src/lib/predictions/drop';
import { dropFolder } from '../dataset/dropFiles';
import { readDrop } from './readDrop';

const folder = '../shared/realrun';
const isThere = existsSync(folder);
if (!isThere) console.warn(`skipped: the real run is not at ${folder}`);

async function zip(files: readonly DroppedFile[]): Promise<DroppedFile> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const { path, file } of files) await writer.add(path, new BlobReader(file), { level: 1 });
  return { path: 'run.zip', file: new File([await writer.close()], 'run.zip') };
}

/** Systems without the paths of their files, which differ between a folder and an archive. */
function withoutFiles({ systems, tree }: Drop) {
  return systems.map(({ system, rows }) => ({
    system,
    rows: rows.map((row) => {
      if (row.status !== 'ready') return row.reason;
      const { file, ...prediction } = row.prediction;
      const images = [
        prediction.outputImage,
        prediction.sample.referenceImage,
        ...prediction.sample.inputImages
      ];
      const found = images.map((path) => path && tree.resolve(path, file)?.path.replace(/^run\.zip\//, ''));
      return { ...prediction, found };
    })
  }));
}

describe.skipIf(!isThere)('the real run', () => {
  it('is three systems with 80 ready predictions each, without a warning', async () => {
    const drop = await readDrop(dropFolder(folder));
    const counts = drop.systems.map(({ system, rows }) => {
      const formats = rows.map((row) => (row.status === 'ready' ? row.prediction.sample.format : 'unscored'));
      const count = (format: string) => formats.filter((one) => one === format).length;
      return [system, count('vqa'), count('edit'), count('generate'), count('unscored')];
    });
    expect(counts).toEqual([
      ['blurred', 32, 24, 24, 0],
      ['compressed', 32, 24, 24, 0],
      ['square1024', 32, 24, 24, 0]
    ]);
    expect(drop.problems.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(drop.samples.size).toBe(80);
    expect([...drop.missing.values()].flat()).toEqual([]);
    const scores = drop.systems.flatMap(({ files }) => files).filter(({ holds }) => holds === 'scores');
    expect(scores.reduce((sum, { records }) => sum + records, 0)).toBe(240);
  });

  it('is the same out of a ZIP', { timeout: 60_000 }, async () => {
    const files = dropFolder(folder);
    const [fromFolder, fromZip] = [await readDrop(files), await readDrop([await zip(files)])];
    expect(withoutFiles(fromZip)).toEqual(withoutFiles(fromFolder));
    const image = fromZip.tree.resolve(
      'output_image/compressed/586ab8bd93bc2e33.jpg',
      'run.zip/realrun/predictions/compressed_edit.jsonl'
    );
    const original = fromFolder.tree.get('realrun/predictions/output_image/compressed/586ab8bd93bc2e33.jpg');
    expect(await image!.read()).toEqual(await original!.read());
  });

  it('scores without its dataset folder too, as long as its images are there', async () => {
    const files = dropFolder(folder).filter(
      ({ path }) => !/MedGEN_data\/\w+\.jsonl$|\/(?:expected|parquet)\//.test(path)
    );
    const drop = await readDrop(files);
    expect(drop.systems.flatMap(({ rows }) => rows).filter((row) => row.status === 'ready')).toHaveLength(
      240
    );
    expect(drop.samples.size).toBe(0);
  });
});
