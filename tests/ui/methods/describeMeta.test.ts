import { describe, expect, it } from 'vitest';
import { metricById, metrics } from '../../../src/lib/metrics/registry';
import { neuralMetas } from '../../../src/lib/metrics/neural/meta';
import { contents } from '../../../src/lib/ui/methods/contents';
import { describeRange, describeScope } from '../../../src/lib/ui/methods/describeMeta';
import { formulas } from '../../../src/lib/ui/methods/formulas';
import { metricCardGroups } from '../../../src/lib/ui/methods/metricCards';

const psnr = metricById('psnr').meta;
const ssim = metricById('ssim').meta;

describe('the facts of a metric', () => {
  it('name the range with its unit and its open end', () => {
    expect(describeRange(psnr)).toBe('0 dB and up');
    expect(describeRange(ssim)).toBe('−1 to 1');
    expect(describeRange({ ...ssim, range: [null, 3] })).toBe('up to 3');
    expect(describeRange({ ...ssim, range: [null, null] })).toBe('any number');
  });

  it('name the tasks only where not all of a format count', () => {
    expect(describeScope(psnr)).toBe('Image editing, Multimodal generation');
    expect(describeScope(metricById('em').meta)).toBe('VQA: multiple choice, blank filling');
    expect(describeScope(metricById('region-fidelity-psnr').meta)).toBe(
      'Image editing, Multimodal generation; not 3D-to-2D projection, 2D-to-3D reconstruction'
    );
  });
});

describe('the Methods page', () => {
  const cards = metricCardGroups.flatMap((group) => group.cards);

  it('has one card for every metric, the neural ones among them', () => {
    const ids = cards.map(({ meta }) => meta.id);
    const known = [...metrics.map(({ meta }) => meta.id), ...Object.values(neuralMetas).map(({ id }) => id)];
    expect(ids.toSorted()).toEqual(known.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('sets formulas for known metrics only, and for every official one that is no procedure', () => {
    const ids = cards.map(({ meta }) => meta.id);
    expect(Object.keys(formulas).filter((id) => !ids.includes(id))).toEqual([]);
    const official = cards.filter(({ meta }) => meta.group === 'official').map(({ meta }) => meta.id);
    expect(official.filter((id) => !(id in formulas))).toEqual(['em']);
  });

  it('has every anchor once', () => {
    const ids = contents.flatMap((entry) => [
      entry.id,
      ...('entries' in entry ? entry.entries : []).map(({ id }) => id)
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
