import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleFacetIds, sampleFacets, type SampleFacetId } from '../../src/lib/query/sampleFacets';
import {
  allSamples,
  makeSampleTable,
  toSampleQuery,
  type SampleFilter
} from '../../src/lib/query/sampleTable';
import type { Sample } from '../../src/lib/core/sample';
import { makeReleaseSamples } from '../dataset/releaseSamples';

const sample = (changes: Partial<Sample>): Sample => ({
  sampleId: 'medgen:vqa:train-00000-of-00001:000000',
  format: 'vqa',
  task: 'multiple-choice',
  subtask: null,
  modality: 'CT',
  modalityAsWritten: 'CT',
  instruction: '',
  choices: [],
  answer: undefined,
  inputImages: ['a.png'],
  referenceImage: null,
  ...changes
});

const choose = (chosen: Partial<SampleFilter['chosen']>, search = ''): SampleFilter => ({
  chosen: { ...allSamples.chosen, ...chosen },
  search
});

/** Five samples, counted by hand below. */
const five = [
  sample({ sampleId: 'a', instruction: 'Where is the Lesion?', answer: 'left lobe' }),
  sample({ sampleId: 'b', task: 'report-generation', modality: 'MRI', answer: { findings: 'No lesion.' } }),
  sample({ sampleId: 'c', format: 'edit', task: 'style-transfer', subtask: 'dye', referenceImage: 'r.png' }),
  sample({
    sampleId: 'd',
    format: 'edit',
    task: 'artifact-removal',
    modality: 'MRI',
    subtask: 'ring',
    referenceImage: 'r.png',
    instruction: 'Remove the ring'
  }),
  sample({
    sampleId: 'E',
    format: 'generate',
    task: 'disease-prediction',
    inputImages: ['a.png', 'b.png'],
    choices: ['left', 'right']
  })
];

/** The samples as a table, with what a filter finds in it, in words. */
function readTable(samples: readonly Sample[]) {
  const table = makeSampleTable(samples);
  const keysOf = (facet: SampleFacetId) => table.codesOf(sampleFacets[facet]).keys;
  const run = (filter: SampleFilter) => {
    const query = toSampleQuery(filter);
    const countAll = (facet: SampleFacetId) => [...table.count(query, sampleFacets[facet])];
    return {
      matches: [...table.select(query, null)],
      countAll,
      countOf: (facet: SampleFacetId) =>
        Object.fromEntries(countAll(facet).map((count, at) => [keysOf(facet)[at], count])),
      grid: [...table.count(query, sampleFacets.task, sampleFacets.modality)]
    };
  };
  return { table, keysOf, run };
}

function describeRun(samples: readonly Sample[], filter: SampleFilter) {
  const { keysOf, run } = readTable(samples);
  const { matches, ...found } = run(filter);
  return { ids: matches.map((place) => samples[place]!.sampleId), keysOf, ...found };
}

describe('the table of samples', () => {
  it('counts every value of every facet when nothing is chosen', () => {
    const { ids, countOf } = describeRun(five, allSamples);
    expect(ids).toEqual(['a', 'b', 'c', 'd', 'E']);
    expect(countOf('format')).toEqual({ vqa: 2, edit: 2, generate: 1 });
    expect(countOf('modality')).toEqual({ CT: 3, MRI: 2 });
    expect(countOf('subtask')).toEqual({ dye: 1, ring: 1, unknown: 3 });
    expect(countOf('inputs')).toEqual({ '1': 4, '2': 1 });
    expect(countOf('reference')).toEqual({ with: 2, without: 3 });
  });

  it('lists the values that the dataset has in the order of the benchmark, those of the data by name', () => {
    const { keysOf } = readTable(five);
    expect(keysOf('task')).toEqual([
      'multiple-choice',
      'report-generation',
      'style-transfer',
      'artifact-removal',
      'disease-prediction'
    ]);
    const many = ['10', '9', '1'].map((n) => sample({ inputImages: Array<string>(Number(n)).fill('x') }));
    expect(readTable(many).keysOf('inputs')).toEqual(['1', '9', '10']);
  });

  it('counts a facet by what the others leave, so that its own other values can still be added', () => {
    const { ids, countOf } = describeRun(five, choose({ modality: ['MRI'] }));
    expect(ids).toEqual(['b', 'd']);
    expect(countOf('modality')).toEqual({ CT: 3, MRI: 2 });
    expect(countOf('format')).toEqual({ vqa: 1, edit: 1, generate: 0 });
  });

  it('joins values of one facet and narrows by several', () => {
    expect(describeRun(five, choose({ format: ['vqa', 'generate'] })).ids).toEqual(['a', 'b', 'E']);
    expect(describeRun(five, choose({ format: ['vqa', 'generate'], modality: ['CT'] })).ids).toEqual([
      'a',
      'E'
    ]);
  });

  it('searches instructions, choices and answers, also those nested in a report, whatever case', () => {
    expect(describeRun(five, choose({}, 'LESION')).ids).toEqual(['a', 'b']);
    expect(describeRun(five, choose({}, 'left')).ids).toEqual(['a', 'E']);
    expect(describeRun(five, choose({}, '  findings  lesion ')).ids).toEqual(['b']);
    expect(describeRun(five, choose({}, 'spleen')).ids).toEqual([]);
  });

  it('searches whatever accents, in texts and words', () => {
    const samples = [sample({ sampleId: 'a', instruction: 'Ménière’s disease' }), sample({ sampleId: 'b' })];
    expect(describeRun(samples, choose({}, 'meniere')).ids).toEqual(['a']);
    expect(describeRun(samples, choose({}, 'MÉNIÈRE’S')).ids).toEqual(['a']);
  });

  it('finds a sample by its whole id, and by no part of it', () => {
    const ids = ['medgen:vqa:train-00000:000001', 'medgen:vqa:train-00000:000012'];
    const samples = ids.map((sampleId) => sample({ sampleId }));
    expect(describeRun(samples, choose({}, ids[1])).ids).toEqual([ids[1]]);
    expect(describeRun(samples, choose({}, 'train')).ids).toEqual([]);
  });

  it('counts by the search too', () => {
    const { countOf } = describeRun(five, choose({ format: ['vqa'] }, 'ring'));
    expect(countOf('format')).toEqual({ vqa: 0, edit: 1, generate: 0 });
  });

  it('counts task by modality, of what everything else leaves', () => {
    const { grid, keysOf } = describeRun(five, choose({ task: ['style-transfer'], format: ['edit'] }));
    expect(keysOf('modality')).toEqual(['CT', 'MRI']);
    expect(grid).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0, 0]);
  });

  it('matches nothing for a value that the dataset does not have', () => {
    const { ids, countOf } = describeRun(five, choose({ subtask: ['gone'] }));
    expect(ids).toEqual([]);
    expect(countOf('subtask')).toEqual({ dye: 1, ring: 1, unknown: 3 });
  });

  it('knows the place of an id', () => {
    const { table } = readTable(five);
    expect([table.placeOf('d'), table.placeOf('x')]).toEqual([3, -1]);
  });

  it('agrees with plain filtering, sample by sample, on a set like the release', () => {
    const samples = makeReleaseSamples();
    const { keysOf, run } = readTable(samples);
    const pick = (facet: SampleFacetId) =>
      fc.oneof(fc.constant<string[]>([]), fc.subarray([...keysOf(facet)]));
    const filters = fc.record({
      chosen: fc.record({
        format: pick('format'),
        task: pick('task'),
        modality: pick('modality'),
        subtask: pick('subtask'),
        inputs: pick('inputs'),
        reference: pick('reference')
      }),
      search: fc.constantFrom('', 'nodule', 'ring artefact', 'LEFT')
    });
    fc.assert(
      fc.property(filters, (filter) => {
        const passes = (one: Sample, skipped: readonly SampleFacetId[]) =>
          sampleFacetIds.every(
            (facet) =>
              skipped.includes(facet) ||
              filter.chosen[facet].length === 0 ||
              filter.chosen[facet].includes(sampleFacets[facet].keyOf(one))
          ) &&
          filter.search
            .toLowerCase()
            .split(' ')
            .every((word) => `${one.instruction}\n${String(one.answer)}`.toLowerCase().includes(word));
        const { matches, countAll, grid } = run(filter);
        expect(matches).toEqual(samples.flatMap((one, place) => (passes(one, []) ? [place] : [])));
        for (const facet of sampleFacetIds) {
          const others = samples.filter((one) => passes(one, [facet]));
          const expected = keysOf(facet).map(
            (value) => others.filter((one) => sampleFacets[facet].keyOf(one) === value).length
          );
          expect(countAll(facet)).toEqual(expected);
        }
        const gridTotal = samples.filter((one) => passes(one, ['task', 'modality'])).length;
        expect(grid.reduce((sum, count) => sum + count, 0)).toBe(gridTotal);
      }),
      { numRuns: 12 }
    );
  });
});
