import type { Size } from '../../lib/core/image.ts';
import type { Modality } from '../../lib/core/sample.ts';
import type { Picture, Plane } from '../drawing/picture.ts';

export type PhantomKind =
  | 'head-ct'
  | 'abdomen-ct'
  | 'brain-mri'
  | 'liver-ultrasound'
  | 'chest-x-ray'
  | 'gland-pathology'
  | 'fundus-photo'
  | 'skin-photo';

/** What to draw differently from the phantom as it was made. */
export interface Variant {
  /** The radius of the finding as a share of that in `finding`; 0 leaves the finding out. */
  readonly growth: number;
  /** Whether the structure that the removal task takes out is there. */
  readonly organ: boolean;
  /** The other look of the same anatomy: another window, weighting or stain. */
  readonly restyled: boolean;
  /** The change that the instruction-editing task asks for. */
  readonly edited: boolean;
}

/** The phantom's finding; places in picture units (see `forEachPixel`). */
export interface Finding {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** The largest diameter as the phantom defines it, in mm. */
  readonly sizeMm: number;
}

/** A drawing that knows what it shows, so that questions about it have true answers. */
export interface Phantom extends Size {
  readonly kind: PhantomKind;
  readonly modality: Modality;
  readonly finding: Finding;
  /** How many of the phantom's countable structures there are (glands, gallstones …). */
  readonly count: number;
  draw(variant?: Partial<Variant>): Picture;
  /** Signed distance to the edge of the structure that the annotation task outlines; picture units. */
  outline(): Plane;
}

export const usual: Variant = { growth: 1, organ: true, restyled: false, edited: false };
