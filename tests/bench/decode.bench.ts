/**
 * How fast images decode: `node tests/bench/decode.bench.ts`. Draws a noisy 1024×1024 picture, has ImageMagick write it in
 * every format, and prints the CPU time and the megapixels per second of each, median of 15.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { cpuUsage } from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  ImageMagick,
  initializeImageMagick,
  MagickFormat,
  MagickReadSettings
} from '@imagemagick/magick-wasm';
import type { CodecName } from '../../src/lib/images/imageHeader.ts';

// Sources import one another without the extension, as bundlers want it; plain Node needs it.
registerHooks({
  resolve(specifier, context, next) {
    const isExtensionless = specifier.startsWith('.') && !/\.\w+$/.test(specifier);
    return next(isExtensionless ? `${specifier}.ts` : specifier, context);
  }
});
const { ImageDecoder } = await import('../../src/lib/images/ImageDecoder.ts');

const { loadKernels } = await import('../kernels/loadKernels.ts');

const side = 1024;
const repeats = 15;

const modules: Readonly<Record<CodecName, string>> = {
  jpeg: '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
  webp: 'icodec/webp-dec.wasm',
  magick: '@imagemagick/magick-wasm/magick.wasm'
};

const formats = [
  MagickFormat.Png24,
  MagickFormat.Png32,
  MagickFormat.Jpeg,
  MagickFormat.Pjpeg,
  MagickFormat.WebP,
  MagickFormat.Bmp3,
  MagickFormat.Tiff,
  // Last: writing it leaves the picture with a palette.
  MagickFormat.Gif
];

/** Smooth waves with noise upon them: neither too easy nor too hard to compress. */
function drawRgb(): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: side * side * 3 }, (_, index) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const [x, y] = [Math.floor(index / 3) % side, Math.floor(index / 3 / side)];
    return 128 + 90 * Math.sin((x + (index % 3) * 40) / 50) * Math.cos(y / 70) + (state >>> 28);
  });
}

function readModule(name: CodecName): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(fileURLToPath(import.meta.resolve(modules[name]))));
}

async function encodeAll(): Promise<Map<string, Uint8Array>> {
  await initializeImageMagick(readModule('magick'));
  const settings = new MagickReadSettings({ format: MagickFormat.Rgb, width: side, height: side, depth: 8 });
  return ImageMagick.read(drawRgb(), settings, (image) => {
    image.quality = 90;
    return new Map(formats.map((format) => [format, image.write(format, (bytes) => bytes.slice())]));
  });
}

async function measureCpuMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const before = cpuUsage();
    await work();
    const { user, system } = cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return times.sort((a, b) => a - b)[Math.floor(repeats / 2)]!;
}

const files = await encodeAll();
const decoder = new ImageDecoder(await loadKernels());
for (const name of ['jpeg', 'webp', 'magick'] as const) await decoder.provide(name, readModule(name));

for (const [format, bytes] of files) {
  const cpuMs = await measureCpuMs(() => decoder.decode(bytes, format));
  const megapixelsPerSecond = (side * side) / 1e3 / cpuMs;
  console.log(
    `${format.padEnd(6)} ${(bytes.length / 1000).toFixed(0).padStart(6)} kB ${cpuMs.toFixed(1).padStart(7)} ms ` +
      `${megapixelsPerSecond.toFixed(1).padStart(6)} MP/s`
  );
}
