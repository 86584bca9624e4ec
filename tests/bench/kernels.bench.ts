/**
 * The kernels against their TypeScript references and against the SSIM packages of the registry, in one run on one
 * machine: `npm run kernels && node tests/bench/kernels.bench.ts`. "×" is how many times longer
 * than the kernel, by the medians.
 */
import { registerHooks } from 'node:module';
import imageSsim from 'image-ssim';
import { ssim as ssimJs } from 'ssim.js';
import type { Size } from '../../src/lib/core/image';
import type { KernelSet } from '../../src/lib/kernels/KernelSet';

// Sources import one another without the extension, as bundlers want it; plain Node needs it.
registerHooks({
  resolve(specifier, context, next) {
    const isExtensionless = specifier.startsWith('.') && !/\.\w+$/.test(specifier);
    return next(isExtensionless ? `${specifier}.ts` : specifier, context);
  }
});
const { loadKernels } = await import('../kernels/loadKernels.ts');
const { makeDisturbed, makeNoise, makePattern } = await import('../kernels/patterns.ts');
const { bleu } = await import('../../src/lib/metrics/text/bleu.ts');
const { makeTextPair } = await import('../../src/lib/metrics/text/textPair.ts');
const { referenceKernels } = await import('../../src/lib/kernels/reference/referenceKernels.ts');
const kernels = await loadKernels();

interface Contender {
  readonly name: string;
  readonly rounds: number;
  run(): unknown;
}

function measureMs(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

/** Sorted, after some turns that let the engine optimise. */
function timesMs({ run, rounds }: Contender): number[] {
  for (let warmUp = 0; warmUp < Math.min(20, rounds); warmUp++) run();
  return Array.from({ length: rounds }, () => measureMs(run)).sort((a, b) => a - b);
}

function formatMs(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 3 : 1)} ms`.padStart(13);
}

/** Prints one table; the first contender is the kernel that the others are compared with. */
function compare(title: string, contenders: readonly Contender[]): void {
  console.log(`\n${title.padEnd(44)}${'median'.padStart(13)}${'fastest'.padStart(13)}`);
  let kernelMs = 0;
  for (const contender of contenders) {
    const times = timesMs(contender);
    const medianMs = times[Math.floor(times.length / 2)] ?? NaN;
    kernelMs ||= medianMs;
    const ratio = medianMs / kernelMs;
    const longer = ratio === 1 ? '' : `${ratio.toFixed(ratio < 10 ? 1 : 0)} ×`.padStart(9);
    console.log(`  ${contender.name.padEnd(42)}${formatMs(medianMs)}${formatMs(times[0] ?? NaN)}${longer}`);
  }
}

/** The kernel and its reference; `call` is the same for both. */
function bothKernels(
  rounds: number,
  referenceRounds: number,
  call: (set: KernelSet) => unknown
): Contender[] {
  return [
    { name: 'kernel (WebAssembly, SIMD)', rounds, run: () => call(kernels) },
    { name: 'reference (TypeScript)', rounds: referenceRounds, run: () => call(referenceKernels) }
  ];
}

function toRgba(grey: Uint8Array): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: 4 * grey.length }, (_, at) => {
    return at % 4 === 3 ? 255 : (grey[Math.floor(at / 4)] ?? 0);
  });
}

function compareSsim(size: Size): void {
  const [a, b] = [makePattern(size), makeDisturbed(size)];
  const toGrey = (plane: Uint8Array) => ({ ...size, data: [...plane], channels: 1 });
  const toColour = (plane: Uint8Array) => ({ ...size, data: toRgba(plane) });
  const [greyA, greyB, colourA, colourB] = [toGrey(a), toGrey(b), toColour(a), toColour(b)];
  compare(`SSIM, ${size.width} × ${size.height}, grey`, [
    ...bothKernels(60, 5, (set) => set.ssim(a, b, size)),
    { name: 'image-ssim (8×8 tiles)', rounds: 15, run: () => imageSsim.compare(greyA, greyB) },
    {
      name: 'ssim.js fast (11×11 Gaussian, full size)',
      rounds: 5,
      run: () => ssimJs(colourA, colourB, { ssim: 'fast', downsample: false })
    },
    {
      name: 'ssim.js weber (11×11 uniform, full size)',
      rounds: 5,
      run: () => ssimJs(colourA, colourB, { ssim: 'weber', downsample: false })
    }
  ]);
}

function compareResize(from: Size, to: Size): void {
  const pixels = makeNoise(3 * from.width * from.height);
  compare(
    `Resize, RGB, LANCZOS, ${from.width} × ${from.height} to ${to.width} × ${to.height}`,
    bothKernels(15, 3, (set) => set.resize(pixels, 3, from, to, 'lanczos'))
  );
}

function square(side: number): Size {
  return { width: side, height: side };
}

console.log(`Node ${process.version}, V8 ${process.versions.v8}, ${process.arch}`);
compareSsim(square(512));
compareSsim(square(1024));
compareResize(square(1024), square(512));
compareResize(square(512), square(1024));
const rgb = makeNoise(3 * 512 * 512);
compare(
  'Luma, 512 × 512',
  bothKernels(60, 5, (set) => set.luma(rgb))
);
compare(
  'Squared error, 512 × 512, RGB',
  bothKernels(60, 5, (set) => set.squaredErrorSum(rgb, rgb))
);
const values = Float64Array.from({ length: 3872 }, (_, index) => (index * 0.61803398875) % 1);
compare(
  'Bootstrap, 1,000 resamples of 3,872 values',
  bothKernels(15, 1, (set) => set.bootstrapMeans(values, 1000, 42))
);
const candidate = Uint32Array.from({ length: 300 }, (_, index) => (index * 7) % 97);
const reference = Uint32Array.from({ length: 300 }, (_, index) => (index * 7 + 1) % 89);
compare(
  'n-gram matches, n = 1 to 4, 300 words each',
  bothKernels(60, 15, (set) => [1, 2, 3, 4].map((n) => set.ngramMatches(candidate, reference, n)))
);
const words = (step: number): string =>
  Array.from({ length: 300 }, (_, index) => `w${(index * step) % 97}`).join(' ');
const reports = makeTextPair('report-generation', words(7), words(11), []);
compare(
  'BLEU of one report, 300 words each, tokens included',
  bothKernels(60, 15, (set) => bleu.compute(reports, set))
);
