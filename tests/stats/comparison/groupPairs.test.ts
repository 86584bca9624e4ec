import { describe, expect, it } from 'vitest';
import { groupPairs } from '../../../src/lib/stats/comparison/groupPairs';
import { pairColumns } from '../../../src/lib/stats/comparison/pairColumns';
import { AlignedRuns } from '../../../src/lib/stats/comparison/AlignedRuns';
import { makeRows, psnr } from './runs';

describe('pairs by task and modality', () => {
  it('puts every pair into exactly one group', () => {
    const mri = { modality: 'MRI' } as const;
    const noise = { task: 'noise-reconstruction' } as const;
    const a = [
      ...makeRows({ s1: 1, s4: 4 }),
      ...makeRows({ s2: 2 }, 'psnr', mri),
      ...makeRows({ s3: 3, alone: 9 }, 'psnr', noise)
    ];
    const b = makeRows({ s4: 40, s3: 30, s2: 20, s1: 10 });
    const table = new AlignedRuns([a, b]);
    const pairs = pairColumns(table.readColumn(0, psnr), table.readColumn(1, psnr), table.placesOf('edit'));
    expect(groupPairs(table, pairs)).toEqual([
      {
        task: 'style-transfer',
        modality: 'CT',
        a: Float64Array.of(1, 4),
        b: Float64Array.of(10, 40),
        clusters: null
      },
      {
        task: 'style-transfer',
        modality: 'MRI',
        a: Float64Array.of(2),
        b: Float64Array.of(20),
        clusters: null
      },
      {
        task: 'noise-reconstruction',
        modality: 'CT',
        a: Float64Array.of(3),
        b: Float64Array.of(30),
        clusters: null
      }
    ]);
  });
});

describe('samples of one source image', () => {
  const withImage = (sampleId: string, image: string, value: number) =>
    makeRows({ [sampleId]: value }, 'psnr', { record: { input_images: [image] } });

  it('are one cluster, whatever run names it; a sample that names none has its own', () => {
    const a = [...withImage('s1', 'x.png', 1), ...makeRows({ s2: 2, s3: 3 })];
    const b = [...makeRows({ s1: 1 }), ...withImage('s2', 'y.png', 2), ...withImage('s3', 'x.png', 3)];
    const table = new AlignedRuns([a, b]);
    expect(table.findClusters(Uint32Array.of(0, 1, 2))).toEqual(Uint32Array.of(0, 1, 0));
    expect(table.findClusters(Uint32Array.of(0, 1))).toBeNull();
    expect(new AlignedRuns([makeRows({ s1: 1, s2: 2 })]).findClusters(Uint32Array.of(0, 1))).toBeNull();
  });
});
