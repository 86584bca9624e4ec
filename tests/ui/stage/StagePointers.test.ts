import { beforeEach, describe, expect, it } from 'vitest';
import { StagePointers } from '../../../src/lib/ui/stage/StagePointers';

let asked: unknown[] = [];
let pointers: StagePointers;

beforeEach(() => {
  asked = [];
  pointers = new StagePointers({
    pan: (...args) => asked.push(['pan', ...args]),
    zoom: (...args) => asked.push(['zoom', ...args]),
    window: (...args) => asked.push(['window', ...args]),
    point: (...args) => asked.push(['point', ...args])
  });
});

describe('pointers on a pane', () => {
  it('point while nothing is pressed, and at nothing when they leave', () => {
    pointers.move(1, { x: 3, y: 4 }, false);
    pointers.leave();
    expect(asked).toEqual([
      ['point', { x: 3, y: 4 }],
      ['point', null]
    ]);
  });

  it('move the image when pressed, or set the window', () => {
    pointers.press(1, { x: 10, y: 10 });
    pointers.move(1, { x: 14, y: 7 }, false);
    pointers.move(1, { x: 15, y: 9 }, true);
    pointers.release(1);
    pointers.move(1, { x: 0, y: 0 }, false);
    expect(asked.slice(1)).toEqual([
      ['pan', 4, -3],
      ['window', 1, 2],
      ['point', { x: 0, y: 0 }]
    ]);
  });

  it('zoom with two fingers by the change of their distance, about their middle', () => {
    pointers.press(1, { x: 100, y: 100 });
    pointers.press(2, { x: 200, y: 100 });
    asked = [];
    pointers.move(2, { x: 300, y: 100 }, false);
    expect(asked).toEqual([
      ['pan', 50, 0],
      ['zoom', 2, { x: 200, y: 100 }]
    ]);
  });
});
