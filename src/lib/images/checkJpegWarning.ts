import type { DataError } from '../core/problem';
import { imageError } from './imageHeader';

/**
 * Refuses a JPEG in whose data libjpeg met something that cannot be. Pillow goes on with a warning, but the pixels it
 * then gives depend on the machine: libjpeg-turbo's SIMD code and its plain code differ on impossible coefficients
 * (Pillow 9.4 with and without `JSIMD_FORCENONE=1`: 166 of 1,626 corrupt files).
 *
 * @throws DataError `image-damaged` or `image-truncated`
 */
export function checkJpegWarning(warning: string, path: string): void {
  if (/premature end of jpeg file/i.test(warning)) {
    throw imageError('image-truncated', path, 'the JPEG file is truncated', { got: warning });
  }
  if (/corrupt jpeg data/i.test(warning)) {
    throw corruptData(path, warning);
  }
}

export function corruptData(path: string, got: string): DataError {
  const what = 'the JPEG picture data is corrupt, and its pixels depend on the machine';
  return imageError('image-damaged', path, what, { got });
}
