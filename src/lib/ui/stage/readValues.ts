import type { RgbImage, Size } from '../../core/image';
import type { ComparedImages } from '../../engine/compareImages';
import { formatPixel, formatSigned, readPixel, ssimAt } from './pixelValues';
import type { Point } from './viewport';

export interface ReadValue {
  readonly label: string;
  readonly value: string;
}

interface NamedImage {
  readonly label: string;
  readonly image: RgbImage;
}

/** The values of images side by side where the frame's pixel lies in each. */
export function readImages(images: readonly NamedImage[], frame: Size, pixel: Point): ReadValue[] {
  return images.map(({ label, image }) => ({ label, value: readPixel(image, frame, pixel) ?? '–' }));
}

/** The values of two compared images at a pixel: both, their difference, and the SSIM of the window round it. */
export function readPair(a: NamedImage, labelB: string, compared: ComparedImages, pixel: Point): ReadValue[] {
  const { width, height, candidateRgb, lumaDifferences, largestDifferences, ssimMap } = compared;
  const at = pixel.y * width + pixel.x;
  const ssim = ssimMap && ssimAt(ssimMap, compared, pixel);
  return [
    { label: `A ${a.label}`, value: formatPixel(a.image, pixel) },
    { label: `B ${labelB}`, value: formatPixel({ width, height, rgb: candidateRgb }, pixel) },
    { label: 'B − A, luma', value: formatSigned(lumaDifferences[at]!) },
    { label: 'largest |B − A|', value: String(largestDifferences[at]!) },
    { label: 'SSIM', value: ssim === null ? 'no window here' : ssim.toFixed(6) }
  ];
}
