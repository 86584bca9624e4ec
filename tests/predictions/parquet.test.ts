import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/lib/core/problem';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { ParquetTable } from '../../src/lib/dataset/parquet/ParquetTable';
import type { Drop } from '../../src/lib/predictions/drop';
import type { WithTables } from '../../src/lib/predictions/readTables';
import { dropFile, dropFolder } from '../dataset/dropFiles';
import { decoder } from '../dataset/parquet/decoder';
import { makeImage } from '../dataset/parquet/makeShard';
import { makeTable, makeTextTable, type ColumnKind } from './makeTable';
import { editRecord, vqaRecord } from './records';
import { readDrop } from './readDrop';

const withTables: WithTables = (use) => use((entry) => ParquetTable.open(entry, decoder));
const read = (...files: DroppedFile[]): Promise<Drop> => readDrop(files, { withTables });

const say = ({ problems }: Drop): string[] =>
  problems.filter(({ severity }) => severity === 'error').map(formatProblem);

const rowsOf = ({ systems }: Drop) =>
  systems.flatMap(({ system, rows }) =>
    rows.map((row) =>
      row.status === 'ready'
        ? [system, row.prediction.sample.sampleId, row.prediction.line, row.prediction.response]
        : [system, row.reason]
    )
  );

const editColumns: Record<string, ColumnKind> = {
  ...Object.fromEntries(Object.keys(editRecord('')).map((name) => [name, 'text' as const])),
  output_image: 'image'
};

const images = [dropFile('images/in.png', 'in'), dropFile('images/gt.png', 'gt')];

async function outputBytes(drop: Drop, i: number): Promise<Uint8Array | undefined> {
  const row = drop.systems[0]!.rows[i]!;
  if (row.status !== 'ready') throw new Error(row.reason);
  const { outputImage, file } = row.prediction;
  return drop.tree.resolve(outputImage ?? '', file)?.read();
}

describe('a Parquet file of predictions', () => {
  it('is read like the same records in JSONL, with the number of the row as place', async () => {
    const records = [vqaRecord('a'), vqaRecord('b', { response: 'B, “größer”.' })];
    const drop = await read(dropFile('gpt_vqa.parquet', makeTextTable(records)));
    expect(rowsOf(drop)).toEqual([
      ['gpt', 'a', 1, 'A nodule.'],
      ['gpt', 'b', 2, 'B, “größer”.']
    ]);
    expect(say(drop)).toEqual([]);
  });

  it('names file and row of what cannot be scored', async () => {
    const records = [vqaRecord('a'), vqaRecord('b', { response: undefined })];
    const drop = await read(dropFile('gpt_vqa.parquet', makeTextTable(records)));
    expect(say(drop)).toEqual([expect.stringMatching(/^gpt_vqa\.parquet:2.*no response of sample "b"/)]);
  });

  it('gives the output images that lie in it, over all row groups', async () => {
    const outputs = [1, 2, 3].map((number) => makeImage(number));
    const records = outputs.map((bytes, i) =>
      editRecord(`s${i}`, { output_image: { bytes, path: 'same/name.png' } })
    );
    const drop = await read(...images, dropFile('run/gpt_edit.parquet', makeTable(records, editColumns, 2)));
    expect(say(drop)).toEqual([]);
    for (const [i, bytes] of outputs.entries()) expect(await outputBytes(drop, i)).toEqual(bytes);
  });

  it('takes bytes without a structure, too', async () => {
    const bytes = makeImage(7);
    const table = makeTable([editRecord('s', { output_image: bytes })], {
      ...editColumns,
      output_image: 'bytes'
    });
    const drop = await read(...images, dropFile('gpt_edit.parquet', table));
    expect(await outputBytes(drop, 0)).toEqual(bytes);
  });

  it('looks among the files where a row has a path and no bytes', async () => {
    const path = 'output_image/gpt/s.png';
    const row = editRecord('s', { output_image: { bytes: null, path } });
    const table = makeTable([row], editColumns);
    const drop = await read(...images, dropFile(path, 'out'), dropFile('gpt_edit.parquet', table));
    expect(say(drop)).toEqual([]);
    expect(await outputBytes(drop, 0)).toEqual(new TextEncoder().encode('out'));
  });

  it('says that a row has no image', async () => {
    const table = makeTable([editRecord('s', { output_image: null })], editColumns);
    const drop = await read(...images, dropFile('gpt_edit.parquet', table));
    expect(say(drop)).toEqual([expect.stringMatching(/^gpt_edit\.parquet:1.*no output_image of sample "s"/)]);
  });

  it('leaves columns of other bytes in the file', async () => {
    const row = { ...vqaRecord('a'), embedding: Uint8Array.of(0xff, 0xfe) };
    const names = Object.keys(vqaRecord('a')).map((name) => [name, 'text' as const]);
    const table = makeTable([{ ...row, input_images: '["images/in.png"]' }], {
      ...Object.fromEntries(names),
      embedding: 'bytes'
    });
    const drop = await read(dropFile('gpt_vqa.parquet', table));
    expect(rowsOf(drop)).toEqual([['gpt', 'a', 1, 'A nodule.']]);
  });

  it('keeps values that were computed elsewhere as imported', async () => {
    const table = makeTable([{ sample_id: 'a', BLEU: 0.25 }], { sample_id: 'text', BLEU: 'number' });
    const drop = await read(dropFile('gpt_vqa_local_metrics.parquet', table));
    expect(drop.contents.files.map(({ rows }) => rows)).toEqual([
      [{ line: 1, record: { sample_id: 'a', BLEU: 0.25 } }]
    ]);
  });
});

describe('output images as PyArrow writes them', () => {
  const ways = ['bytes', 'large', 'struct', 'list', 'plural', 'bytes_list'];

  it.each(ways)('%s', async (way) => {
    const table = readFileSync(`tests/dataset/parquet/tables/${way}_edit.parquet`);
    const sample = { output_image: undefined, response: undefined };
    const samples = ['e0', 'e1'].map((id) => JSON.stringify(editRecord(id, sample)));
    const drop = await read(
      ...images,
      dropFile('MedGEN_data/edit.jsonl', samples.join('\n')),
      dropFile(`pred/${way}_edit.parquet`, table)
    );
    expect(say(drop)).toEqual([]);
    expect(await outputBytes(drop, 0)).toEqual(new TextEncoder().encode('first'));
    expect(await outputBytes(drop, 1)).toEqual(new TextEncoder().encode('second'));
  });
});

describe('a Parquet file that is neither predictions nor a dataset', () => {
  it('is named with the columns it has and those it should have', async () => {
    const table = makeTable([{ id: 'a', text: 'b' }], { id: 'text', text: 'text' });
    const drop = await read(dropFile('table.parquet', table));
    expect(say(drop)[0]).toBe(
      'table.parquet: this Parquet file holds neither predictions nor samples; got columns id, text, expected a column response, output_image, raw_response (predictions) or instruction, input_images, task (samples)'
    );
  });

  it('costs nothing else when it is damaged', async () => {
    const whole = makeTextTable([vqaRecord('a')]);
    const footer = whole.length - 8 - new DataView(whole.buffer).getUint32(whole.length - 8, true);
    const good = dropFile('good_vqa.parquet', whole);
    for (const [i, damage] of [
      whole.slice(0, -20),
      whole.map((byte, at) => (at >= footer && at < footer + 200 ? byte ^ 0x55 : byte)),
      whole.map((byte, at) => (at >= 4 && at < 200 ? byte ^ 0x55 : byte))
    ].entries()) {
      const drop = await read(good, dropFile(`bad${i}_vqa.parquet`, damage));
      expect(rowsOf(drop)).toEqual([['good', 'a', 1, 'A nodule.']]);
      expect(say(drop)).toEqual([expect.stringContaining(`bad${i}_vqa.parquet`)]);
    }
  });
});

const realrun = '../shared/realrun';

describe.skipIf(!existsSync(realrun))('the real run as Parquet', () => {
  it('gives the same predictions as its JSONL, nested answers among them', async () => {
    const files = dropFolder(realrun).filter(({ path }) => !path.endsWith('.parquet'));
    const isPredictions = ({ path }: DroppedFile) => /predictions\/[^/]*\.jsonl$/.test(path);
    const tables = await Promise.all(
      files.filter(isPredictions).map(async ({ path, file }) => {
        const lines = (await file.text()).trim().split('\n');
        const records = lines.map((line) => JSON.parse(line) as object);
        return dropFile(path.replace(/jsonl$/, 'parquet'), makeTextTable(records));
      })
    );
    const summarise = ({ systems }: Drop) =>
      systems.map(({ system, rows }) => ({
        system: basename(system),
        rows: rows.map((row) => {
          if (row.status !== 'ready') return row.reason;
          const { sample, response, outputImage } = row.prediction;
          return { sample, response, outputImage };
        })
      }));
    const [asText, asParquet] = [
      await read(...files),
      await read(...files.filter((file) => !isPredictions(file)), ...tables)
    ];
    expect(summarise(asParquet)).toEqual(summarise(asText));
    expect(say(asParquet)).toEqual(say(asText));
  });
});
