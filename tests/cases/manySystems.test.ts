import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { planJobs } from '../../src/lib/engine/plan';
import { metrics } from '../../src/lib/metrics/registry';
import type { Drop } from '../../src/lib/predictions/drop';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { makeTar } from '../dataset/makeTar';
import { makeZip } from '../dataset/makeZip';
import { readDrop } from '../predictions/readDrop';
import { editRecord, sampleOf, vqaRecord } from '../predictions/records';

const vqaIds = ['v1', 'v2', 'v3'];
const editIds = ['e1', 'e2'];

/** How one system's files are laid out. Its place is its own: the folder or archive that bears its number. */
const layout = fc.record({
  stem: fc.constantFrom('predictions', 'gpt', 'Model-X'),
  vqaWord: fc.constantFrom('_vqa', '-VQA', '_Vqa'),
  editWord: fc.constantFrom('_edit', '_editing', '-image_edit'),
  parts: fc.constantFrom<'one' | 'part' | 'of'>('one', 'part', 'of'),
  kind: fc.constantFrom('folder', 'zip', 'tar', 'tar.gz', 'tgz', 'gzipped tar called .tar'),
  text: fc.constantFrom(
    'jsonl',
    'array',
    'indented',
    'gzip',
    'wrapped',
    'by id',
    'columns',
    'utf-16',
    'printed'
  ),
  image: fc.constantFrom(
    'out/',
    './out/',
    'out\\',
    '/home/me/run/out/',
    'C:\\run\\out\\',
    'file:///run/out/'
  ),
  answered: fc.subarray(vqaIds, { minLength: 1 }),
  failed: fc.subarray(vqaIds),
  edited: fc.subarray(editIds)
});
type Layout = typeof layout extends fc.Arbitrary<infer Value> ? Value : never;

function write(records: readonly object[], text: Layout['text']): Uint8Array<ArrayBuffer> {
  const all = records as readonly { readonly sample_id: string }[];
  const whole = {
    jsonl: () => jsonl(records),
    array: () => JSON.stringify(records),
    indented: () => records.map((record) => JSON.stringify(record, null, 2)).join('\n'),
    gzip: () => jsonl(records),
    wrapped: () => JSON.stringify({ model: 'x', results: records }),
    'by id': () => JSON.stringify(Object.fromEntries(all.map((record) => [record.sample_id, record]))),
    columns: () => JSON.stringify(toColumns(records)),
    'utf-16': () => `\ufeff${jsonl(records)}`,
    printed: () => jsonl(records).replaceAll('"', "'").replaceAll('null', 'None')
  }[text]();
  if (text === 'utf-16') return new Uint8Array(Buffer.from(whole, 'utf16le'));
  return new Uint8Array(text === 'gzip' ? gzipSync(whole) : Buffer.from(whole));
}

/** By columns and row numbers, as pandas' `to_json` writes them. */
function toColumns(records: readonly object[]): object {
  const names = new Set(records.flatMap((record) => Object.keys(record)));
  const column = (name: string) =>
    records.map((record) => [name, Reflect.get(record, name) ?? null] as const);
  return Object.fromEntries(
    [...names].map((name) => [name, Object.fromEntries(column(name).map(([, value], i) => [i, value]))])
  );
}

interface Packed {
  readonly name: string;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Records that tell whose they are, in files as the layout says; images too. */
function listFiles(owner: string, layout: Layout): Packed[] {
  const { stem, vqaWord, editWord, parts, text, image, answered, failed, edited } = layout;
  const answers = answered.map((id) =>
    vqaRecord(id, { response: `${owner} ${id}`, ...(failed.includes(id) && { error: 'timeout' }) })
  );
  const cut =
    parts === 'one' ? [answers] : [answers.slice(0, 1), answers.slice(1)].filter((one) => one.length > 0);
  const suffix = (i: number) => ({ one: '', part: `_part${i}`, of: `-0000${i}-of-0000${cut.length}` })[parts];
  const edits = edited.map((id) => editRecord(id, { output_image: `${image}${id}.png` }));
  return [
    ...cut.map((records, i) => ({ name: `${stem}${vqaWord}${suffix(i)}.jsonl`, data: write(records, text) })),
    ...(edits.length > 0 ? [{ name: `${stem}${editWord}.jsonl`, data: write(edits, text) }] : []),
    ...edited.map((id) => ({ name: `out/${id}.png`, data: new Uint8Array(Buffer.from(`${owner} ${id}`)) }))
  ];
}

function makeFiles(layouts: readonly Layout[]): DroppedFile[] {
  return layouts.flatMap((one, i) => {
    const files = listFiles(`s${i}`, one);
    if (one.kind !== 'folder') return [pack(`s${i}`, one.kind, files)];
    return files.map(({ name, data }) => dropFile(`runs/s${i}/${name}`, data));
  });
}

function pack(name: string, kind: Exclude<Layout['kind'], 'folder'>, files: readonly Packed[]): DroppedFile {
  if (kind === 'zip') return dropFile(`${name}.zip`, makeZip(files));
  const tar = makeTar(files);
  if (kind === 'tar') return dropFile(`${name}.tar`, tar);
  const ending = kind === 'gzipped tar called .tar' ? 'tar' : kind;
  return dropFile(`${name}.${ending}`, new Uint8Array(gzipSync(tar)));
}

const dataset = [
  dropFile('data/vqa.jsonl', jsonl(vqaIds.map((id) => sampleOf(vqaRecord(id))))),
  dropFile('data/edit.jsonl', jsonl(editIds.map((id) => sampleOf(editRecord(id))))),
  dropFile('data/images/in.png', 'in'),
  dropFile('data/images/gt.png', 'gt')
];

/** `s0` of any of a system's places. */
const ownerOf = (path: string) => /(?:^|\/)(s\d+)(?:\.(?:zip|tar|tar\.gz|tgz))?\//.exec(path)?.[1];

async function checkRows(drop: Drop, layouts: readonly Layout[]): Promise<void> {
  expect(drop.systems).toHaveLength(layouts.length);
  for (const { files, rows } of drop.systems) {
    const [owner, ...others] = new Set(files.map(({ path }) => ownerOf(path)));
    expect(others).toEqual([]);
    const { answered, edited } = layouts[Number(owner!.slice(1))]!;
    expect(rows).toHaveLength(answered.length + edited.length);
    expect(files.reduce((sum, { records }) => sum + records, 0)).toBe(rows.length);
    for (const row of rows) {
      if (row.status !== 'ready') throw new Error(row.reason);
      const { sample, response, file } = row.prediction;
      expect(ownerOf(file)).toBe(owner);
      if (sample.format === 'vqa') expect(response).toBe(`${owner} ${sample.sampleId}`);
    }
  }
  await checkOutputs(drop);
}

/** The image that will be scored is the system's own. */
async function checkOutputs(drop: Drop): Promise<void> {
  const jobs = await planJobs(
    drop,
    metrics.map(({ meta }) => meta)
  );
  for (const { system, prediction, output } of jobs.flatMap(({ predictions }) => predictions)) {
    if (!output) continue;
    const owner = ownerOf(drop.systems[system]!.files[0]!.path);
    expect(new TextDecoder().decode(await output.read())).toBe(`${owner} ${prediction.sample.sampleId}`);
  }
}

describe('several systems in one drop', () => {
  it(
    'keep their rows: none is scored by the file of another, and none is lost',
    { timeout: 60_000 },
    async () => {
      const layouts = fc.array(layout, { minLength: 2, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(
          layouts,
          fc.boolean(),
          fc.infiniteStream(fc.nat(1000)),
          async (all, hasDataset, order) => {
            const files = [...makeFiles(all), ...(hasDataset ? dataset : dataset.slice(2))];
            const shuffled = files
              .map((file) => [order.next().value as number, file] as const)
              .sort(([a], [b]) => a - b)
              .map(([, file]) => file);
            await checkRows(await readDrop(shuffled), all);
          }
        ),
        { numRuns: 150 }
      );
    }
  );
});
