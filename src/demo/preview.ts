import { toColour, type Picture } from './drawing/picture.ts';
import { resample } from './drawing/filters.ts';
import { encodePng } from './output/png.ts';
import { drawnModalities, makeCases } from './phantoms/phantomPool.ts';

/** What social networks show beside a link to the site: 1.91 to 1. */
const size = { width: 1200, height: 630 };
const columns = 3;
const gap = 6;

/** The picture of a shared link: one drawn phantom of each modality, side by side. */
export function drawPreview(): Uint8Array {
  const caseOf = makeCases('MedGEN-Bench viewer preview');
  const rows = drawnModalities.length / columns;
  const tile = {
    width: Math.floor((size.width - gap * (columns - 1)) / columns),
    height: Math.floor((size.height - gap * (rows - 1)) / rows)
  };
  const planes = [0, 1, 2].map(() => new Float32Array(size.width * size.height));
  drawnModalities.forEach((modality, i) => {
    const picture = toColour(cover(caseOf(modality, 0).picture, tile));
    const left = (i % columns) * (tile.width + gap);
    const top = Math.floor(i / columns) * (tile.height + gap);
    picture.planes.forEach((plane, channel) => {
      for (let y = 0; y < tile.height; y++) {
        const row = plane.subarray(y * tile.width, (y + 1) * tile.width);
        planes[channel]!.set(row, (top + y) * size.width + left);
      }
    });
  });
  return encodePng({ ...size, planes });
}

/** The middle of a picture, enlarged to fill the tile. */
function cover(picture: Picture, tile: { width: number; height: number }): Picture {
  const scale = Math.max(tile.width / picture.width, tile.height / picture.height);
  const grown = resample(picture, {
    width: Math.ceil(picture.width * scale),
    height: Math.ceil(picture.height * scale)
  });
  const left = Math.floor((grown.width - tile.width) / 2);
  const top = Math.floor((grown.height - tile.height) / 2);
  const planes = grown.planes.map((plane) => {
    const cut = new Float32Array(tile.width * tile.height);
    for (let y = 0; y < tile.height; y++) {
      const start = (top + y) * grown.width + left;
      cut.set(plane.subarray(start, start + tile.width), y * tile.width);
    }
    return cut;
  });
  return { ...tile, planes };
}
