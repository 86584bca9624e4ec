import { beforeAll, describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/lib/core/problem';
import { resolveImage } from '../../src/lib/dataset/locateImage';
import { openFiles } from '../../src/lib/dataset/openFiles';
import { openShardFiles } from '../../src/lib/dataset/parquet/openShardFiles';
import type { SampleSource } from '../../src/lib/dataset/SampleSource';
import { DropSource } from '../../src/lib/predictions/DropSource';
import { findRecordImage } from '../../src/lib/predictions/findRecordImage';
import type { Drop } from '../../src/lib/predictions/drop';
import type { OpenShards } from '../../src/lib/run/matchFiles';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { decoder } from '../dataset/parquet/decoder';
import { makeEditRows, makeImage, makeShard } from '../dataset/parquet/makeShard';
import { readDrop } from './readDrop';

const rows = makeEditRows(3);
const shard = dropFile('image_editing/train-00000-of-00001.parquet', makeShard(rows, { rowGroupSize: 2 }));
const idOf = (row: number): string => `medgen:image_editing:train-00000-of-00001:00000${row}`;
const openShards: OpenShards = (entries) => openShardFiles(entries, { kind: 'dropped', label: '', decoder });

let source: SampleSource;

beforeAll(async () => {
  const { tree } = await openFiles([shard]);
  source = await openShardFiles(tree.entries, { kind: 'hub', label: 'MedGEN-Bench', decoder });
});

const output = dropFile('run/output_image/0.png', 'output');
const predictions = (fields: object) =>
  dropFile(
    'run/gpt_edit.jsonl',
    jsonl([{ sample_id: idOf(0), response: '', output_image: 'output_image/0.png', ...fields }])
  );

/** The images of the only prediction: reference, then inputs. */
async function readImages(drop: Drop): Promise<Uint8Array[]> {
  const [row] = drop.systems[0]!.rows;
  if (row?.status !== 'ready') throw new Error(row?.reason);
  const { sample, file } = row.prediction;
  const paths = [sample.referenceImage!, ...sample.inputImages];
  return Promise.all(paths.map((path) => resolveImage(drop, path, file)!.read()));
}

const sourceImages = [makeImage(1), makeImage(0)];

describe('predictions without their dataset', () => {
  it('take everything that they do not say from the chosen one, by sample_id', async () => {
    const drop = await readDrop([predictions({}), output], { source });
    const [row] = drop.systems[0]!.rows;
    expect(row).toMatchObject({
      status: 'ready',
      prediction: { sample: { task: 'artifact-removal', instruction: rows[0]!.instruction, modality: 'CT' } }
    });
    expect(await readImages(drop)).toEqual(sourceImages);
    expect(drop.missing.get('gpt')).toEqual([idOf(1), idOf(2)]);
  });

  it('take the images whose paths lead nowhere in the drop', async () => {
    const images = { ground_truth_image: 'images/assets/gt.png', input_image: 'images/assets/in.png' };
    const drop = await readDrop([predictions(images), output], { source });
    expect(await readImages(drop)).toEqual(sourceImages);
  });

  it('keep their own images where the drop has them', async () => {
    const images = { ground_truth_image: 'gt.png', input_image: 'in.png' };
    const drop = await readDrop(
      [predictions(images), output, dropFile('run/gt.png', 'reference'), dropFile('run/in.png', 'input')],
      { source }
    );
    const texts = (await readImages(drop)).map((bytes) => new TextDecoder().decode(bytes));
    expect(texts).toEqual(['reference', 'input']);
  });

  it('are never given a file of the drop that is called like an image of the dataset', async () => {
    const path = source.samples[0]!.referenceImage!;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const decoys = [path, `run/${path}`, `run/${name}`, `dataset:${path}`].map((decoy) =>
      dropFile(decoy, 'decoy')
    );
    const drop = await readDrop([predictions({}), output, ...decoys], { source });
    expect(await readImages(drop)).toEqual(sourceImages);
  });

  it('of a dropped dataset without images take the images of the chosen one', async () => {
    const sample = {
      sample_id: idOf(0),
      paper_task: 'artifact-removal',
      instruction: 'Own words.',
      ground_truth_image: 'gt.png',
      input_image: 'in.png'
    };
    const drop = await readDrop([predictions({}), output, dropFile('data/edit.jsonl', jsonl([sample]))], {
      source
    });
    expect(drop.systems[0]!.rows[0]).toMatchObject({ prediction: { sample: { instruction: 'Own words.' } } });
    expect(await readImages(drop)).toEqual(sourceImages);
  });

  it('that the chosen dataset does not have say so', async () => {
    const drop = await readDrop([predictions({ sample_id: 'other', paper_task: 'style-transfer' }), output], {
      source
    });
    const errors = drop.problems.filter(({ severity }) => severity === 'error').map(formatProblem);
    expect(errors).toEqual([
      'run/gpt_edit.jsonl:1: no ground_truth_image of sample "other"; got no path, expected the path of an image'
    ]);
  });

  it('show the dataset’s images in place of the paths in their records', async () => {
    const record = {
      ground_truth_image: 'x/gt.png',
      input_images: ['x/in.png'],
      output_image: 'output_image/0.png'
    };
    const drop = await readDrop([predictions(record), output], { source });
    const row = { record, file: 'run/gpt_edit.jsonl', sampleId: idOf(0) };
    expect(await findRecordImage(drop, row, 'x/gt.png')!.read()).toEqual(sourceImages[0]);
    expect(await findRecordImage(drop, row, 'x/in.png')!.read()).toEqual(sourceImages[1]);
    expect(findRecordImage(drop, row, 'output_image/0.png')?.path).toBe('run/output_image/0.png');
    expect(findRecordImage(drop, row, 'output_image/1.png')).toBeUndefined();
  });
});

describe('the image of a record', () => {
  it.each<[fields: object, path: string, own: number | null]>([
    [{ ground_truth_images: ['x/gt.png'] }, 'x/gt.png', 0],
    [{ input_image: 'x/in.png' }, 'x/in.png', 1],
    [{ input_image: 'x/in.png', input_images: [] }, 'x/in.png', 1],
    [{ input_images: ['x/a.png'], input_image: 'x/in.png' }, 'x/in.png', null],
    [{ input_images: ['x/a.png', 'x/b.png'] }, 'x/b.png', null]
  ])('is the dataset’s in the place that it has in %j: %s', async (fields, path, own) => {
    const drop = await readDrop([predictions({}), output], { source });
    const find = (sampleId: string) =>
      findRecordImage(drop, { record: { ...fields }, file: 'run/gpt_edit.jsonl', sampleId }, path);
    expect(await find(idOf(0))?.read()).toEqual(own === null ? undefined : sourceImages[own]);
    expect(find('other')).toBeUndefined();
    const nothing = { record: null, file: 'run/gpt_edit.jsonl', sampleId: idOf(0) };
    expect(findRecordImage(drop, nothing, path)).toBeUndefined();
    expect(findRecordImage({ ...drop, source: null }, { ...nothing, record: {} }, path)).toBeUndefined();
  });
});

describe('shards in the drop', () => {
  it('are its dataset', async () => {
    const drop = await readDrop([predictions({}), output, shard], { openShards });
    expect(await readImages(drop)).toEqual(sourceImages);
    expect(drop.samples.size).toBe(3);
    expect(drop.problems.filter(({ code }) => code === 'parquet-shard')).toEqual([]);
  });

  it('that cannot be read are a problem, and nothing else is', async () => {
    const broken = dropFile('image_editing/train-00000-of-00001.parquet', 'PAR1 is not enough');
    const own = { ground_truth_image: 'gt.png', paper_task: 'artifact-removal' };
    const drop = await readDrop([predictions(own), output, dropFile('run/gt.png', 'reference'), broken], {
      openShards
    });
    expect(drop.systems[0]!.rows[0]!.status).toBe('ready');
    expect(drop.problems.map(formatProblem)).toContainEqual(
      expect.stringMatching(/^image_editing\/train.*: not a Parquet file, or cut short/)
    );
  });

  it('are left alone beside a dataset in JSONL files', async () => {
    const sample = {
      sample_id: idOf(0),
      paper_task: 'artifact-removal',
      instruction: 'x',
      ground_truth_image: '0.png'
    };
    const drop = await readDrop(
      [predictions({}), output, dropFile('data/edit.jsonl', jsonl([sample])), shard],
      { openShards }
    );
    expect(drop.source).toBeNull();
    expect(drop.problems.map(formatProblem)).toContainEqual(
      expect.stringContaining('this Parquet shard is not read: the samples come from the JSONL files')
    );
  });
});

describe('the samples of a drop as a source', () => {
  it('name their images from the root of the drop, though two records use one path for two files', async () => {
    const files = ['a', 'b'].flatMap((folder) => [
      dropFile(`${folder}/gt.png`, folder),
      dropFile(
        `${folder}/sys_edit.jsonl`,
        jsonl([
          {
            sample_id: folder,
            paper_task: 'style-transfer',
            response: '',
            output_image: 'gt.png',
            ground_truth_image: 'gt.png'
          }
        ])
      )
    ]);
    const dropped = new DropSource(await readDrop(files), { kind: 'dropped', label: '' });
    const read = async (id: string) =>
      new TextDecoder().decode(await dropped.find(dropped.get(id)!.referenceImage!)!.read());
    expect([await read('a'), await read('b')]).toEqual(['a', 'b']);
  });

  const texts = { response: 'x', paper_task: 'question-answering', instruction: 'x', answer: 'y' };
  const answered = (sample_id: string, fields: object = {}) => ({ sample_id, ...texts, ...fields });
  const options = { kind: 'dropped', label: 'these files' } as const;

  it('are those of its dataset, each with its own images, where there is one', async () => {
    const { response, ...sample } = texts;
    const drop = await readDrop([
      dropFile(
        'data/vqa.jsonl',
        jsonl([
          { sample_id: 'v1', ...sample, input_images: ['in.png', 'gone.png'] },
          { sample_id: 'v2', ...sample }
        ])
      ),
      dropFile('data/in.png', 'input'),
      dropFile('m_vqa.jsonl', jsonl([{ sample_id: 'v2', response }, answered('v3')]))
    ]);
    const dropped = new DropSource(drop, options);
    expect(dropped).toMatchObject({ ...options, revision: null, problems: [] });
    expect(dropped.samples.map(({ sampleId }) => sampleId)).toEqual(['v1', 'v2']);
    expect(dropped.get('v1')).toMatchObject({
      inputImages: ['data/in.png', 'gone.png'],
      referenceImage: null
    });
    expect(dropped.get('v1')).toBe(dropped.samples[0]);
    expect(dropped.find('data/in.png')?.path).toBe('data/in.png');
    for (const absent of [dropped.find('in.png'), dropped.find('gone.png'), dropped.get('v3')])
      expect(absent).toBeUndefined();
  });

  it('are else those that its predictions bring along, the first of each id', async () => {
    const drop = await readDrop([
      dropFile('a_vqa.jsonl', jsonl([answered('v1', { instruction: 'first' }), { sample_id: 'broken' }])),
      dropFile('b_vqa.jsonl', jsonl([answered('v1', { instruction: 'second' }), answered('v2')]))
    ]);
    const { samples } = new DropSource(drop, options);
    expect(samples.map(({ sampleId, instruction }) => [sampleId, instruction])).toEqual([
      ['v1', 'first'],
      ['v2', 'x']
    ]);
  });

  it('have the revision of the chosen dataset, and tell it which images will be wanted', async () => {
    const expected: string[] = [];
    const expecting = { ...source, samples: [], revision: '2', get: () => undefined, find: () => undefined };
    const chosen: SampleSource = { ...expecting, expect: (paths) => void expected.push(...paths) };
    const drop = await readDrop([dropFile('m_vqa.jsonl', jsonl([answered('v1')]))], { source: chosen });
    const dropped = new DropSource(drop, options);
    dropped.expect(['a.png', 'b.png']);
    expect([dropped.revision, expected]).toEqual(['2', ['a.png', 'b.png']]);
    const careless = new DropSource({ ...drop, source: expecting }, options);
    expect(() => careless.expect(['a.png'])).not.toThrow();
    expect(() => careless.close()).not.toThrow();
    let closed = 0;
    new DropSource(drop, { ...options, onClose: () => void closed++ }).close();
    expect(closed).toBe(1);
  });
});
