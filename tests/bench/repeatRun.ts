import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { crc32 } from 'node:zlib';

const PNG_AFTER_IHDR = 33;
const JPEG_AFTER_SOI = 2;

/**
 * Writes a run that is `copies` times as long as the one in `source`, in the same layout: every record under a name of its own,
 * every image with a comment of its own and so with bytes of its own. Records without an image are left out.
 */
export function repeatRun(source: string, target: string, copies: number): void {
  for (const path of listFiles(source, ['MedGEN_data', 'predictions'])) {
    if (path.endsWith('.jsonl')) repeatRecords(join(source, path), join(target, path), copies);
    else repeatImage(join(source, path), join(target, path), copies);
  }
}

function listFiles(root: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path))
    )
    .filter((path) => statSync(join(root, path)).isFile());
}

function repeatRecords(from: string, to: string, copies: number): void {
  if (from.endsWith('vqa.jsonl')) return;
  const lines = readFileSync(from, 'utf8').split('\n').filter(Boolean);
  const repeated = numbers(copies).flatMap((copy) => lines.map((line) => renameRecord(line, copy)));
  write(to, repeated.join('\n'));
}

/** Record and images get the copy's number; names of images keep their ending. */
function renameRecord(line: string, copy: number): string {
  return line
    .replace(/"sample_id": ?"[^"]*/, (start) => `${start}-${copy}`)
    .replace(/"((?:images|output_image)\/[^"]*)(\.\w+)"/g, `"$1-${copy}$2"`);
}

function repeatImage(from: string, to: string, copies: number): void {
  const bytes = readFileSync(from);
  const ending = extname(from);
  for (const copy of numbers(copies))
    write(`${to.slice(0, -ending.length)}-${copy}${ending}`, addComment(bytes, `copy ${copy}`));
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** The same picture with a text in a place that decoders pass over. */
function addComment(image: Buffer, text: string): Buffer {
  const content = Buffer.from(text, 'latin1');
  if (image.readUInt16BE(0) === 0xffd8) return insert(image, JPEG_AFTER_SOI, makeJpegComment(content));
  if (image.readUInt32BE(0) === 0x89504e47) return insert(image, PNG_AFTER_IHDR, makePngText(content));
  if (image.toString('latin1', 8, 12) === 'WEBP') return addWebpChunk(image, content);
  throw new Error('an image of this kind has no place for a comment here');
}

function insert(image: Buffer, offset: number, piece: Buffer): Buffer {
  return Buffer.concat([image.subarray(0, offset), piece, image.subarray(offset)]);
}

function makeJpegComment(content: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, content.length + 2]);
  return Buffer.concat([head, content]);
}

function makePngText(content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('tEXtComment\0', 'latin1'), content]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A chunk of unknown name behind the picture; readers skip it. */
function addWebpChunk(image: Buffer, content: Buffer): Buffer {
  const head = Buffer.from('TEXT\0\0\0\0', 'latin1');
  head.writeUInt32LE(content.length, 4);
  const whole = Buffer.concat([image, head, content, Buffer.alloc(content.length % 2)]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}
