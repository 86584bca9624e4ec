import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src/lib/dataset/parquet/ParquetDecoder';
import { openBlob } from '../../../src/lib/dataset/parquet/ByteSource';
import { readParquetIndex } from '../../../src/lib/dataset/parquet/ParquetIndex';
import { decoder } from './decoder';
import { readTableRows } from './readTableRows';

const folder = new URL('./tables/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.parquet'));

describe("tables as their writers' own reader gives them", () => {
  it.each(names)('%s', async (name) => {
    const expected = readFileSync(new URL(name.replace(/parquet$/, 'jsonl'), folder), 'utf8');
    const rows = await readTableRows(name, readFileSync(new URL(name, folder)));
    expect(rows.map((row) => Object.fromEntries([...row].map(([key, cell]) => [key, plain(cell)])))).toEqual(
      expected
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line))
    );
  });
});

describe('a shard whose column of nulls has another type', () => {
  it.each(readdirSync(new URL('shards/', folder)))('%s has no subtask', async (name) => {
    const bytes = openBlob(`vqa/${name}`, new Blob([readFileSync(new URL(`shards/${name}`, folder))]));
    const index = await readParquetIndex([{ path: `vqa/${name}`, bytes }], { decoder });
    expect(index.problems).toEqual([]);
    expect(index.samples).toMatchObject([{ task: 'question-answering', subtask: null, answer: 'Yes.' }]);
  });
});

/** As make_tables.py writes what JSON does not have. */
function plain(cell: Cell): unknown {
  if (cell instanceof Uint8Array) return { $bytes: Buffer.from(cell).toString('hex') };
  if (typeof cell === 'number' && !Number.isFinite(cell)) return { $float: floatNames[String(cell)] };
  if (Array.isArray(cell)) return cell.map(plain);
  if (typeof cell !== 'object' || cell === null) return cell;
  return Object.fromEntries(Object.entries(cell).map(([key, inner]) => [key, plain(inner as Cell)]));
}

const floatNames: Readonly<Record<string, string>> = { NaN: 'nan', Infinity: 'inf', '-Infinity': '-inf' };
