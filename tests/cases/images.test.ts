import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../src/lib/core/problem';
import type { Drop } from '../../src/lib/predictions/drop';
import { ParquetTable } from '../../src/lib/dataset/parquet/ParquetTable';
import type { WithTables } from '../../src/lib/predictions/readTables';
import { decoder } from '../dataset/parquet/decoder';
import { dropFile } from '../dataset/dropFiles';
import { readDrop } from '../predictions/readDrop';
import { editRecord, images, predictions } from '../predictions/records';
import { openCase } from './openCase';

const say = ({ problems }: Drop, severity = 'error') =>
  problems.filter((problem) => problem.severity === severity).map(formatProblem);

/** By sample of the edits: the bytes of the image that is scored, or why there is none. */
async function outputsOf({ systems, tree }: Drop): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const row of systems.flatMap(({ rows }) => rows)) {
    if (row.status !== 'ready') found[row.sampleId ?? ''] = row.reason;
    else if (row.prediction.outputImage !== null) {
      const entry = tree.resolve(row.prediction.outputImage, row.prediction.file)!;
      found[row.prediction.sample.sampleId] = Buffer.from(await entry.read()).toString('base64');
    }
  }
  return found;
}

const plain = await outputsOf(await readDrop(openCase('fmt_aliases')));
const ofEdits = Object.fromEntries(Object.entries(plain).filter(([id]) => id.startsWith('e')));

describe('output images', () => {
  it.each(['imgdict', 'dataurl'])('inside of records are those of the files: %s', async (name) => {
    const drop = await readDrop(openCase(name));
    expect(await outputsOf(drop)).toEqual(ofEdits);
    expect(say(drop)).toEqual([]);
  });

  it('inside of Parquet are those of the files, in whatever shape', async () => {
    const withTables: WithTables = (use) => use((entry) => ParquetTable.open(entry, decoder));
    const drop = await readDrop(openCase('pq_images'), { withTables });
    expect(say(drop)).toEqual([]);
    expect(drop.systems.map(({ system }) => system)).toEqual(['b64', 'hf', 'hflist', 'lb', 'plural']);
    for (const system of drop.systems) {
      expect(await outputsOf({ ...drop, systems: [system] })).toEqual(ofEdits);
    }
  });

  it('leave the records, which name their places', async () => {
    const { systems } = await readDrop(openCase('dataurl'));
    const row = systems[0]!.rows[0]!;
    expect(row.status === 'ready' && row.prediction.record['output_image']).toBe(
      'm_edit.jsonl/1/output_image.png'
    );
  });

  it('in a list: the first is scored, and a warning says so', async () => {
    const drop = await readDrop(openCase('imglist_multi'));
    expect((await outputsOf(drop))['e0']).toBe(ofEdits['e1']);
    expect(say(drop, 'warning')).toContain(
      'imglist_multi/pred/m_edit.jsonl:1: output_image is a list of 2 images; only the first is scored; got "output_image/m/e1.png", expected one image a sample'
    );
  });

  it('are found by addresses with %20, file: and names that look like one', async () => {
    const drop = await readDrop(openCase('path_percent'));
    expect(say(drop)).toEqual([]);
    expect(Object.keys(await outputsOf(drop))).toEqual(['e0', 'e1', 'e2', 'e3']);
  });

  it.each([
    ' output_image/gpt/e1.png ',
    'output_image\\gpt\\e1.png',
    'C:\\runs\\output_image\\gpt\\e1.png',
    'file:///C:/runs/output_image/gpt/e1.png',
    'http://localhost:8000/output_image/gpt/e1.png',
    'output_image/gpt/e%31.png'
  ])('are found by %j', async (path) => {
    const drop = await readDrop([
      predictions('gpt_edit.jsonl', editRecord('e1', { output_image: path })),
      ...images('e1')
    ]);
    expect(say(drop)).toEqual([]);
  });

  it('that are missing name the nearest file', async () => {
    const drop = await readDrop([
      predictions(
        'gpt_edit.jsonl',
        editRecord('e1', { output_image: 'output_image/gpt/E1.jpg' }),
        editRecord('e2', { output_image: 'data:image/png;base64,####' })
      ),
      dropFile('output_image/gpt/e1.png', 'x'),
      ...images()
    ]);
    expect(say(drop)[0]).toBe(
      'gpt_edit.jsonl:1: missing output_image of sample "e1"; got "output_image/gpt/E1.jpg", expected a file of the drop (the nearest is output_image/gpt/e1.png)'
    );
    expect(say(drop)[1]).toContain(
      'gpt_edit.jsonl:2: output_image of sample "e2" is neither a path nor an image in base64'
    );
  });
});
