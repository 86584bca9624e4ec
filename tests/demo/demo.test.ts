import { readFile } from 'node:fs/promises';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { makeDemo } from '../../src/demo/makeDemo.ts';
import { listRecords } from '../../src/demo/output/listRecords';
import { taskNames, tasks } from '../../src/lib/benchmark/tasks';
import type { JsonObject } from '../../src/lib/core/json';
import type { DecodedImage } from '../../src/lib/images/ImageDecoder';
import { makeTextPair } from '../../src/lib/metrics/text/textPair';
import type { Drop } from '../../src/lib/predictions/drop';
import { writeShardSet } from '../../src/pack/writeShardSet';
import { makeDecoder } from '../images/codecFiles';
import { newFolder } from '../pack/packedFolder';
import { readDrop } from '../predictions/readDrop';

const decoder = await makeDecoder([]);
let archive: Uint8Array<ArrayBuffer>;
/** In the order of the archive. */
let files: { readonly path: string; readonly bytes: Uint8Array }[];
let drop: Drop;

beforeAll(async () => {
  archive = new Uint8Array(await readFile('static/demo/demo.zip'));
  const entries = await new ZipReader(new Uint8ArrayReader(archive), { useWebWorkers: false }).getEntries();
  files = await Promise.all(
    entries
      .filter((entry) => !entry.directory)
      .map(async (entry) => ({ path: entry.filename, bytes: await entry.getData(new Uint8ArrayWriter()) }))
  );
  drop = await readDrop([{ path: 'demo.zip', file: new File([archive], 'demo.zip') }]);
});

function recordsOf(path: string): JsonObject[] {
  const file = files.find((candidate) => candidate.path === path);
  return new TextDecoder()
    .decode(file!.bytes)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonObject);
}

const samples = () => ['vqa', 'edit', 'gen'].flatMap((name) => recordsOf(`MedGEN_data/${name}.jsonl`));
const predictionsOf = (system: string) =>
  ['vqa', 'edit', 'generate'].flatMap((name) => recordsOf(`predictions/${system}_${name}.jsonl`));

const countBy = (records: readonly JsonObject[], field: string) =>
  Map.groupBy(records, (record) => String(record[field]));

async function decode(path: string): Promise<DecodedImage> {
  return decoder.decode(files.find((file) => file.path === path)!.bytes, path);
}

/** Mean absolute difference of two images over the larger grid, nearest neighbours. */
function meanError(candidate: DecodedImage, reference: DecodedImage): number {
  let sum = 0;
  for (let y = 0; y < reference.height; y++) {
    const row = Math.floor((y * candidate.height) / reference.height);
    for (let x = 0; x < reference.width; x++) {
      const column = Math.floor((x * candidate.width) / reference.width);
      for (let channel = 0; channel < 3; channel++) {
        const value = candidate.rgb[3 * (row * candidate.width + column) + channel]!;
        sum += Math.abs(value - reference.rgb[3 * (y * reference.width + x) + channel]!);
      }
    }
  }
  return sum / reference.rgb.length;
}

/** By task, the mean error of a system's pictures. */
async function errorsByTask(system: string): Promise<Map<string, number>> {
  const errors = new Map<string, number[]>();
  for (const record of predictionsOf(system)) {
    if (!record['output_image']) continue;
    const task = String(record['paper_task']);
    const candidate = await decode(`predictions/${String(record['output_image'])}`);
    const reference = await decode(`MedGEN_data/${String(record['ground_truth_image'])}`);
    errors.set(task, [...(errors.get(task) ?? []), meanError(candidate, reference)]);
  }
  return new Map(
    [...errors].map(([task, all]) => [task, all.reduce((sum, one) => sum + one, 0) / all.length])
  );
}

describe('the demo archive', () => {
  // It takes longer than all of the others; what is in it is held by the reference values of each of its records.
  it.runIf(inject('isThorough'))(
    'is the same, byte for byte, as the one that `npm run demo` made in a process of its own',
    async () => {
      expect(Buffer.compare((await makeDemo()).archive, archive)).toBe(0);
    }
  );

  it('is at most 6 MB', () => {
    expect(archive.length).toBeLessThanOrEqual(6_000_000);
  });

  it('says first of all that it is synthetic and no medical data', () => {
    expect(files[0]!.path).toBe('README.txt');
    expect(new TextDecoder().decode(files[0]!.bytes)).toMatch(/^SYNTHETIC DEMO: NOT MEDICAL DATA/);
  });

  it('has at least six samples of each of the 16 tasks and 96 in all', () => {
    const byTask = countBy(samples(), 'paper_task');
    expect([...byTask.keys()].sort()).toEqual([...taskNames].sort());
    expect(Math.min(...[...byTask.values()].map((records) => records.length))).toBeGreaterThanOrEqual(6);
    expect(samples().length).toBeGreaterThanOrEqual(96);
  });

  it('has all six modalities in every task on single views', () => {
    for (const [task, records] of countBy(samples(), 'paper_task')) {
      const modalities = new Set(records.map((record) => record['modality']));
      expect(modalities.size, task).toBeGreaterThanOrEqual(/3d/.test(task) ? 4 : 6);
    }
  });

  it('holds every picture that a record names', () => {
    const paths = new Set(files.map((file) => file.path));
    const predictions = ['demo-careful', 'demo-hasty'].flatMap(predictionsOf);
    const named = [...samples(), ...predictions].flatMap((record) => [
      `MedGEN_data/${String(record['input_image'])}`,
      ...(record['input_images'] as string[]).map((path) => `MedGEN_data/${path}`),
      ...((record['ground_truth_images'] ?? []) as string[]).map((path) => `MedGEN_data/${path}`),
      ...(record['output_image'] ? [`predictions/${String(record['output_image'])}`] : [])
    ]);
    expect(named.filter((path) => !paths.has(path))).toEqual([]);
    const unused = [...paths].filter((path) => path.endsWith('.png') && !named.includes(path));
    expect(unused).toEqual([]);
  });

  it('has several inputs with a contact sheet in every projection of a volume', () => {
    for (const record of samples().filter(({ paper_task: task }) => task === '3d-to-2d-projection')) {
      expect((record['input_images'] as string[]).length).toBeGreaterThan(1);
      expect(record['input_images']).not.toContain(record['input_image']);
    }
  });
});

describe('the demo when it is dropped', () => {
  it('has a sample and two predictions for every record, and nothing to complain about', () => {
    expect(drop.samples.size).toBe(samples().length);
    expect(drop.systems.map(({ system }) => system)).toEqual(['demo-careful', 'demo-hasty']);
    const rows = drop.systems.flatMap((system) => system.rows);
    expect(rows).toHaveLength(2 * samples().length);
    expect(rows.filter(({ status }) => status !== 'ready')).toEqual([]);
    expect(drop.problems.filter(({ severity }) => severity !== 'note')).toEqual([]);
  });

  it('leaves some answers of the hasty system unparsable, and none of the careful one', () => {
    const unparsable = drop.systems.map(
      ({ rows }) =>
        rows.filter((row) => {
          if (row.status !== 'ready') return false;
          const { sample, response } = row.prediction;
          const pair = makeTextPair(sample.task, response, sample.answer, sample.choices);
          return pair.parsed?.status === 'NA';
        }).length
    );
    expect(unparsable).toEqual([0, 4]);
  });
});

describe('the two made-up systems', () => {
  it('differ in quality in every task with pictures', async () => {
    const careful = await errorsByTask('demo-careful');
    const hasty = await errorsByTask('demo-hasty');
    expect([...careful.keys()].sort()).toEqual(
      taskNames.filter((task) => tasks[task].format !== 'vqa').sort()
    );
    for (const [task, error] of careful) {
      expect(error, task).toBeGreaterThan(0);
      expect(error, task).toBeLessThan(0.6 * hasty.get(task)!);
    }
  }, 60_000);

  it('leave something to resize: the hasty one gives some pictures in another size than the reference', async () => {
    const sizes = new Set<string>();
    for (const record of predictionsOf('demo-hasty')) {
      if (!record['output_image']) continue;
      const output = await decode(`predictions/${String(record['output_image'])}`);
      const reference = await decode(`MedGEN_data/${String(record['ground_truth_image'])}`);
      sizes.add(
        `${(output.width / reference.width).toFixed(2)} × ${(output.height / reference.height).toFixed(2)}`
      );
    }
    expect(sizes).toContain('0.50 × 0.50');
    expect(sizes).toContain('1.00 × 1.00');
    expect(sizes.size).toBeGreaterThan(2);
  }, 60_000);
});

describe('the demo as a shard set', () => {
  it('has the samples of the archive with all their pictures', async () => {
    const facts = { label: 'Demo (synthetic)', revision: null };
    const set = await writeShardSet(listRecords(files), newFolder(), facts);
    expect(set.counts.samples).toBe(samples().length);
    const pictures = files.filter(({ path }) => /^MedGEN_data\/images\//.test(path));
    expect(Object.keys(set.images).sort()).toEqual(
      pictures.map(({ path }) => path.slice('MedGEN_data/'.length)).sort()
    );
  });
});
