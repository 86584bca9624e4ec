import { describe, expect, it } from 'vitest';
import { allRows } from '../../src/lib/query/rowTable';
import { formatRunAddress, parseRunAddress, type RunAddress } from '../../src/routes/run/runAddress';

const full: RunAddress = {
  id: '7f0c',
  tab: 'samples',
  facet: 'answer-length',
  metric: 'ssim',
  filter: {
    format: 'generate',
    task: '3d-to-2d-projection',
    modality: 'Clinical Photography',
    status: 'noted',
    slice: { facet: 'subtask', key: 'Nodule: left lung' },
    range: { metric: 'ssim', from: 0.9, to: 0.95 },
    search: 'ring & noise #1'
  },
  sort: { key: 'psnr', descending: true },
  view: 'pictures',
  sample: 'medgen:vqa:train-00000-of-00001:000003',
  mode: 'side-by-side'
};

describe('the address of a run', () => {
  it('comes back from its hash as it was', () => {
    expect(parseRunAddress(`#${formatRunAddress(full)}`)).toEqual(full);
  });

  it('is short where everything is at its default', () => {
    const plain: RunAddress = {
      id: '7f0c',
      tab: 'overview',
      facet: 'subtask',
      metric: null,
      filter: allRows,
      sort: null,
      view: 'table',
      sample: null,
      mode: 'side-by-side'
    };
    expect(formatRunAddress(plain)).toBe('id=7f0c');
    expect(parseRunAddress('#id=7f0c')).toEqual(plain);
  });

  it('shows sample ids as they are', () => {
    expect(formatRunAddress(full)).toContain('sample=medgen:vqa:train-00000-of-00001:000003');
  });

  it('falls back to defaults for what it does not know', () => {
    const address = parseRunAddress(
      '#id=x&tab=charts&format=audio&task=toString&status=great&order=descending'
    );
    expect(address).toEqual({
      id: 'x',
      tab: 'overview',
      facet: 'subtask',
      metric: null,
      filter: allRows,
      sort: null,
      view: 'table',
      sample: null,
      mode: 'side-by-side'
    });
  });

  it('keeps ranges that are open on a side, and reads none where a bound is no number', () => {
    const filter = { ...allRows, range: { metric: 'ssim', from: 0.95, to: null } };
    const hash = formatRunAddress({ ...full, filter });
    expect(parseRunAddress(hash).filter).toEqual(filter);
    expect(parseRunAddress('range=ssim:low:1').filter.range).toBeNull();
    expect(parseRunAddress('range=ssim&slice=colour:red').filter).toEqual(allRows);
  });

  it('is empty without a hash', () => {
    expect(parseRunAddress('').id).toBe('');
  });
});
