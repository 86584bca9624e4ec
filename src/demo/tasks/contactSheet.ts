import type { Size } from '../../lib/core/image.ts';
import { resample } from '../drawing/filters.ts';
import { cover, emptyPicture, pixelOf, quantise, toColour, type Picture } from '../drawing/picture.ts';
import { pathDistances, type Path } from '../drawing/shapes.ts';

const gap = 4;

/** Strokes of the digits 1 to 6 on a grid of 2 × 4, origin at the top left. */
const digits: readonly (readonly (readonly [number, number])[])[] = [
  [
    [0, 1],
    [1, 0],
    [1, 4]
  ],
  [
    [0, 0],
    [2, 0],
    [2, 2],
    [0, 2],
    [0, 4],
    [2, 4]
  ],
  [
    [0, 0],
    [2, 0],
    [2, 4],
    [0, 4],
    [2, 4],
    [2, 2],
    [0.5, 2]
  ],
  [
    [0, 0],
    [0, 2],
    [2, 2],
    [2, 0],
    [2, 4]
  ],
  [
    [2, 0],
    [0, 0],
    [0, 2],
    [2, 2],
    [2, 4],
    [0, 4]
  ],
  [
    [2, 0],
    [0, 0],
    [0, 4],
    [2, 4],
    [2, 2],
    [0, 2]
  ]
];

const cellHeight = 144;

/** Pictures of one size side by side, each with its number in the corner: one picture for a model that takes one. */
export function makeContactSheet(originals: readonly Picture[]): Picture {
  const { width, height } = originals[0]!;
  const cell = { width: Math.round((width * cellHeight) / height), height: cellHeight };
  const pictures = originals.map((picture) => quantise(resample(picture, cell), 6));
  const columns = pictures.length === 3 ? 3 : 2;
  const rows = Math.ceil(pictures.length / columns);
  const size = {
    width: columns * cell.width + (columns + 1) * gap,
    height: rows * cell.height + (rows + 1) * gap
  };
  const colour = pictures.some((picture) => picture.planes.length === 3);
  const sheet = emptyPicture(size, colour ? 3 : 1, 255);
  const labels: Path[] = [];
  pictures.forEach((picture, index) => {
    const left = gap + (index % columns) * (cell.width + gap);
    const top = gap + Math.floor(index / columns) * (cell.height + gap);
    copyInto(sheet, colour ? toColour(picture) : picture, left, top);
    labels.push(labelPath(size, digits[index]!, left + 7, top + 7));
  });
  return label(sheet, labels);
}

function copyInto(sheet: Picture, picture: Picture, left: number, top: number): void {
  sheet.planes.forEach((plane, channel) => {
    for (let row = 0; row < picture.height; row++) {
      const line = picture.planes[channel]!.subarray(row * picture.width, (row + 1) * picture.width);
      plane.set(line, (top + row) * sheet.width + left);
    }
  });
}

/** A digit 12 pixels high as a path in picture units. */
function labelPath(
  size: Size,
  strokes: readonly (readonly [number, number])[],
  left: number,
  top: number
): Path {
  const half = size.height / 2;
  return strokes.map(([column, row]) => ({
    x: (left + 3 * column - size.width / 2) / half,
    y: (top + 3 * row) / half - 1,
    radius: 0.8 / half
  }));
}

/** White digits with a dark rim, readable on any picture. */
function label(sheet: Picture, paths: readonly Path[]): Picture {
  const pixel = pixelOf(sheet);
  const distances = pathDistances(sheet, paths, 4 * pixel);
  const planes = sheet.planes.map((plane) =>
    plane.map((value, index) => {
      const dark = value * (1 - cover(distances[index]! - 1.5 * pixel, pixel));
      return Math.round(dark + (255 - dark) * cover(distances[index]!, pixel));
    })
  );
  return { ...sheet, planes };
}
