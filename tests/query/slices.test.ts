import { describe, expect, it } from 'vitest';
import type { ScoreRow } from '../../src/lib/core/score';
import { coverTasks } from '../../src/lib/stats/coverTasks';
import { rowFacetIds, rowFacets, type RowFacetId } from '../../src/lib/query/rowFacets';
import { computeSlices } from '../../src/lib/query/slices';
import { makeRow } from '../stats/rows';

const ssim = { id: 'ssim', formats: ['edit', 'generate'], threshold: 0.7, higherIsBetter: true } as const;
const labelOf = (id: RowFacetId, row: Partial<ScoreRow>): string =>
  rowFacets[id].labelOf(rowFacets[id].keyOf(makeRow(row)));
const answered = (answer: string): Partial<ScoreRow> => ({ texts: { response: '', answer, parsed: null } });

describe('facets', () => {
  it('put every row somewhere, the broken ones too', () => {
    const broken = makeRow({ sampleId: '', format: null, task: null, modality: 'unknown', record: null });
    for (const id of rowFacetIds) expect(rowFacets[id].labelOf(rowFacets[id].keyOf(broken)), id).not.toBe('');
  });

  it('take the source from the record, else from the id', () => {
    const record = { dataset_source: { config: 'image_editing', shard: 's', row_index: 0 } };
    expect(labelOf('source', { record })).toBe('image_editing');
    expect(labelOf('source', { sampleId: 'medgen:vqa:train-00000-of-00001:000003' })).toBe('vqa');
    expect(labelOf('source', { sampleId: 'mine' })).toBe('No source named');
  });

  it('bin answers by their words, the compared text before the dropped one', () => {
    expect(labelOf('answer-length', answered('B'))).toBe('1 word');
    expect(labelOf('answer-length', answered('a b'))).toBe('2–5 words');
    expect(labelOf('answer-length', answered('a b c d e f'))).toBe('6–20 words');
    expect(labelOf('answer-length', answered('w '.repeat(101)))).toBe('> 100 words');
    const record = { answer: { findings: 'clear lungs', impression: 'normal' } };
    expect(labelOf('answer-length', { record })).toBe('2–5 words');
    expect(labelOf('answer-length', {})).toBe('No reference answer');
  });

  it('bin images by the longer side of the reference', () => {
    const size = (width: number, height: number) =>
      labelOf('image-size', { referenceSize: { width, height } });
    expect([size(256, 100), size(100, 257), size(1024, 1), size(1025, 1)]).toEqual([
      '≤ 256 px',
      '257–512 px',
      '513–1024 px',
      '> 1024 px'
    ]);
    expect(labelOf('image-size', {})).toBe('No reference image read');
  });

  it('count the input images', () => {
    const inputs = (...images: string[]) => labelOf('inputs', { record: { input_images: images } });
    expect([inputs(), inputs('a'), inputs('a', 'b'), inputs('a', 'b', 'c', 'd')]).toEqual([
      '0 images',
      '1 image',
      '2 images',
      '> 3 images'
    ]);
    expect(labelOf('inputs', { record: { input_image: 'a' } })).toBe('1 image');
  });
});

describe('slices', () => {
  const scored = (value: number, facts: Partial<ScoreRow>): ScoreRow =>
    makeRow({ scores: { ssim: { value } }, ...facts });
  const rows = [
    scored(0.8, { subtask: 'b 10' }),
    scored(0.6, { subtask: 'b 9' }),
    scored(1, { subtask: 'b 10' }),
    scored(0.5, { subtask: null }),
    scored(0.4, { subtask: 'b 10', format: 'generate', task: 'organic-removal' }),
    makeRow({ format: null, task: null })
  ];

  it('are within a format, each with its own n, mean and share that passes', () => {
    const sections = computeSlices(rows, [ssim], rowFacets.subtask);
    const read = sections.map(({ format, groups }) => [
      format,
      groups.map(({ key, found, cells }) => {
        const cell = cells.get('ssim')!;
        return [key, found, cell.n, cell.mean, cell.accuracyRate];
      })
    ]);
    expect(read).toEqual([
      [
        'edit',
        [
          ['b 9', 1, 1, 0.6, 0],
          ['b 10', 2, 2, 0.9, 1],
          ['unknown', 1, 1, 0.5, 0]
        ]
      ],
      ['generate', [['b 10', 1, 1, 0.4, 0]]]
    ]);
  });

  it('of bins come in the order of their sizes', () => {
    const sized = [600, 100, 300].map((width) => scored(1, { referenceSize: { width, height: 10 } }));
    const [section] = computeSlices(sized, [ssim], rowFacets['image-size']);
    expect(section!.groups.map(({ key }) => key)).toEqual(['256', '512', '1024']);
  });

  it('leave no row of a known format out, whatever the facet', () => {
    for (const id of rowFacetIds) {
      const found = computeSlices(rows, [ssim], rowFacets[id]).flatMap(({ groups }) => groups);
      expect(
        found.reduce((sum, group) => sum + group.found, 0),
        id
      ).toBe(5);
    }
  });
});

describe('coverage', () => {
  it('names all 16 tasks, those without a row too', () => {
    const covered = coverTasks([
      makeRow({}),
      makeRow({ unscored: 'image missing' }),
      makeRow({ format: null, task: null })
    ]);
    expect(covered).toHaveLength(16);
    expect(covered.filter(({ found }) => found > 0)).toEqual([
      { task: 'style-transfer', format: 'edit', found: 2, scored: 1 }
    ]);
  });
});
