import { describe, expect, it } from 'vitest';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import type { Cell } from '../../src/lib/dataset/parquet/ParquetDecoder';
import { toTableRecord } from '../../src/lib/predictions/tableRecord';

const bytes = new TextEncoder().encode('image');
const entry = makeBlobEntry('run/m_edit.parquet', new Blob(['PAR1']), 5);
const read = (cells: Readonly<Record<string, Cell>>) =>
  toTableRecord(new Map(Object.entries(cells)), entry, 7);

describe('the record of a row of a Parquet file', () => {
  it('has the texts and numbers of its cells, and JSON where a column may hold it', () => {
    const cells = { sample_id: 'v1', response: '["B"]', n: 2, choices: '["A", "B"]', none: null };
    expect(read(cells)).toEqual({ record: { ...cells, choices: ['A', 'B'] }, images: [] });
  });

  it.each<[what: string, cell: Cell, path: unknown]>([
    ['a path', 'out/1.png', 'out/1.png'],
    ['paths', ['out/1.png', 'out/2.png'], ['out/1.png', 'out/2.png']],
    ['one path in a list', ['out/1.png'], 'out/1.png'],
    ['a path in a structure', { bytes: null, path: 'out/1.png' }, 'out/1.png'],
    ['an empty path', { bytes: null, path: '' }, undefined],
    ['no path', { bytes: null, path: null }, undefined],
    ['a number in place of a path', { bytes: null, path: 5 }, undefined],
    ['an empty list', [], undefined],
    ['nothing', null, undefined],
    ['a number', 5, undefined],
    ['a list of lists', [['out/1.png']], undefined]
  ])('names its output by %s', (_, cell, path) => {
    const { record, images } = read({ output_image: cell });
    expect([record, images]).toEqual([path === undefined ? {} : { output_image: path }, []]);
  });

  it.each<[what: string, cell: Cell, names: readonly string[]]>([
    ['bytes alone', bytes, ['7/output_image']],
    ['bytes with a name', { bytes, path: 'out/1.png' }, ['7/1.png']],
    ['bytes with a name as Windows writes it', { bytes, path: 'C:\\out\\1.png' }, ['7/1.png']],
    ['bytes of a folder', { bytes, path: 'out/' }, ['7/output_image']],
    ['bytes with an empty name', { bytes, path: '' }, ['7/output_image']],
    ['several', [bytes, { bytes, path: 'b.png' }, bytes], ['7/output_image', '7/1/b.png', '7/2/output_image']]
  ])('puts images that lie in the file into the drop: %s', async (_, cell, names) => {
    const { record, images } = read({ output_image: cell });
    expect(images.map(({ path, modifiedMs }) => [path, modifiedMs])).toEqual(
      names.map((name) => [`run/m_edit.parquet/${name}`, 5])
    );
    expect(await images[0]!.read()).toEqual(bytes);
    const paths = names.map((name) => `m_edit.parquet/${name}`);
    expect(record['output_image']).toEqual(paths.length === 1 ? paths[0] : paths);
  });

  it('takes its outputs from the official column, and from `output_images` where there is none', () => {
    expect(read({ output_images: ['b.png'], output_image: 'a.png' }).record).toEqual({
      output_image: 'a.png'
    });
    expect(read({ output_images: ['b.png'] }).record).toEqual({ output_image: 'b.png' });
  });

  it('names images of the sample by their paths, and leaves their bytes in the file', () => {
    const cells = {
      input_images: [{ bytes, path: 'in.png' }, 'b.png', { bytes }],
      ground_truth_image: { bytes, path: 'gt.png' },
      metadata: { path: 'x' },
      in_image_info: { path: 'x' }
    };
    expect(read(cells)).toEqual({
      record: {
        input_images: ['in.png', 'b.png', null],
        ground_truth_image: 'gt.png',
        metadata: { path: 'x' },
        in_image_info: { path: 'x' }
      },
      images: []
    });
  });
});
