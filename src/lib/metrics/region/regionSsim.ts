import { formatSize } from '../../core/image';
import type { Score } from '../../core/score';
import type { KernelSet } from '../../kernels/KernelSet';
import type { ImageMetric, ImagePair } from '../metric';
import type { ChangedRegion } from './computeRegion';
import { countNear, neighbourhoodPixels, radiusPx } from './countNear';
import { describeRegionMetric } from './regionMeta';
import { withRegion } from './withRegion';

const windowPx = 2 * radiusPx + 1;

/** Rows of windows at a time: eight bytes a pixel of a whole map would be much memory for a large image. */
const bandRows = 256;

const scale = { kind: 'SSIM', unit: null, range: [-1, 1], digits: 4 } as const;

/** Mean over the windows of which all pixels (`covered` 49) or none (`covered` 0) lie inside the region. */
function compute(pair: ImagePair, { mask }: ChangedRegion, kernels: KernelSet, covered: number): Score {
  if (Math.min(pair.width, pair.height) < windowPx) {
    const reason = `image is ${formatSize(pair)} px; SSIM's 7×7 window needs at least 7 px a side`;
    return { value: null, reason };
  }
  const counts = countNear(mask, pair);
  const rows = pair.height - 2 * radiusPx;
  const columns = pair.width - 2 * radiusPx;
  let sum = 0;
  let windows = 0;
  for (let top = 0; top < rows; top += bandRows) {
    const map = computeBand(pair, { top, rows: Math.min(bandRows, rows - top) }, kernels);
    let centre = (top + radiusPx) * pair.width + radiusPx;
    for (let row = 0; row < map.length; row += columns, centre += pair.width) {
      for (let x = 0; x < columns; x++) {
        if (counts[centre + x] !== covered) continue;
        sum += map[row + x]!;
        windows++;
      }
    }
  }
  if (windows > 0) return { value: sum / windows };
  const side = covered === 0 ? 'outside' : 'inside';
  return { value: null, reason: `no 7×7 window lies wholly ${side} the region of change` };
}

/** The SSIM map of some rows of windows. */
function computeBand(
  { width, candidateLuma, referenceLuma }: ImagePair,
  { top, rows }: { readonly top: number; readonly rows: number },
  kernels: KernelSet
): Float64Array {
  const size = { width, height: rows + 2 * radiusPx };
  const [start, end] = [top * width, (top + size.height) * width];
  return kernels.ssimMap(candidateLuma.subarray(start, end), referenceLuma.subarray(start, end), size);
}

/** How close the output comes to the reference's structure where the sample is to change. */
export const regionFidelitySsim: ImageMetric = {
  kind: 'image',
  meta: describeRegionMetric({
    ...scale,
    side: 'fidelity',
    measure:
      'The mean of the benchmark’s SSIM (7×7 uniform window, luma) over the windows that lie wholly inside the region.',
    edgeCases:
      'Windows across the border of the region count on neither side. No value where no window fits, as for a change right at the edge of the image.'
  }),
  compute: (pair, kernels) =>
    withRegion(pair, (region) => compute(pair, region, kernels, neighbourhoodPixels))
};

/** How close the output comes to the reference's structure where the sample is to stay as it is. */
export const regionPreservationSsim: ImageMetric = {
  kind: 'image',
  meta: describeRegionMetric({
    ...scale,
    side: 'preservation',
    measure:
      'The mean of the benchmark’s SSIM (7×7 uniform window, luma) over the windows that lie wholly outside the region.',
    edgeCases: 'Windows across the border of the region count on neither side. No value where no window fits.'
  }),
  compute: (pair, kernels) => withRegion(pair, (region) => compute(pair, region, kernels, 0))
};
