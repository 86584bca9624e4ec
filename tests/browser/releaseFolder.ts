import { linkSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawPlane, type Picture } from '../../src/demo/drawing/picture';
import { encodePng } from '../../src/demo/output/png';
import { formats } from '../../src/lib/benchmark/formats';
import type { Sample } from '../../src/lib/core/sample';
import { makeReleaseSamples } from '../dataset/releaseSamples';

/** So many different pictures; all files but the first ones are links to them. */
const pictureCount = 24;

/**
 * Writes a dataset as large as the data release into a folder: 6,623 records, and image files of `sidePx` × `sidePx` pixels,
 * as many where none are counted.
 */
export function makeReleaseFolder(sidePx: number, imageCount?: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'medgen-release-'));
  const data = join(folder, 'MedGEN_data');
  mkdirSync(join(data, 'images'), { recursive: true });
  const samples = makeReleaseSamples(imageCount);
  for (const [format, name] of [
    ['vqa', 'vqa'],
    ['edit', 'edit'],
    ['generate', 'gen']
  ] as const) {
    const lines = samples.filter((sample) => sample.format === format).map(toLine);
    writeFileSync(join(data, `${name}.jsonl`), `${lines.join('\n')}\n`);
  }
  const nameOf = (image: number): string => join(data, 'images', `${image}.png`);
  for (let image = 0; image < (imageCount ?? samples.length); image++) {
    if (image < pictureCount) writeFileSync(nameOf(image), encodePng(drawPicture(sidePx, image)));
    else linkSync(nameOf(image % pictureCount), nameOf(image));
  }
  return folder;
}

function toLine(sample: Sample): string {
  const { sampleId, format, task, subtask, modality, instruction, answer, inputImages, referenceImage } =
    sample;
  return JSON.stringify({
    sample_id: sampleId,
    category: formats[format].category,
    paper_task: task,
    paper_subtask: subtask,
    modality,
    instruction,
    answer,
    input_images: inputImages,
    ground_truth_image: referenceImage
  });
}

/** Rings and grain: it compresses about as badly as a radiograph. */
function drawPicture(sidePx: number, seed: number): Picture {
  const size = { width: sidePx, height: sidePx };
  let grain = seed + 1;
  const plane = drawPlane(size, (x, y) => {
    grain = (grain * 48271) % 2147483647;
    return 128 + 90 * Math.cos((6 + seed) * Math.hypot(x, y)) + (grain % 16);
  });
  return { ...size, planes: seed % 2 === 0 ? [plane] : [plane, plane.map((tone) => 255 - tone), plane] };
}
