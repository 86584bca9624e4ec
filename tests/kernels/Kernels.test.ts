import { describe, expect, it, vi } from 'vitest';
import { Kernels } from '../../src/lib/kernels/Kernels';
import { KernelMemory, type MemoryExports } from '../../src/lib/kernels/KernelMemory';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';
import { compileKernels, readKernels } from './loadKernels';
import { makeDisturbed, makeNoise, makePattern } from './patterns';

const small = { width: 40, height: 30 };

function callEveryKernel(kernels: Kernels): void {
  const rgb = makeNoise(3 * 40 * 30);
  const grey = kernels.luma(rgb);
  kernels.squaredErrorSum(rgb, rgb);
  kernels.ssimMap(grey, grey, small);
  kernels.ssim(grey, grey, small);
  kernels.resize(rgb, 3, small, { width: 30, height: 50 }, 'lanczos');
  kernels.resize(grey, 1, small, { width: 80, height: 20 }, 'bilinear');
  kernels.ngramMatches(Uint32Array.of(1, 2, 3), Uint32Array.of(3, 2, 1), 1);
  kernels.bootstrapMeans(Float64Array.of(1, 2, 3), 10, 42);
}

/** Kernels and the memory of their instance, which the class keeps to itself. */
async function loadWithMemory(): Promise<{ kernels: Kernels; memory: WebAssembly.Memory }> {
  const instance = await WebAssembly.instantiate(await compileKernels());
  const instantiate = vi.spyOn(WebAssembly, 'instantiate').mockResolvedValueOnce(instance as never);
  const kernels = await Kernels.instantiate(await compileKernels());
  instantiate.mockRestore();
  return { kernels, memory: instance.exports['memory'] as WebAssembly.Memory };
}

describe('the kernel module', () => {
  it('is smaller than 40 kB and imports nothing', async () => {
    expect((await readKernels()).length).toBeLessThan(40_000);
    expect(WebAssembly.Module.imports(await compileKernels())).toEqual([]);
  });

  it('does not grow its memory over 10,000 calls', async () => {
    const { kernels, memory } = await loadWithMemory();
    callEveryKernel(kernels);
    const sizeBytes = memory.buffer.byteLength;
    for (let round = 0; round < 10_000 / 8; round++) callEveryKernel(kernels);
    expect(memory.buffer.byteLength).toBe(sizeBytes);
  });

  it('goes on where its memory has to grow, in the middle of a call too', async () => {
    const { kernels, memory } = await loadWithMemory();
    const rgb = makeNoise(3 * 40 * 30);
    const before = kernels.luma(rgb);
    const sizeBytes = memory.buffer.byteLength;
    const large = { width: 150, height: 400 };
    const resized = kernels.resize(rgb, 3, small, large, 'bilinear');
    expect(memory.buffer.byteLength).toBeGreaterThan(sizeBytes);
    const expected = referenceKernels.resize(rgb, 3, small, large, 'bilinear');
    expect(Buffer.compare(resized, expected)).toBe(0);
    const value = kernels.ssim(makePattern(large), makeDisturbed(large), large);
    expect(value).toBeCloseTo(referenceKernels.ssim(makePattern(large), makeDisturbed(large), large), 12);
    expect(before).toEqual(referenceKernels.luma(rgb));
  });

  it('holds of a large pair the grey and a band of the colours', async () => {
    const { kernels, memory } = await loadWithMemory();
    const size = { width: 4096, height: 4000 };
    const pixels = size.width * size.height;
    const [a, b] = [9, 12].map((level) => ({ ...size, rgb: new Uint8Array(3 * pixels).fill(level) }));
    b!.rgb.fill(9, 0, 3 * size.width);
    b!.rgb[3 * pixels - 1] = 200;
    const { squaredErrorSum, ssim } = kernels.compare(a!, b!);
    expect(memory.buffer.byteLength).toBeLessThan(5 * pixels);
    expect(squaredErrorSum).toBe(9 * 3 * (pixels - size.width) - 9 + 191 ** 2);
    expect(ssim).toBe(kernels.ssim(kernels.luma(a!.rgb), kernels.luma(b!.rgb), size));
  });

  it('gives two instances memories of their own', async () => {
    const module = await compileKernels();
    const [first, second] = [await Kernels.instantiate(module), await Kernels.instantiate(module)];
    const grey = first.luma(makeNoise(300));
    second.luma(new Uint8Array(300).fill(9));
    expect(grey).toEqual(referenceKernels.luma(makeNoise(300)));
  });
});

describe('KernelMemory', () => {
  function makeExports(): MemoryExports & { held: Set<number> } {
    const held = new Set<number>();
    let next = 64;
    return {
      held,
      memory: new WebAssembly.Memory({ initial: 1 }),
      alloc(bytes) {
        if (bytes > 1000) throw new WebAssembly.RuntimeError('unreachable');
        held.add(next);
        return (next += 64) - 64;
      },
      free: (pointer) => void held.delete(pointer)
    };
  }

  it('frees every block when the work returns and when it throws', () => {
    const exports = makeExports();
    expect(KernelMemory.use(exports, (memory) => [memory.reserve(8), memory.reserve(8)])).toEqual([64, 128]);
    expect(exports.held.size).toBe(0);
    const fail = () =>
      KernelMemory.use(exports, (memory) => {
        memory.write(Uint8Array.of(1, 2));
        throw new Error('in the middle');
      });
    expect(fail).toThrow('in the middle');
    expect(exports.held.size).toBe(0);
  });

  it('says how much memory it could not get', () => {
    const exports = makeExports();
    const ask = () => KernelMemory.use(exports, (memory) => [memory.reserve(8), memory.reserve(1001)]);
    expect(ask).toThrow(new RangeError('The kernels could not get 1001 bytes of memory'));
    expect(exports.held.size).toBe(0);
  });
});
