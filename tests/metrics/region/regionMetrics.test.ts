import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Size } from '../../../src/lib/core/image';
import type { ImageMetric } from '../../../src/lib/metrics/metric';
import { regionFidelityPsnr, regionPreservationPsnr } from '../../../src/lib/metrics/region/regionPsnr';
import { regionFidelitySsim, regionPreservationSsim } from '../../../src/lib/metrics/region/regionSsim';
import { kernelSets } from '../../kernels/kernelSets';
import { readGolden } from '../../kernels/readGolden';
import { grey, pairOf } from '../testImages';
import { addBoxes, addNoise, drawEdit, regionPairOf, source, type Box, type Edit } from './drawn';

const all = [regionFidelityPsnr, regionFidelitySsim, regionPreservationPsnr, regionPreservationSsim];

interface GoldenScores extends Size, Record<`region-${string}`, number | null> {
  readonly name: string;
  readonly noise: number;
  readonly boxes: Box[];
  readonly inside_pixels: number | null;
}

const { cases } = await readGolden<{ cases: GoldenScores[] }>('region.json');
const { kernels } = kernelSets[0];
const size = { width: 60, height: 44 };
/** With its margin, 18 px a side from (17, 11). */
const square: Box = [20, 14, 12, 12, 60];

const scoreOf = (metric: ImageMetric, edit: Edit): number | null =>
  metric.compute(regionPairOf(edit, kernels), kernels).value;

const scoresOf = (edit: Edit): readonly (number | null)[] => all.map((metric) => scoreOf(metric, edit));

describe.each(kernelSets)('with the $name kernels', (set) => {
  const found = cases.filter((golden) => golden.inside_pixels !== null);
  test.each(found)("every score is the independent implementation's: $name", (golden) => {
    const pair = regionPairOf(drawEdit(golden, golden.boxes, golden.noise), set.kernels);
    for (const metric of all) {
      const { value } = metric.compute(pair, set.kernels);
      const expected = golden[metric.meta.id as `region-${string}`]!;
      if (expected === null) expect(value).toBeNull();
      else expect(Math.abs(value! - expected)).toBeLessThan(1e-9);
    }
  });
});

describe('what an output can do', () => {
  const input = source(size);
  const reference = addBoxes(input, [square]);

  test('the reference itself is perfect on both sides', () => {
    expect(scoresOf({ input, reference, output: reference })).toEqual([100, 1, 100, 1]);
  });

  test('nothing: the outside is perfect and the inside is not', () => {
    const [psnr, ssim, ...outside] = scoresOf({ input, reference, output: input });
    expect(outside).toEqual([100, 1]);
    // 144 of the 324 pixels of the region are off by 60 levels.
    expect(psnr).toBeCloseTo(20 * Math.log10(255 / Math.sqrt((144 / 324) * 3600)), 12);
    expect(ssim).toBeLessThan(0.9);
  });

  test('the edit, and noise elsewhere: the inside is perfect and the outside is not', () => {
    const output = addBoxes(addNoise(reference, 20), []);
    for (let y = 11; y < 29; y++) {
      const [start, end] = [3 * (y * size.width + 17), 3 * (y * size.width + 35)];
      output.rgb.set(reference.rgb.subarray(start, end), start);
    }
    const [fidelityPsnr, fidelitySsim, preservationPsnr, preservationSsim] = scoresOf({
      input,
      reference,
      output
    });
    expect([fidelityPsnr, fidelitySsim]).toEqual([100, 1]);
    expect(preservationPsnr).toBeLessThan(30);
    expect(preservationSsim).toBeLessThan(0.95);
  });

  test('the edit in the wrong place costs both sides', () => {
    const output = addBoxes(input, [[40, 14, 12, 12, 60]]);
    for (const value of scoresOf({ input, reference, output })) expect(value).toBeLessThan(50);
  });

  test('more and more of the edit: fidelity rises, preservation stays', () => {
    const steps = [0, 20, 40, 60].map((step) => addBoxes(input, [[20, 14, 12, 12, step]]));
    const scores = steps.map((output) => scoresOf({ input, reference, output }));
    scores.slice(1).forEach((score, i) => {
      expect(score[0]).toBeGreaterThan(scores[i]![0]!);
      expect(score[1]).toBeGreaterThan(scores[i]![1]!);
    });
    for (const score of scores) expect(score.slice(2)).toEqual([100, 1]);
  });

  test('any one pixel changed moves exactly the side that it lies on', () => {
    const at = fc.record({ x: fc.integer({ min: 0, max: 59 }), y: fc.integer({ min: 0, max: 43 }) });
    fc.assert(
      fc.property(at, fc.integer({ min: 20, max: 100 }), ({ x, y }, step) => {
        const output = addBoxes(reference, [[x, y, 1, 1, step]]);
        const isInside = x >= 17 && x < 35 && y >= 11 && y < 29;
        const [fidelityPsnr, fidelitySsim, preservationPsnr, preservationSsim] = scoresOf({
          input,
          reference,
          output
        });
        expect([fidelityPsnr! < 100, preservationPsnr! < 100]).toEqual([isInside, !isInside]);
        expect(isInside ? preservationSsim : fidelitySsim).toBe(1);
      })
    );
  });
});

test('of an output of another size, the resized one is compared', () => {
  const input = source(size);
  const reference = addBoxes(input, [square]);
  const output = { ...source({ width: 30, height: 22 }) };
  const resized = kernels.resize(output.rgb, 3, output, size, 'lanczos');
  expect(scoresOf({ input, reference, output })).toEqual(
    scoresOf({ input, reference, output: { ...size, rgb: resized } })
  );
});

describe('no value, and the reason', () => {
  const reasonsOf = (edit: Edit): unknown[] =>
    all.map((metric) => metric.compute(regionPairOf(edit, kernels), kernels));

  test('the region’s own reason', () => {
    const reason = 'input and reference do not differ by more than noise';
    expect(reasonsOf({ input: source(size), reference: source(size), output: source(size) })).toEqual(
      all.map(() => ({ value: null, reason }))
    );
  });

  test('an input that was not read', () => {
    const pair = pairOf(source(size), source(size), kernels);
    expect(all.map((metric) => metric.compute(pair, kernels))).toEqual(
      all.map(() => ({ value: null, reason: 'the input image was not read' }))
    );
  });

  test('an image too small for a window, which still has a PSNR', () => {
    const small = { width: 30, height: 6 };
    const input = grey(small, 90);
    const reference = addBoxes(input, [[0, 0, 5, 6, 50]]);
    const reason = "image is 30×6 px; SSIM's 7×7 window needs at least 7 px a side";
    expect(reasonsOf({ input, reference, output: input })).toEqual([
      { value: expect.closeTo(20 * Math.log10(255 / Math.sqrt((5 / 8) * 2500)), 12) as number },
      { value: null, reason },
      { value: 100 },
      { value: null, reason }
    ]);
  });

  test('a region, or what is left of the image, that no window fits into', () => {
    const strip = addBoxes(grey(size, 90), [[0, 0, 1, 44, 50]]);
    const inside = reasonsOf({ input: grey(size, 90), reference: strip, output: strip })[1];
    expect(inside).toEqual({ value: null, reason: 'no 7×7 window lies wholly inside the region of change' });
    const most = addBoxes(grey(size, 90), [[0, 0, 51, 44, 50]]);
    const outside = reasonsOf({ input: grey(size, 90), reference: most, output: most })[3];
    expect(outside).toEqual({
      value: null,
      reason: 'no 7×7 window lies wholly outside the region of change'
    });
  });
});

test('a number or a reason for any three images, never NaN', () => {
  const shape = fc.record({
    width: fc.integer({ min: 1, max: 20 }),
    height: fc.integer({ min: 1, max: 12 })
  });
  const edits = shape.chain((drawn) => {
    const length = 3 * drawn.width * drawn.height;
    const image = fc.uint8Array({ minLength: length, maxLength: length }).map((rgb) => ({ ...drawn, rgb }));
    const box = fc.record({
      width: fc.integer({ min: 1, max: drawn.width }),
      height: fc.integer({ min: 1, max: drawn.height })
    });
    return fc
      .record({ input: image, output: image, box })
      .map(({ input, output, box: { width, height } }) => {
        const [x, y] = [drawn.width - width, drawn.height - height];
        return { input, output, reference: addBoxes(input, [[x, y, width, height, 100]]) };
      });
  });
  fc.assert(
    fc.property(edits, (edit) => {
      for (const metric of all) {
        const score = metric.compute(regionPairOf(edit, kernels), kernels);
        if (score.value === null) expect(score.reason).not.toBe('');
        else expect(Number.isFinite(score.value)).toBe(true);
      }
    })
  );
});

test('all four are experimental: off by default, without threshold, for tasks that keep the view', () => {
  for (const { meta } of all) {
    expect(meta).toMatchObject({
      group: 'experimental',
      threshold: null,
      officialKey: null,
      needsInput: true
    });
    expect(meta.tasks).toContain('anatomical-annotation');
    expect(meta.tasks).not.toContain('3d-to-2d-projection');
    expect(meta.variant).toContain('experimental');
  }
});
