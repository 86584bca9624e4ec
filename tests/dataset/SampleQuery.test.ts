import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { facetIds, facets, type FacetId } from '../../src/lib/dataset/facets';
import { allSamples, findAscending, SampleQuery, type SampleFilter } from '../../src/lib/dataset/SampleQuery';
import type { Sample } from '../../src/lib/core/sample';
import { makeReleaseSamples } from './releaseSamples';

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

/** What `run` found, in words. */
function describeRun(samples: readonly Sample[], filter: SampleFilter) {
  const query = new SampleQuery(samples);
  const { matches, counts, grid } = query.run(filter);
  const countOf = (facet: FacetId) =>
    Object.fromEntries(query.valuesOf(facet).map((value, i) => [value, counts[facet][i]]));
  return { ids: [...matches].map((place) => samples[place]!.sampleId), countOf, grid, query };
}

describe('SampleQuery', () => {
  it('counts every value of every facet when nothing is chosen', () => {
    const { ids, countOf } = describeRun(five, allSamples);
    expect(ids).toEqual(['a', 'b', 'c', 'd', 'E']);
    expect(countOf('format')).toEqual({ vqa: 2, edit: 2, generate: 1 });
    expect(countOf('modality')).toEqual({ CT: 3, MRI: 2 });
    expect(countOf('subtask')).toEqual({ '': 3, dye: 1, ring: 1 });
    expect(countOf('inputs')).toEqual({ '1': 4, '2': 1 });
    expect(countOf('reference')).toEqual({ with: 2, without: 3 });
  });

  it('lists the values that the dataset has in the order of the benchmark, those of the data by name', () => {
    const query = new SampleQuery(five);
    expect(query.valuesOf('task')).toEqual([
      'multiple-choice',
      'report-generation',
      'style-transfer',
      'artifact-removal',
      'disease-prediction'
    ]);
    const many = ['10', '9', '1'].map((n) => sample({ inputImages: Array<string>(Number(n)).fill('x') }));
    expect(new SampleQuery(many).valuesOf('inputs')).toEqual(['1', '9', '10']);
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
    const { grid, query } = describeRun(five, choose({ task: ['style-transfer'], format: ['edit'] }));
    expect(query.valuesOf('modality')).toEqual(['CT', 'MRI']);
    expect([...grid]).toEqual([0, 0, 0, 0, 1, 0, 0, 1, 0, 0]);
  });

  it('matches nothing for a value that the dataset does not have', () => {
    const { ids, countOf } = describeRun(five, choose({ subtask: ['gone'] }));
    expect(ids).toEqual([]);
    expect(countOf('subtask')).toEqual({ '': 3, dye: 1, ring: 1 });
  });

  it('knows the place of an id', () => {
    const query = new SampleQuery(five);
    expect([query.placeOf('d'), query.placeOf('x')]).toEqual([3, -1]);
  });

  it('agrees with plain filtering, sample by sample, on a set like the release', () => {
    const samples = makeReleaseSamples();
    const query = new SampleQuery(samples);
    const pick = (facet: FacetId) =>
      fc.oneof(fc.constant<string[]>([]), fc.subarray([...query.valuesOf(facet)]));
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
        const passes = (one: Sample, skipped: readonly FacetId[]) =>
          facetIds.every(
            (facet) =>
              skipped.includes(facet) ||
              filter.chosen[facet].length === 0 ||
              filter.chosen[facet].includes(facets[facet].valueOf(one))
          ) &&
          filter.search
            .toLowerCase()
            .split(' ')
            .every((word) => `${one.instruction}\n${String(one.answer)}`.toLowerCase().includes(word));
        const { matches, counts, grid } = query.run(filter);
        expect([...matches]).toEqual(samples.flatMap((one, place) => (passes(one, []) ? [place] : [])));
        for (const facet of facetIds) {
          const others = samples.filter((one) => passes(one, [facet]));
          const expected = query
            .valuesOf(facet)
            .map((value) => others.filter((one) => facets[facet].valueOf(one) === value).length);
          expect([...counts[facet]]).toEqual(expected);
        }
        const gridTotal = samples.filter((one) => passes(one, ['task', 'modality'])).length;
        expect(grid.reduce((sum, count) => sum + count, 0)).toBe(gridTotal);
      }),
      { numRuns: 12 }
    );
  });
});

describe('findAscending', () => {
  it('gives the place of a value, or -1', () => {
    const list = Uint32Array.of(2, 5, 9);
    expect([2, 5, 9].map((value) => findAscending(list, value))).toEqual([0, 1, 2]);
    expect([0, 3, 10].map((value) => findAscending(list, value))).toEqual([-1, -1, -1]);
    expect(findAscending(new Uint32Array(), 1)).toBe(-1);
  });
});
