import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeTable } from '../predictions/makeTable';
import { click, dropPaths, exportAs, pressScore } from './actions';
import { goTo, visit, waitForStatus } from './openSite';
import { expectSameMetrics, hasRealrun, readJsonl, realrun, type Json } from './realrun';
import { unzip } from './zip';

const scored = ['sample_id', 'PSNR', 'SSIM', 'BLEU', 'Text_EM'];

/** The predictions of a system as one Parquet file a format, with the output images inside. */
function writeTables(folder: string, system: string): void {
  for (const format of ['vqa', 'edit', 'generate']) {
    const rows = readJsonl(join(realrun, 'predictions', `${system}_${format}.jsonl`)).map((record) => {
      const path = record.output_image;
      const hasImage = typeof path === 'string' && path !== '';
      const bytes = hasImage ? new Uint8Array(readFileSync(join(realrun, 'predictions', path))) : null;
      return {
        sample_id: record.sample_id,
        response: record.response,
        output_image: hasImage ? { bytes, path } : null
      };
    });
    const columns = { sample_id: 'text', response: 'text', output_image: 'image' } as const;
    writeFileSync(join(folder, `${system}_${format}.parquet`), makeTable(rows, columns, 7));
  }
}

it.skipIf(!hasRealrun)('Parquet files of predictions give the official values for every record', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'medgen-parquet-'));
  mkdirSync(join(folder, 'predictions'));
  writeTables(join(folder, 'predictions'), 'compressed');
  const tab = await visit('score/');
  await dropPaths(tab.page, [join(folder, 'predictions'), join(realrun, 'MedGEN_data')]);
  await waitForStatus(tab.page, /^80 predictions/);
  await pressScore(tab.page);
  expect(await waitForStatus(tab.page, /^Scored \d+ of \d+/)).toMatch(/^Scored 80 of 80/);
  await goTo(tab.page, 'runs/');
  await click(tab.page, 'link', 'compressed');
  const files = await unzip((await exportAs(tab.page, 'Official JSONL')).bytes);
  expect(files.size).toBe(3);
  for (const [name, text] of files) {
    const actual = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Json);
    const expected = readJsonl(join(realrun, 'expected', name));
    expect(actual).toHaveLength(expected.length);
    actual.forEach((record, i) => {
      const wanted = Object.entries(expected[i]!).filter(([key]) => scored.includes(key));
      expectSameMetrics(record, Object.fromEntries(wanted));
    });
  }
  expect(tab.errors).toEqual([]);
  await tab.close();
});
