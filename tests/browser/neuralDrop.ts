import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import type { RgbImage } from '../../src/lib/core/image';
import { drawImage } from '../../src/lib/metrics/neural/modelCheck';
import { encodePng } from '../../src/demo/output/png';
import { editRecord, vqaRecord } from '../predictions/records';

interface Sides {
  readonly width: number;
  readonly height: number;
  readonly kind: number;
}

export interface ImageCase {
  readonly candidate: Sides;
  readonly reference: Sides;
  readonly value: number;
}

type TinyMetric =
  'lpips:random-tiny-lpips' | 'image-embedding:random-tiny-encoder' | 'bertscore:random-tiny-bert:2';

export interface TextCase {
  readonly response: string;
  readonly answer: string;
  readonly f1: number;
}

/** The cases of a file of golden values. */
export const readCases = <Case>(path: string): readonly Case[] =>
  (JSON.parse(readFileSync(path, 'utf8')) as { cases: readonly Case[] }).cases;

/** At night and before a release all, else one of equal sides and one of two sizes: tests/metrics/neural has each without a page. */
const isWanted = (_: ImageCase, place: number): boolean => inject('isThorough') || [3, 5].includes(place);
export const imageCases = readCases<ImageCase>('tests/golden/neural/lpips.json').filter(isWanted);
const similarities = readCases<ImageCase>('tests/golden/neural/imageEmbedding.json').filter(isWanted);
/** Texts that the closing and opening spaces of a JSON record do not change. */
const textCases = readCases<TextCase>('tests/golden/neural/bertscore.json').slice(0, 3);

export const caseCount = imageCases.length + textCases.length;

/** What the reference libraries give with the tiny models: metric → sample id → value. The image metrics are of the same pairs. */
export const expectedScores: Readonly<Record<TinyMetric, ReadonlyMap<string, number>>> = {
  'lpips:random-tiny-lpips': new Map(imageCases.map(({ value }, i) => [`image${i}`, value])),
  'image-embedding:random-tiny-encoder': new Map(similarities.map(({ value }, i) => [`image${i}`, value])),
  'bertscore:random-tiny-bert:2': new Map(textCases.map(({ f1 }, i) => [`text${i}`, f1]))
};

/** A folder whose samples are golden pairs, of LPIPS and BERTScore with images of two sizes where none are given. */
export function writeNeuralDrop(
  images: readonly Omit<ImageCase, 'value'>[] = imageCases,
  texts: readonly Omit<TextCase, 'f1'>[] = textCases
): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'medgen-')), 'drop');
  const edits = images.map((_, i) =>
    editRecord(`image${i}`, { ground_truth_image: `images/gt${i}.png`, input_image: `images/gt${i}.png` })
  );
  const answers = texts.map(({ response, answer }, i) =>
    vqaRecord(`text${i}`, {
      response,
      answer,
      input_image: 'images/gt0.png',
      input_images: ['images/gt0.png']
    })
  );
  if (images.length > 0) write(folder, 'predictions/gpt_edit.jsonl', toJsonl(edits));
  if (texts.length > 0) write(folder, 'predictions/gpt_vqa.jsonl', toJsonl(answers));
  // The texts ask about a picture.
  write(folder, 'MedGEN_data/images/gt0.png', toPng(imageCases[0]!.reference));
  for (const [i, { candidate, reference }] of images.entries()) {
    write(folder, `MedGEN_data/images/gt${i}.png`, toPng(reference));
    write(folder, `predictions/output_image/gpt/image${i}.png`, toPng(candidate));
  }
  return folder;
}

const toJsonl = (records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

function toPng({ width, height, kind }: Sides): Uint8Array {
  const { rgb }: RgbImage = drawImage(width, height, kind);
  const planes = [0, 1, 2].map((channel) =>
    Float32Array.from({ length: width * height }, (_, pixel) => rgb[3 * pixel + channel]!)
  );
  return encodePng({ width, height, planes });
}

function write(folder: string, path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
