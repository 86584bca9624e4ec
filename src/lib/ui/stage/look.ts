import type { Size } from '../../core/image';
import type { Point, Viewport } from './viewport';

/** How the images are looked at; every pane of a sample shares it. */
export interface Look {
  /** The size that sets the measure: that of the reference where there is one. */
  readonly frame: Size;
  readonly view: Viewport;
  /** The frame's pixel that is read out. */
  readonly cursor: Point | null;
  /** The shown level of each grey level; null shows images as they are. */
  readonly tones: Uint8Array | null;
  /** Whether a drag sets the window; it moves the image otherwise, and Shift does the other of both. */
  readonly dragsWindow: boolean;
  readonly onview: (view: Viewport) => void;
  readonly oncursor: (pixel: Point | null) => void;
  /** A drag of so many screen pixels; null where there is no window to set. */
  readonly onwindow: ((dx: number, dy: number) => void) | null;
  /** The size of a pane in screen pixels. */
  readonly onpane: (pane: Size) => void;
}
