import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { encodePng } from '../../src/demo/output/png';
import { emptyPicture } from '../../src/demo/drawing/picture';
import { makeZip } from '../dataset/makeZip';
import { editRecord, vqaRecord } from '../predictions/records';

const golden = (path: string): Buffer => readFileSync(join('tests/golden/decode', path));

/** A PNG whose header promises 40,000 × 40,000 pixels and holds none. */
function makeHugePng(): Buffer {
  const header = Buffer.alloc(17);
  header.write('IHDR', 0, 'latin1');
  header.writeUInt32BE(40_000, 4);
  header.writeUInt32BE(40_000, 8);
  header.set([8, 2, 0, 0, 0], 12);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(header));
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  return Buffer.concat([Buffer.from([...signature, 0, 0, 0, 13]), header, checksum]);
}

/** The photograph with one bit of its image data's checksum turned. */
function damageChecksum(png: Buffer): Buffer {
  const damaged = Buffer.from(png);
  const at = damaged.indexOf('IDAT');
  const length = damaged.readUInt32BE(at - 4);
  damaged[at + 4 + length]! ^= 1;
  return damaged;
}

const images: Readonly<Record<string, Uint8Array>> = {
  'MedGEN_data/images/in.png': golden('png_rgb.png'),
  'MedGEN_data/images/gt.png': golden('png_rgb.png'),
  'MedGEN_data/images/tiny.png': encodePng(emptyPicture({ width: 6, height: 5 }, 1, 80)),
  'predictions/output_image/gpt/good.png': golden('png_rgb.png'),
  'predictions/output_image/gpt/resized.png': golden('jpg_q75_s0.jpg'),
  'predictions/output_image/gpt/damaged.png': damageChecksum(golden('png_rgb.png')),
  'predictions/output_image/gpt/truncated.jpg': golden('jpg_q95_s0.jpg').subarray(0, 6000),
  'predictions/output_image/gpt/tiny.png': golden('png_rgb.png'),
  'predictions/output_image/gpt/huge.png': makeHugePng()
};

const edits: readonly (object | string)[] = [
  editRecord('good'),
  editRecord('resized'),
  editRecord('damaged'),
  editRecord('missing'),
  editRecord('truncated', { output_image: 'output_image/gpt/truncated.jpg' }),
  editRecord('tiny', { ground_truth_image: 'images/tiny.png' }),
  '{"sample_id": "broken", "category": "ImageEdit", "response": }',
  editRecord('huge'),
  editRecord('good'),
  editRecord('unknown', { paper_task: 'tea-leaf-reading' })
];

const asLine = (record: object | string): string =>
  `${typeof record === 'string' ? record : JSON.stringify(record)}\n`;

/** A folder with one of each fault; 3 edits and 1 answer in it are sound. */
export function writeBadDrop(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'medgen-')), 'drop');
  const files: Record<string, string | Uint8Array> = {
    ...images,
    'predictions/gpt_edit.jsonl': edits.map(asLine).join(''),
    'predictions/gpt_vqa.jsonl': asLine(vqaRecord('answered')),
    'locked.zip': makeZip([{ name: 'gpt_vqa.jsonl', data: asLine(vqaRecord('locked')), flags: 1 }]),
    'escaping.zip': makeZip([{ name: '../gpt_vqa.jsonl', data: asLine(vqaRecord('escaped')) }])
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
