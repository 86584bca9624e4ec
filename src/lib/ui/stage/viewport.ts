import type { Size } from '../../core/image';

/**
 * What part of the images is seen. All panes share it, so that zoom and place are locked. Lengths are in pixels of the
 * frame, the image that sets the measure; 100 % is one frame pixel on one pixel of the screen.
 */
export interface Viewport {
  /** Screen pixels a frame pixel, before rounding (see `snapScale`); null fits the pane. */
  readonly scale: number | null;
  /** The frame's point in the middle of the pane; meaningless while it fits. */
  readonly centreX: number;
  readonly centreY: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point, Size {}

export const fitted: Viewport = { scale: null, centreX: 0, centreY: 0 };

export const leastScale = 1 / 16;
export const mostScale = 32;

/** What buttons and keys step through. */
const steps = [1 / 16, 1 / 8, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

/** From 100 % on only whole numbers: every pixel of the image is then a square of the same size. */
export function snapScale(scale: number): number {
  return scale < 1 ? scale : Math.round(scale);
}

/** The largest scale at which the whole frame is in the pane; a frame of no size has scale 1. */
export function fitScale(frame: Size, pane: Size): number {
  const scale = Math.min(pane.width / frame.width, pane.height / frame.height);
  if (!(scale > 0) || !Number.isFinite(scale)) return 1;
  return scale < 1 ? scale : Math.min(mostScale, Math.floor(scale));
}

/** The scale that is drawn. */
export function drawnScale({ scale }: Viewport, frame: Size, pane: Size): number {
  return scale === null ? fitScale(frame, pane) : snapScale(scale);
}

/** Where the frame lies in the pane, in whole screen pixels from the pane's corner. */
export function placeFrame(view: Viewport, frame: Size, pane: Size): Rect {
  const scale = drawnScale(view, frame, pane);
  const { x, y } = centreOf(view, frame);
  return {
    x: Math.round(pane.width / 2 - x * scale),
    y: Math.round(pane.height / 2 - y * scale),
    width: frame.width * scale,
    height: frame.height * scale
  };
}

/** Where an image of another size lies: as wide as the frame, its middle on the frame's, its own proportions kept. */
export function placeImage(image: Size, frame: Size, placed: Rect): Rect {
  const height = (image.height * placed.width) / image.width;
  const isSame = image.width * frame.height === frame.width * image.height;
  const y = isSame ? placed.y : Math.round(placed.y + (placed.height - height) / 2);
  return { x: placed.x, y, width: placed.width, height };
}

/** Zooms so that the point of the image under `anchor` (screen pixels from the pane's corner) stays there. */
export function zoomAt(view: Viewport, factor: number, anchor: Point, frame: Size, pane: Size): Viewport {
  const raw = view.scale ?? fitScale(frame, pane);
  return rescale(view, clamp(raw * factor, leastScale, mostScale), anchor, frame, pane);
}

/** The next whole step up or down, about the middle of the pane. */
export function stepZoom(view: Viewport, direction: 1 | -1, frame: Size, pane: Size): Viewport {
  const now = drawnScale(view, frame, pane);
  const next =
    direction > 0 ? steps.find((step) => step > now * 1.001) : steps.findLast((step) => step < now * 0.999);
  return rescale(view, next ?? now, { x: pane.width / 2, y: pane.height / 2 }, frame, pane);
}

/** One frame pixel on one pixel of the screen, the middle kept. */
export function actualSize(view: Viewport, frame: Size): Viewport {
  const { x, y } = centreOf(view, frame);
  return { scale: 1, centreX: x, centreY: y };
}

/** Moves the image by screen pixels; some of it always stays in the middle of the pane. */
export function panBy(view: Viewport, dx: number, dy: number, frame: Size, pane: Size): Viewport {
  const scale = drawnScale(view, frame, pane);
  const { x, y } = centreOf(view, frame);
  return {
    scale: view.scale ?? scale,
    centreX: clamp(x - dx / scale, 0, frame.width),
    centreY: clamp(y - dy / scale, 0, frame.height)
  };
}

/** The frame's pixel at a place of the pane; null outside the frame. */
export function pixelAt(place: Point, frame: Size, placed: Rect): Point | null {
  const x = Math.floor(((place.x - placed.x) / placed.width) * frame.width);
  const y = Math.floor(((place.y - placed.y) / placed.height) * frame.height);
  return isInside({ x, y }, frame) ? { x, y } : null;
}

/** The pixel beside one, or beside the middle where there is none yet; never outside the frame. */
export function stepPixel(from: Point | null, step: Point, frame: Size): Point {
  const { x, y } = from ?? { x: Math.floor(frame.width / 2), y: Math.floor(frame.height / 2) };
  return { x: clamp(x + step.x, 0, frame.width - 1), y: clamp(y + step.y, 0, frame.height - 1) };
}

/** The pixel of another image that shows the middle of a frame pixel, both placed as `placeImage` does; null outside. */
export function toImagePixel(pixel: Point, frame: Size, image: Size): Point | null {
  const ratio = image.width / frame.width;
  const x = Math.floor((pixel.x + 0.5) * ratio);
  const y = Math.floor((pixel.y + 0.5 - frame.height / 2) * ratio + image.height / 2);
  return isInside({ x, y }, image) ? { x, y } : null;
}

function centreOf({ scale, centreX, centreY }: Viewport, frame: Size): Point {
  return scale === null ? { x: frame.width / 2, y: frame.height / 2 } : { x: centreX, y: centreY };
}

function rescale(view: Viewport, scale: number, anchor: Point, frame: Size, pane: Size): Viewport {
  const before = drawnScale(view, frame, pane);
  const after = snapScale(scale);
  const { x, y } = centreOf(view, frame);
  const [offsetX, offsetY] = [anchor.x - pane.width / 2, anchor.y - pane.height / 2];
  return {
    scale,
    centreX: clamp(x + offsetX / before - offsetX / after, 0, frame.width),
    centreY: clamp(y + offsetY / before - offsetY / after, 0, frame.height)
  };
}

function isInside({ x, y }: Point, { width, height }: Size): boolean {
  return x >= 0 && y >= 0 && x < width && y < height;
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
