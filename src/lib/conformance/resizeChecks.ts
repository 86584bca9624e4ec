import { formatSize, type Size } from '../core/image';
import type { Channels, ResizeFilter } from '../kernels/KernelSet';
import type { Check, CheckGroup } from './check';
import { compareTexts, describePixels, formatPixels } from './compare';
import { decode } from './decodeChecks';
import { drawNoise } from './drawn';
import type { Vectors } from './Vectors';

type Sides = readonly [width: number, height: number];

interface ResizedPicture {
  readonly src: string;
  readonly mode: 'L' | 'RGB';
  readonly from: Sides;
  readonly to: Sides;
  readonly filter: ResizeFilter;
  readonly sha256: string;
}

interface ResizedNoise {
  readonly from: Sides;
  readonly to: Sides;
  readonly channels: Channels;
  readonly filter: ResizeFilter;
  readonly sha256: string;
}

export const resizeChecks: CheckGroup = {
  id: 'resize',
  title: 'Resizing',
  reference: 'Pillow 9.4.0, Image.resize with LANCZOS, BILINEAR and BICUBIC',
  agreement: 'every byte',
  list: async (vectors) => {
    const pictures = await vectors.readJson<ResizedPicture[]>('resample.json');
    const { resize: noises } = await vectors.readJson<{ resize: ResizedNoise[] }>('kernels.json');
    return [...pictures.map((picture) => checkPicture(vectors, picture)), ...noises.map(checkNoise)];
  }
};

function checkPicture(vectors: Vectors, { src, mode, from, to, filter, sha256 }: ResizedPicture): Check {
  const expected = formatPixels(toSize(to), sha256);
  return {
    name: `${src.replace('resample/', '')} (${mode}), ${formatSize(toSize(from))} to ${formatSize(toSize(to))}, ${filter}`,
    expected,
    run: async (tools) => {
      const { rgb } = await decode(vectors, src, tools);
      const channels = mode === 'L' ? 1 : 3;
      const pixels = channels === 1 ? rgb.filter((_, i) => i % 3 === 0) : rgb;
      const resized = tools.kernels.resize(pixels, channels, toSize(from), toSize(to), filter);
      return compareTexts(expected, await describePixels(toSize(to), resized));
    }
  };
}

function checkNoise({ from, to, channels, filter, sha256 }: ResizedNoise): Check {
  const [source, target] = [toSize(from), toSize(to)];
  const expected = formatPixels(target, sha256);
  return {
    name: `noise (${channels === 1 ? 'L' : 'RGB'}), ${formatSize(source)} to ${formatSize(target)}, ${filter}`,
    expected,
    run: async ({ kernels }) => {
      const noise = drawNoise(source.width * source.height * channels);
      const resized = kernels.resize(noise, channels, source, target, filter);
      return compareTexts(expected, await describePixels(target, resized));
    }
  };
}

function toSize([width, height]: Sides): Size {
  return { width, height };
}
