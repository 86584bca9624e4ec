import { describe, expect, it } from 'vitest';
import { allRows } from '../../src/lib/ui/sample/rowQuery';
import { formatRunAddress, parseRunAddress, type RunAddress } from '../../src/routes/run/runAddress';

const full: RunAddress = {
  id: '7f0c',
  tab: 'samples',
  filter: {
    format: 'generate',
    task: '3d-to-2d-projection',
    modality: 'Clinical Photography',
    status: 'noted',
    search: 'ring & noise #1'
  },
  sort: { key: 'psnr', descending: true },
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
      filter: allRows,
      sort: null,
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
      filter: allRows,
      sort: null,
      sample: null,
      mode: 'side-by-side'
    });
  });

  it('is empty without a hash', () => {
    expect(parseRunAddress('').id).toBe('');
  });
});
