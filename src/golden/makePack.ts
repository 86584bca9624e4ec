import { readdir, readFile } from 'node:fs/promises';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

interface PackedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

type Table = Record<string, unknown>;

/** The only source of the vectors; the tests read the same files. */
export const goldenFolder = new URL('../../tests/golden/', import.meta.url);

/** Whole tables and whole folders of images. */
const tables = [
  'bleu.json',
  'choices.json',
  'closed_form.json',
  'decode.json',
  'decode-kinds.json',
  'image_extras.json',
  'kernels.json',
  'pixel.json',
  'resample.json',
  'serialize.json',
  'stats.json',
  'text_extras.json'
];
const imageFolders = ['decode', 'decode-kinds', 'pixel', 'resample'];

/** The archive is downloaded: of the further kinds of image files only the small ones are in it. The tests decode all. */
const maxVariantBytes = 5_800;

const notice = `Golden vectors of the MedGEN-Bench viewer: expected values from reference libraries (Pillow 9.4.0 and 12.3.0, scikit-image
0.19.3, NLTK 3.8, NumPy 1.24.2, SciPy 1.10.1 and others), never from the viewer itself. The Methods page runs them.
`;

/** static/golden/golden.zip: the same bytes for the same vectors and the same Node. */
export async function makePack(): Promise<Uint8Array<ArrayBuffer>> {
  const texts = await Promise.all(tables.map(readTable));
  const images = await Promise.all(imageFolders.map(readFolder));
  return writeArchive([
    { path: 'README.txt', bytes: new TextEncoder().encode(notice) },
    ...texts,
    await pickHolm(),
    ...images.flat(),
    ...(await pickVariants())
  ]);
}

/** Any fixed moment: in local time, because that is what a ZIP's entry holds. */
const moment = new Date(2026, 0, 1, 0, 0, 0);

/** Files that deflate cannot make smaller. */
const compressed = /\.(?:png|jpg|webp|gif)$/;

async function writeArchive(files: readonly PackedFile[]): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    lastModDate: moment,
    extendedTimestamp: false,
    dataDescriptor: false,
    useWebWorkers: false
  });
  for (const { path, bytes } of files) {
    const level = compressed.test(path) ? 0 : 9;
    await writer.add(path, new Uint8ArrayReader(bytes), { level });
  }
  return writer.close();
}

async function readTable(path: string): Promise<PackedFile> {
  return { path, bytes: await readFile(new URL(path, goldenFolder)) };
}

async function readFolder(folder: string): Promise<PackedFile[]> {
  const names = (await readdir(new URL(`${folder}/`, goldenFolder))).sort();
  return Promise.all(names.map((name) => readTable(`${folder}/${name}`)));
}

/** Of the large table of agreement statistics the one that is checked. */
async function pickHolm(): Promise<PackedFile> {
  const { versions, holm } = await readJson('agreement.json');
  return writeJson('agreement.json', { versions, holm });
}

async function pickVariants(): Promise<PackedFile[]> {
  const small = (await readFolder('decode-variants')).filter(({ bytes }) => bytes.length <= maxVariantBytes);
  const { source, files } = await readJson('decode-variants.json');
  const names = small.map(({ path }) => path.replace('decode-variants/', ''));
  const kept = Object.entries(files as Table).filter(([name]) => names.includes(name));
  return [writeJson('decode-variants.json', { source, files: Object.fromEntries(kept) }), ...small];
}

async function readJson(path: string): Promise<Table> {
  return JSON.parse(await readFile(new URL(path, goldenFolder), 'utf8')) as Table;
}

function writeJson(path: string, table: Table): PackedFile {
  return { path, bytes: new TextEncoder().encode(JSON.stringify(table)) };
}
