import type { CheckGroup, Check, CheckTools } from './check';
import { unwrap } from './check';
import { compareTexts, describePixels, formatPixels } from './compare';
import type { Vectors } from './Vectors';

/** What Pillow gave for a file: its mode, its size, and the digests of the bytes after `convert('RGB')` and `convert('L')`. */
export interface DecodedFile {
  readonly mode: string;
  readonly size: readonly [width: number, height: number];
  readonly rgb_sha256: string;
  readonly L_sha256: string;
}

export const decodeChecks: CheckGroup = {
  id: 'decode',
  title: 'Decoding: the kinds that people have',
  reference: 'Pillow 9.4.0, Image.open(file).convert("RGB")',
  agreement: 'every byte',
  list: async (vectors) => {
    const files = await vectors.readJson<Record<string, DecodedFile>>('decode.json');
    return Object.entries(files).map(([name, file]) => makeCheck(vectors, 'decode', name, file));
  }
};

export const decodeVariantChecks: CheckGroup = {
  id: 'decode-variants',
  title: 'Decoding: further kinds',
  reference: 'Pillow 12.3.0, Image.open(file).convert("RGB")',
  agreement: 'every byte',
  list: async (vectors) => {
    const { files } = await vectors.readJson<{ files: Record<string, DecodedFile> }>('decode-variants.json');
    return Object.entries(files).map(([name, file]) => makeCheck(vectors, 'decode-variants', name, file));
  }
};

export const decodeKindChecks: CheckGroup = {
  id: 'decode-kinds',
  title: 'Decoding: rare kinds',
  reference: 'Pillow 12.3.0, Image.open(file).convert("RGB")',
  agreement: 'every byte',
  list: async (vectors) => {
    const { files } = await vectors.readJson<{ files: Record<string, DecodedFile> }>('decode-kinds.json');
    return Object.entries(files).map(([name, file]) => makeCheck(vectors, 'decode-kinds', name, file));
  }
};

function makeCheck(vectors: Vectors, folder: string, name: string, file: DecodedFile): Check {
  const [width, height] = file.size;
  const expected = formatPixels({ width, height }, file.rgb_sha256);
  return {
    name: `${name} (Pillow mode ${file.mode})`,
    expected,
    run: async (tools) => {
      const image = await decode(vectors, `${folder}/${name}`, tools);
      return compareTexts(expected, await describePixels(image, image.rgb));
    }
  };
}

/** A file of the vectors as the engine decodes it. */
export async function decode(vectors: Vectors, path: string, tools: CheckTools) {
  return unwrap(await tools.decode({ path, bytes: await vectors.readBytes(path) }));
}
