import type { Point } from './viewport';

/** What gestures ask for; lengths are in screen pixels of the pane. */
export interface StageGestures {
  pan(dx: number, dy: number): void;
  zoom(factor: number, anchor: Point): void;
  window(dx: number, dy: number): void;
  /** The place that is pointed at; null when there is none any more. */
  point(at: Point | null): void;
}

/** Mouse, pen and fingers on one pane: pointing, dragging with one, zooming with two. */
export class StagePointers {
  readonly #gestures: StageGestures;
  readonly #pressed = new Map<number, Point>();

  constructor(gestures: StageGestures) {
    this.#gestures = gestures;
  }

  press(id: number, at: Point): void {
    this.#pressed.set(id, at);
    this.#gestures.point(at);
  }

  /** @param setsWindow whether a drag sets the window instead of moving the image */
  move(id: number, at: Point, setsWindow: boolean): void {
    const before = this.#pressed.get(id);
    if (!before) return this.#gestures.point(at);
    const [other] = [...this.#pressed].filter(([pressed]) => pressed !== id);
    this.#pressed.set(id, at);
    if (other) this.#pinch(before, at, other[1]);
    else if (setsWindow) this.#gestures.window(at.x - before.x, at.y - before.y);
    else this.#gestures.pan(at.x - before.x, at.y - before.y);
  }

  release(id: number): void {
    this.#pressed.delete(id);
  }

  leave(): void {
    if (this.#pressed.size === 0) this.#gestures.point(null);
  }

  #pinch(before: Point, after: Point, other: Point): void {
    const [from, to] = [distance(before, other), distance(after, other)];
    this.#gestures.pan((after.x - before.x) / 2, (after.y - before.y) / 2);
    if (from > 0 && to > 0) this.#gestures.zoom(to / from, middle(after, other));
  }
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
