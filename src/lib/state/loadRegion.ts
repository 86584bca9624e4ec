import { describeError } from '../core/describeError';
import { formatProblem } from '../core/problem';
import type { RegionResult } from '../metrics/region/computeRegion';
import { sampleImages, type SampleImage } from './SampleImages';

interface Loadable {
  load(): Promise<SampleImage>;
}

/** The region that a sample should change, from the very images that its region metrics were scored with. */
export async function loadRegion(
  inputs: readonly Loadable[],
  reference: Loadable | null
): Promise<RegionResult> {
  const [input, ...others] = inputs;
  if (input === undefined) return { mask: null, reason: 'the record names no input image' };
  if (others.length > 0) return { mask: null, reason: 'the sample has several input images' };
  if (reference === null) return { mask: null, reason: 'the record names no reference image' };
  try {
    const [before, after] = await Promise.all([input.load(), reference.load()]);
    if (before.status !== 'shown') return { mask: null, reason: `input image: ${before.reason}` };
    if (after.status !== 'shown') return { mask: null, reason: `reference image: ${after.reason}` };
    const found = await sampleImages.findRegion(before.image, after.image);
    return found.ok ? found.value : { mask: null, reason: formatProblem(found.problem) };
  } catch (error) {
    return { mask: null, reason: describeError(error) };
  }
}
