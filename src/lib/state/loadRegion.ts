import { loadKernels } from '../engine/loadModules';
import { Kernels } from '../kernels/Kernels';
import { computeRegion, type RegionResult } from '../metrics/region/computeRegion';
import type { SampleImage } from './SampleImages';

/** The region that a sample should change, from the very images that its region metrics were scored with. */
export async function loadRegion(
  inputPaths: readonly string[],
  referencePath: string | null,
  loadImage: (path: string) => Promise<SampleImage>
): Promise<RegionResult> {
  const [inputPath, ...others] = inputPaths;
  if (inputPath === undefined) return { mask: null, reason: 'the record names no input image' };
  if (others.length > 0) return { mask: null, reason: 'the sample has several input images' };
  if (referencePath === null) return { mask: null, reason: 'the record names no reference image' };
  try {
    const [input, reference, module] = await Promise.all([
      loadImage(inputPath),
      loadImage(referencePath),
      loadKernels()
    ]);
    if (input.status !== 'shown') return { mask: null, reason: `input image: ${input.reason}` };
    if (reference.status !== 'shown') return { mask: null, reason: `reference image: ${reference.reason}` };
    return computeRegion(input.image, reference.image, await Kernels.instantiate(module));
  } catch (error) {
    return { mask: null, reason: error instanceof Error ? error.message : String(error) };
  }
}
