import { describe, expect, it } from 'vitest';
import { allSamples } from '../../src/lib/query/sampleTable';
import {
  formatExploreAddress,
  parseExploreAddress,
  type ExploreAddress
} from '../../src/routes/explore/exploreAddress';

const plain: ExploreAddress = {
  source: null,
  url: '',
  pictures: false,
  filter: allSamples,
  view: 'gallery',
  sample: null,
  mode: 'side-by-side'
};

describe('the address of the explorer', () => {
  it('is empty by default', () => {
    expect(formatExploreAddress(plain)).toBe('');
    expect(parseExploreAddress('')).toEqual(plain);
  });

  it('holds every choice, and comes back the same', () => {
    const chosen = {
      ...allSamples.chosen,
      task: ['blank-filling'],
      modality: ['CT', 'X-ray'],
      subtask: ['unknown', 'a & b']
    };
    const address: ExploreAddress = {
      source: 'url',
      url: 'https://example.org/set/manifest.json?v=1&x',
      pictures: true,
      filter: { chosen, search: 'left lobe #2' },
      view: 'list',
      sample: 'medgen:vqa:train-00000-of-00003:000012',
      mode: 'side-by-side'
    };
    const hash = formatExploreAddress(address);
    expect(hash).toBe(
      'source=url&url=https://example.org/set/manifest.json%3Fv%3D1%26x' +
        '&task=blank-filling&modality=CT&modality=X-ray&subtask=unknown&subtask=a+%26+b&q=left+lobe+%232&view=list&pictures=on' +
        '&sample=medgen:vqa:train-00000-of-00003:000012'
    );
    expect(parseExploreAddress(`#${hash}`)).toEqual(address);
  });

  it('takes the empty subtask of older links as the unknown one', () => {
    expect(parseExploreAddress('#subtask=&subtask=dye').filter.chosen.subtask).toEqual(['unknown', 'dye']);
  });

  it('drops what the benchmark does not know and what is there twice', () => {
    const { filter, view } = parseExploreAddress(
      '#format=video&format=edit&format=edit&view=map&inputs=2&inputs=2'
    );
    expect(filter.chosen.format).toEqual(['edit']);
    expect(filter.chosen.inputs).toEqual(['2']);
    expect(view).toBe('gallery');
  });
});
