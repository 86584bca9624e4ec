import { describe, expect, it } from 'vitest';
import { runSteps } from '../../src/lib/core/runSteps';
import { DataError, formatProblem } from '../../src/lib/core/problem';
import type { Sample } from '../../src/lib/core/sample';
import { parseSample } from '../../src/lib/dataset/parseSample';
import type { SampleSource } from '../../src/lib/dataset/SampleSource';
import { noChoices } from '../../src/lib/predictions/fileChoices';
import { readFiles, type ReadOptions } from '../../src/lib/run/readFiles';
import type { OpenShards } from '../../src/lib/run/matchFiles';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import { dropFile } from '../dataset/dropFiles';
import { editRecord, images, predictions, sampleOf, vqaRecord } from '../predictions/records';

async function read(files: readonly DroppedFile[], options: ReadOptions = {}) {
  const notes: string[] = [];
  const drop = await runSteps(readFiles(files, options), (note) => notes.push(note));
  const say = (severity: string) =>
    drop.problems.filter((one) => one.severity === severity).map(formatProblem);
  return { drop, notes, errors: say('error'), warnings: say('warning') };
}

const sampleFrom = (id: string): Sample =>
  parseSample(sampleOf(vqaRecord(id)) as Parameters<typeof parseSample>[0], id, {});

function makeSource(ids: readonly string[]): SampleSource {
  const samples = ids.map(sampleFrom);
  return {
    kind: 'local',
    label: 'shards',
    revision: null,
    samples,
    problems: [],
    get: (id) => samples.find(({ sampleId }) => sampleId === id),
    find: () => undefined,
    close: () => undefined
  };
}

/** Too short to be read as a table, so that it counts as a shard. */
const shard = dropFile('train-00000-of-00001.parquet', 'PAR1');

describe('shards among the files', () => {
  it('are opened as the dataset, with the signal, and what they say is told', async () => {
    const stop = new AbortController();
    const opened: Parameters<OpenShards>[] = [];
    const openShards: OpenShards = (entries, options) => {
      opened.push([entries, options]);
      options.onProgress?.('Opening shard 1 of 1');
      return Promise.resolve(makeSource(['v1', 'v2']));
    };
    const { drop, notes } = await read([shard, predictions('gpt_vqa.jsonl', vqaRecord('v1'))], {
      openShards,
      signal: stop.signal
    });
    expect(opened.map(([entries, { signal }]) => [entries.map(({ path }) => path), signal])).toEqual([
      [['train-00000-of-00001.parquet'], stop.signal]
    ]);
    expect(notes).toContain('Opening shard 1 of 1');
    expect(drop.source?.label).toBe('shards');
    expect([...drop.samples.keys()]).toEqual(['v1', 'v2']);
    expect(Object.fromEntries(drop.missing)).toEqual({ gpt: ['v2'] });
  });

  it('have no signal where none was given', async () => {
    const openShards: OpenShards = (_, options) => {
      expect('signal' in options).toBe(false);
      return Promise.resolve(makeSource(['v1']));
    };
    expect((await read([shard], { openShards })).drop.source).not.toBeNull();
  });

  it('stay closed beside a dataset that was chosen, or lies there in JSONL, or where nobody opens them', async () => {
    const openShards: OpenShards = () => Promise.reject(new Error('they were opened'));
    const chosen = makeSource(['v1']);
    expect((await read([shard], { openShards, source: chosen })).drop.source).toBe(chosen);
    const jsonl = [
      shard,
      predictions('data/vqa.jsonl', sampleOf(vqaRecord('v1'))),
      predictions('gpt_vqa.jsonl', vqaRecord('v1'))
    ];
    const beside = await read(jsonl, { openShards });
    expect([beside.drop.source, [...beside.drop.samples.keys()], beside.errors]).toEqual([null, ['v1'], []]);
    expect((await read([shard])).drop.source).toBeNull();
    expect((await read([predictions('gpt_vqa.jsonl', vqaRecord('v1'))], { openShards })).errors).toEqual([]);
  });

  it('that cannot be read are told of, and everything else is matched', async () => {
    const where = { file: 'train-00000-of-00001.parquet' };
    const cut = new DataError({ code: 'parquet', where, what: 'the footer is cut' });
    const files = [shard, predictions('gpt_vqa.jsonl', vqaRecord('v1'))];
    const { errors, drop } = await read(files, { openShards: () => Promise.reject(cut) });
    expect(errors).toEqual(['train-00000-of-00001.parquet: the footer is cut']);
    expect([drop.source, drop.systems.length]).toEqual([null, 1]);
    const defect = read(files, { openShards: () => Promise.reject(new TypeError('a defect')) });
    await expect(defect).rejects.toThrow('a defect');
  });
});

describe('one sample of one system', () => {
  it('that two rows answer is told with both places', async () => {
    const { warnings, errors } = await read([
      predictions('gpt_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2'), vqaRecord('v1', { response: 'B' })),
      ...images()
    ]);
    expect([...warnings, ...errors]).toEqual([
      'gpt_vqa.jsonl:3: a second prediction for sample "v1"; got gpt_vqa.jsonl:3, expected only gpt_vqa.jsonl:1, which is scored'
    ]);
  });

  it('whose image is also that of another system is told, for both', async () => {
    const { warnings } = await read([
      predictions('gpt_edit.jsonl', editRecord('e1')),
      predictions('qwen_edit.jsonl', editRecord('e1')),
      ...images('e1')
    ]);
    expect(warnings).toEqual([
      expect.stringMatching(/^gpt_edit\.jsonl: output images that are also those of "qwen"/),
      expect.stringMatching(/^qwen_edit\.jsonl: output images that are also those of "gpt"/)
    ]);
  });

  it('that has none of it is counted as missing, by system', async () => {
    const data = predictions('data/vqa.jsonl', ...['v1', 'v2', 'v3'].map((id) => sampleOf(vqaRecord(id))));
    const { drop, warnings } = await read([
      data,
      predictions('a_vqa.jsonl', vqaRecord('v1')),
      predictions('b_vqa.jsonl', vqaRecord('v2'), vqaRecord('v3'), vqaRecord('v1')),
      ...images()
    ]);
    expect(Object.fromEntries(drop.missing)).toEqual({ a: ['v2', 'v3'], b: [] });
    expect(warnings).toEqual([expect.stringMatching(/a.*2 /)]);
  });
});

describe('the files of a system', () => {
  it('say what they hold, how many records, and by which fields they were read', async () => {
    const choices = { ...noChoices, fields: new Map([['gpt_vqa.jsonl', { response: 'text' }]]) };
    const { text, ...record } = { ...vqaRecord('v1'), text: 'A nodule.', response: undefined };
    const { drop } = await read(
      [
        predictions('gpt_vqa.jsonl', { ...record, text }),
        predictions('gpt_vqa_local_metrics.jsonl', { sample_id: 'v1', BLEU: 0.5 })
      ],
      { choices }
    );
    expect(drop.systems.map(({ files }) => files)).toEqual([
      [
        { path: 'gpt_vqa.jsonl', records: 1, holds: 'predictions', fields: { response: 'text' } },
        { path: 'gpt_vqa_local_metrics.jsonl', records: 1, holds: 'scores' }
      ]
    ]);
    const reading = drop.fields.find(({ path }) => path === 'gpt_vqa.jsonl')!;
    expect(reading).toMatchObject({ kind: 'predictions', mapping: { response: 'text' } });
    expect(Object.keys(reading)).toContain('mapping');
  });

  it('with ids in another spelling offer the nearest, and say when they were taken', async () => {
    const data = predictions('data/vqa.jsonl', sampleOf(vqaRecord('medgen:vqa:train:000001')));
    const files = [data, predictions('gpt_vqa.jsonl', vqaRecord('MEDGEN:VQA:TRAIN:000001'))];
    const offered = await read(files);
    expect(offered.drop.idMatches.map(({ path }) => path)).toEqual(['gpt_vqa.jsonl']);
    expect(offered.drop.systems[0]!.files[0]).not.toHaveProperty('matchedIds');
    const choices = { ...noChoices, matchedIds: new Set(['gpt_vqa.jsonl']) };
    const taken = await read(files, { choices });
    expect(taken.drop.systems[0]!.files[0]).toMatchObject({ matchedIds: true });
    expect(Object.fromEntries(taken.drop.missing)).toEqual({ gpt: [] });
    expect(Object.fromEntries(offered.drop.missing)).toEqual({ gpt: ['medgen:vqa:train:000001'] });
  });
});

describe('files that hold no records', () => {
  it('are told of once, and images inside of records become files of the drop', async () => {
    const { drop } = await read([
      predictions(
        'gpt_edit.jsonl',
        editRecord('e1', { output_image: `data:image/png;base64,${btoa('pixels')}` })
      ),
      ...images(),
      dropFile('notes.xyz', 'x')
    ]);
    const others = drop.contents.others.map(({ path }) => path);
    expect(others.toSorted()).toEqual(['images/gt.png', 'images/in.png', 'notes.xyz']);
    expect(drop.problems.map(({ what }) => what).join('\n')).toMatch(
      /1 file of other kinds not read: notes\.xyz/
    );
    const [row] = drop.systems[0]!.rows;
    if (row?.status !== 'ready') throw new Error(row?.reason);
    const { outputImage, file } = row.prediction;
    const bytes = await drop.tree.resolve(outputImage!, file)!.read();
    expect(new TextDecoder().decode(bytes)).toBe('pixels');
    expect(drop.contents.dropped.resolve(outputImage!, file)).toBeUndefined();
    expect(drop.tree.resolve('images/gt.png', file)?.path).toBe('images/gt.png');
  });

  it('that cannot be opened are told of with everything else', async () => {
    const { errors, drop } = await read([
      dropFile('broken.zip', 'PK\u0003\u0004 cut'),
      predictions('gpt_vqa.jsonl', vqaRecord('v1'))
    ]);
    expect(errors).toEqual([expect.stringMatching(/^broken\.zip: /)]);
    expect(drop.systems).toHaveLength(1);
  });
});
