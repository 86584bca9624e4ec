import type { ImageKind } from './imageHeader';

interface Signature {
  readonly name: string;
  readonly bytes: readonly (number | null)[];
  readonly offset?: number;
}

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** Pillow's own tests: three bytes for JPEG, eight for PNG. `null` is any byte. */
const IMAGES: readonly (Signature & { readonly name: ImageKind })[] = [
  { name: 'png', bytes: [0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a] },
  { name: 'jpeg', bytes: [0xff, 0xd8, 0xff] },
  { name: 'jpeg2000', bytes: [0, 0, 0, 12, ...ascii('jP  \r\n'), 0x87, 0x0a] },
  { name: 'jpeg2000', bytes: [0xff, 0x4f, 0xff, 0x51] },
  { name: 'webp', bytes: [...ascii('RIFF'), null, null, null, null, ...ascii('WEBP')] },
  { name: 'gif', bytes: ascii('GIF87a') },
  { name: 'gif', bytes: ascii('GIF89a') },
  { name: 'tiff', bytes: [...ascii('II'), 42, 0] },
  { name: 'tiff', bytes: [...ascii('MM'), 0, 42] },
  { name: 'tiff', bytes: [...ascii('II'), 43, 0] },
  { name: 'bmp', bytes: ascii('BM') }
];

/** What is wanted instead of a file, where that is not plain. */
const WANTED = {
  heic: 'the picture as PNG or JPEG, as every phone and viewer exports it; the evaluator does not open HEIC either',
  avif: 'the picture as PNG: no decoder here gives Pillow’s pixels of an AVIF, they differ by up to 3 grey levels',
  dicom:
    'the slice as PNG, with the window that the reference was drawn with; a DICOM file does not say which one that was',
  nifti: 'one slice as PNG; a NIfTI volume holds many, and does not say which one is meant'
} as const;

interface Other extends Signature {
  readonly wanted?: string;
}

/** What people mistake for an image file, or what this page does not read. */
const OTHERS: readonly Other[] = [
  { name: 'a HEIC image', bytes: ascii('ftyphei'), offset: 4, wanted: WANTED.heic },
  { name: 'a HEIC image', bytes: ascii('ftyphev'), offset: 4, wanted: WANTED.heic },
  { name: 'a HEIF image', bytes: ascii('ftypmif1'), offset: 4, wanted: WANTED.heic },
  { name: 'an AVIF image', bytes: ascii('ftypavi'), offset: 4, wanted: WANTED.avif },
  { name: 'a JPEG XL image', bytes: [0xff, 0x0a] },
  { name: 'a JPEG XL image', bytes: [0, 0, 0, 12, ...ascii('JXL')] },
  { name: 'a DICOM file', bytes: ascii('DICM'), offset: 128, wanted: WANTED.dicom },
  { name: 'a NIfTI volume', bytes: ascii('n+1'), offset: 344, wanted: WANTED.nifti },
  { name: 'a NIfTI volume', bytes: ascii('n+2'), offset: 4, wanted: WANTED.nifti },
  {
    name: 'a BigTIFF image with the high byte first, which Pillow does not open',
    bytes: [...ascii('MM'), 0, 43]
  },
  { name: 'a PDF document', bytes: ascii('%PDF') },
  { name: 'a NumPy array', bytes: [0x93, ...ascii('NUMPY')] },
  { name: 'a ZIP archive', bytes: [...ascii('PK'), 3, 4] },
  { name: 'a gzip file', bytes: [0x1f, 0x8b] },
  { name: 'a Windows icon', bytes: [0, 0, 1, 0] },
  { name: 'a Git LFS pointer', bytes: ascii('version https://git-lfs') }
];

function matches(file: Uint8Array, { bytes, offset = 0 }: Signature): boolean {
  return bytes.every((byte, index) => byte === null || file[offset + index] === byte);
}

/** The kind of image the bytes are, by their signature; a file's name says nothing. */
export function sniffImage(bytes: Uint8Array): ImageKind | null {
  return IMAGES.find((signature) => matches(bytes, signature))?.name ?? null;
}

/** What to give instead of a file that is no image which can be scored; a packed volume is known by its name alone. */
export function describeWanted(bytes: Uint8Array, path: string): string {
  if (/\.nii\.gz$/i.test(path)) return WANTED.nifti;
  return OTHERS.find((signature) => matches(bytes, signature))?.wanted ?? 'PNG, JPEG, WebP, BMP, GIF or TIFF';
}

/** For the message about a file that is no readable image: "a HEIC image", "an HTML page", "bytes 00 11 22 33". */
export function describeContent(bytes: Uint8Array): string {
  const known = OTHERS.find((signature) => matches(bytes, signature));
  if (known) return known.name;
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).trimStart().toLowerCase();
  if (start.includes('<svg')) return 'an SVG drawing';
  if (/^(<!doctype html|<html|<head|<body)/.test(start)) return 'an HTML page';
  if (start.startsWith('<?xml')) return 'an XML document';
  if (/^p[1-7]\s/.test(start)) return 'a Netpbm image';
  if (/^[[{]\s*["{[]/.test(start)) return 'JSON text';
  const first = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0'));
  return `bytes ${first.join(' ')}`;
}
