import type { CheckGroup } from './check';
import { compareTexts, describePixels, formatPixels } from './compare';
import { decode, type DecodedFile } from './decodeChecks';

export const lumaChecks: CheckGroup = {
  id: 'luma',
  title: 'Luma, which SSIM compares',
  reference: 'Pillow 9.4.0, convert("L")',
  agreement: 'every byte',
  list: async (vectors) => {
    const files = await vectors.readJson<Record<string, DecodedFile>>('decode.json');
    return Object.entries(files).map(([name, { size, L_sha256 }]) => {
      const [width, height] = size;
      const expected = formatPixels({ width, height }, L_sha256);
      return {
        name,
        expected,
        run: async (tools) => {
          const image = await decode(vectors, `decode/${name}`, tools);
          return compareTexts(expected, await describePixels(image, tools.kernels.luma(image.rgb)));
        }
      };
    });
  }
};
