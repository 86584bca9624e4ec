import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  actualSize,
  drawnScale,
  fitScale,
  fitted,
  mostScale,
  panBy,
  pixelAt,
  placeFrame,
  placeImage,
  snapScale,
  stepPixel,
  stepZoom,
  toImagePixel,
  zoomAt,
  type Viewport
} from '../../../src/lib/ui/stage/viewport';

const frame = { width: 512, height: 256 };
const pane = { width: 600, height: 400 };

describe('the scale', () => {
  it('is whole from 100 % on, so that every pixel is a square of the same size', () => {
    expect([0.37, 0.99, 1, 1.4, 1.6, 7.2].map(snapScale)).toEqual([0.37, 0.99, 1, 1, 2, 7]);
  });

  it('fits the whole frame, enlarged only by whole numbers', () => {
    expect(fitScale({ width: 256, height: 256 }, { width: 700, height: 800 })).toBe(2);
    expect(fitScale({ width: 1000, height: 500 }, { width: 700, height: 800 })).toBe(0.7);
    expect(fitScale({ width: 1, height: 1 }, { width: 4000, height: 4000 })).toBe(mostScale);
  });

  it('is 1 for a pane that is not measured yet', () => {
    expect(fitScale(frame, { width: 0, height: 0 })).toBe(1);
  });

  it('goes by buttons through round percentages, up and down', () => {
    const at = (scale: number): Viewport => ({ scale, centreX: 0, centreY: 0 });
    expect(stepZoom(at(1), 1, frame, pane).scale).toBe(2);
    expect(stepZoom(at(1), -1, frame, pane).scale).toBe(2 / 3);
    expect(stepZoom(at(32), 1, frame, pane).scale).toBe(32);
    expect(stepZoom(at(1 / 16), -1, frame, pane).scale).toBe(1 / 16);
  });
});

describe('the place of the frame', () => {
  it('is the middle of the pane while it fits', () => {
    expect(placeFrame(fitted, frame, pane)).toEqual({ x: 44, y: 72, width: 512, height: 256 });
  });

  it('puts the centre of the viewport in the middle of the pane', () => {
    const placed = placeFrame({ scale: 4, centreX: 100, centreY: 50 }, frame, pane);
    expect(placed).toEqual({ x: 300 - 400, y: 200 - 200, width: 2048, height: 1024 });
  });

  it('is in whole screen pixels', () => {
    const placed = placeFrame({ scale: 3, centreX: 33.37, centreY: 12.61 }, frame, pane);
    expect([placed.x, placed.y].every(Number.isInteger)).toBe(true);
  });
});

describe('zooming at a point', () => {
  const points = fc.record({
    x: fc.integer({ min: 0, max: pane.width }),
    y: fc.integer({ min: 0, max: pane.height })
  });

  it('keeps the image under it, to the rounding of a screen pixel', () => {
    fc.assert(
      fc.property(points, fc.double({ min: 1.05, max: 8, noNaN: true }), (anchor, factor) => {
        const before: Viewport = { scale: 2, centreX: 256, centreY: 128 };
        const from = placeFrame(before, frame, pane);
        const under = { x: (anchor.x - from.x) / 2, y: (anchor.y - from.y) / 2 };
        // Outside the frame the middle of the pane would leave the image, which is not allowed.
        fc.pre(under.x > 0 && under.x < frame.width && under.y > 0 && under.y < frame.height);
        const after = zoomAt(before, factor, anchor, frame, pane);
        const to = placeFrame(after, frame, pane);
        const scale = drawnScale(after, frame, pane);
        expect(Math.abs(to.x + under.x * scale - anchor.x)).toBeLessThanOrEqual(1);
        expect(Math.abs(to.y + under.y * scale - anchor.y)).toBeLessThanOrEqual(1);
      })
    );
  });

  it('adds up small steps, though each is too small for the next whole scale', () => {
    let view: Viewport = actualSize(fitted, frame);
    for (let i = 0; i < 20; i++) view = zoomAt(view, 1.04, { x: 300, y: 200 }, frame, pane);
    expect(drawnScale(view, frame, pane)).toBe(2);
  });
});

describe('moving', () => {
  it('moves the image with the pointer', () => {
    const before: Viewport = { scale: 2, centreX: 256, centreY: 128 };
    const [from, to] = [before, panBy(before, 30, -20, frame, pane)].map((view) =>
      placeFrame(view, frame, pane)
    );
    expect([to!.x - from!.x, to!.y - from!.y]).toEqual([30, -20]);
  });

  it('never loses the image', () => {
    const far = panBy({ scale: 2, centreX: 256, centreY: 128 }, 99_999, -99_999, frame, pane);
    expect([far.centreX, far.centreY]).toEqual([0, 256]);
  });
});

describe('an image of another size', () => {
  const placed = placeFrame(fitted, frame, pane);

  it('of the same proportions covers the frame', () => {
    expect(placeImage({ width: 1024, height: 512 }, frame, placed)).toEqual(placed);
  });

  it('of others keeps its own, with its middle on that of the frame', () => {
    const own = placeImage({ width: 1024, height: 1024 }, frame, placed);
    expect(own).toEqual({ x: 44, y: 72 - 128, width: 512, height: 512 });
  });
});

describe('the pixel at a place', () => {
  const placed = { x: 10, y: 20, width: 40, height: 20 };
  const small = { width: 10, height: 5 };

  it('is the one whose square it lies in', () => {
    expect(pixelAt({ x: 10, y: 20 }, small, placed)).toEqual({ x: 0, y: 0 });
    expect(pixelAt({ x: 49.9, y: 39.9 }, small, placed)).toEqual({ x: 9, y: 4 });
    expect(pixelAt({ x: 25, y: 24 }, small, placed)).toEqual({ x: 3, y: 1 });
  });

  it('is none outside', () => {
    expect(pixelAt({ x: 9.9, y: 20 }, small, placed)).toBeNull();
    expect(pixelAt({ x: 50, y: 20 }, small, placed)).toBeNull();
  });

  it('lies in an image of twice the size in the second of its two pixels', () => {
    expect(toImagePixel({ x: 3, y: 1 }, small, { width: 20, height: 10 })).toEqual({ x: 7, y: 3 });
    expect(toImagePixel({ x: 3, y: 1 }, small, small)).toEqual({ x: 3, y: 1 });
  });

  it('is moved from the middle, and stops at the edge', () => {
    expect(stepPixel(null, { x: 1, y: 0 }, small)).toEqual({ x: 6, y: 2 });
    expect(stepPixel({ x: 9, y: 0 }, { x: 1, y: -1 }, small)).toEqual({ x: 9, y: 0 });
  });

  it('is none where an image of other proportions ends', () => {
    expect(toImagePixel({ x: 3, y: 0 }, { width: 10, height: 10 }, small)).toBeNull();
    expect(toImagePixel({ x: 3, y: 5 }, { width: 10, height: 10 }, small)).toEqual({ x: 3, y: 3 });
  });
});
