import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planJobs } from '../../src/lib/engine/plan';
import { metrics } from '../../src/lib/metrics/registry';
import type { Drop } from '../../src/lib/predictions/drop';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { readDrop } from '../predictions/readDrop';
import { editRecord, sampleOf, vqaRecord } from '../predictions/records';

const vqaIds = ['v1', 'v2', 'v3'];
const editIds = ['e1', 'e2'];
const models = ['GPT-4o', 'llava 1.5', 'x/qwen2-vl', 'checkpoint-7', 'Ours (v2)'];

interface Owned {
  readonly model: string;
  readonly records: readonly object[];
}

/** Lines in which the records of all models stand among each other, each with its model. */
const lineUp = (all: readonly Owned[], name: (model: string) => object): object[] =>
  Array.from({ length: vqaIds.length + editIds.length }, (_, i) =>
    all.flatMap(({ model, records }) => (records[i] ? [{ ...records[i], ...name(model) }] : []))
  ).flat();

const byModel = (all: readonly Owned[]) =>
  Object.fromEntries(all.map(({ model, records }) => [model, records]));

/** How one file says which model a record is of. */
const ways: Readonly<Record<string, (all: readonly Owned[]) => string>> = {
  model: (all) => jsonl(lineUp(all, (model) => ({ model }))),
  Model_Name: (all) => JSON.stringify(lineUp(all, (model) => ({ Model_Name: model }))),
  checkpoint: (all) => jsonl(lineUp(all, (checkpoint) => ({ checkpoint }))),
  'config.model': (all) => jsonl(lineUp(all, (model) => ({ config: { model, seed: 1 } }))),
  'lists by model': (all) => JSON.stringify(byModel(all)),
  'lists by model below a name': (all) => JSON.stringify({ date: 'today', results: byModel(all) }),
  'wrappers in lines': (all) =>
    jsonl(all.map(({ model, records }) => ({ config: { model }, results: records }))),
  'wrappers in an array': (all) =>
    JSON.stringify(all.map(({ model, records }) => ({ model_name: model, predictions: records })))
};

const owned = fc.record({
  answered: fc.subarray(vqaIds, { minLength: 1 }),
  failed: fc.subarray(vqaIds),
  edited: fc.subarray(editIds)
});

/** Records that tell whose they are. */
const write = (
  model: string,
  one: typeof owned extends fc.Arbitrary<infer Value> ? Value : never
): Owned => ({
  model,
  records: [
    ...one.answered.map((id) =>
      vqaRecord(id, { response: `${model} ${id}`, ...(one.failed.includes(id) && { error: 'timeout' }) })
    ),
    ...one.edited.map((id) => editRecord(id, { output_image: `out/${models.indexOf(model)}/${id}.png` }))
  ]
});

const images = models.flatMap((model, i) =>
  editIds.map((id) => dropFile(`run/out/${i}/${id}.png`, `${model} ${id}`))
);
const dataset = [
  dropFile('data/vqa.jsonl', jsonl(vqaIds.map((id) => sampleOf(vqaRecord(id))))),
  dropFile('data/edit.jsonl', jsonl(editIds.map((id) => sampleOf(editRecord(id))))),
  dropFile('data/images/in.png', 'in'),
  dropFile('data/images/gt.png', 'gt')
];

async function checkOwners(drop: Drop, all: readonly Owned[]): Promise<void> {
  const counts = drop.systems.map(({ system, rows }) => [system, rows.length]);
  expect(Object.fromEntries(counts)).toEqual(
    Object.fromEntries(all.map(({ model, records }) => [model, records.length]))
  );
  const jobs = await planJobs(
    drop,
    metrics.map(({ meta }) => meta)
  );
  const predictions = jobs.flatMap((job) => job.predictions);
  expect(predictions).toHaveLength(all.flatMap(({ records }) => records).length);
  for (const { system, prediction, output } of predictions) {
    const { sample, response } = prediction;
    const scored = output ? new TextDecoder().decode(await output.read()) : response;
    expect(scored).toBe(`${drop.systems[system]!.system} ${sample.sampleId}`);
  }
}

describe('several systems in one file', () => {
  it.each(Object.keys(ways))('keep their rows: %s', { timeout: 60_000 }, async (way) => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...models), { minLength: 2, maxLength: 4 }),
        fc.array(owned, { minLength: 4, maxLength: 4 }),
        fc.boolean(),
        async (names, contents, hasDataset) => {
          const all = names.map((model, i) => write(model, contents[i]!));
          const file = dropFile('run/all.jsonl', ways[way]!(all));
          const beside = hasDataset ? dataset : dataset.slice(2);
          await checkOwners(await readDrop([file, ...images, ...beside]), all);
        }
      ),
      { numRuns: 20 }
    );
  });
});
