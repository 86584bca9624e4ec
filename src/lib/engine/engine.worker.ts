import './forbidNetwork';
import { expose, transfer } from 'comlink';
import type { RgbImage } from '../core/image';
import { ImageDecoder } from '../images/ImageDecoder';
import { shrinkImage } from '../images/shrinkImage';
import { Kernels } from '../kernels/Kernels';
import { computeInterval } from '../stats/numerics/summarise';
import { computeRegion } from '../metrics/region/computeRegion';
import type { EngineApi, Reply } from './api';
import { compareImages } from './compareImages';
import { reply } from './reply';
import { scoreTask } from './scoreTask';

const decoder = new ImageDecoder();
let kernels: Promise<Kernels> | null = null;

const api: EngineApi = {
  async start(module) {
    kernels = Kernels.instantiate(module);
    await kernels;
  },
  async provide(codec, module) {
    await decoder.provide(codec, module);
  },
  score(task) {
    return reply(async () => scoreTask(task, { kernels: await started(), decoder }));
  },
  interval(values) {
    return reply(async () => computeInterval(values, await started()));
  },
  decode({ bytes, path }) {
    return replyImage(() => decoder.decode(bytes, path));
  },
  preview({ bytes, path }, maxSidePx) {
    return replyImage(async () => shrinkImage(await decoder.decode(bytes, path), maxSidePx));
  },
  async compare(candidate, reference) {
    const compared = await reply(async () => compareImages(candidate, reference, await started()));
    if (!compared.ok) return compared;
    const { candidateRgb, lumaDifferences, largestDifferences, ssimMap } = compared.value;
    const moved = [candidateRgb, lumaDifferences, largestDifferences, ...(ssimMap ? [ssimMap] : [])];
    return transfer(
      compared,
      moved.map(({ buffer }) => buffer)
    );
  },
  findRegion(input, reference) {
    return reply(async () => computeRegion(input, reference, await started()));
  }
};

function started(): Promise<Kernels> {
  if (!kernels) throw new Error('start() was not called');
  return kernels;
}

/** The pixels are moved, not copied. */
async function replyImage(work: () => Promise<RgbImage>): Promise<Reply<RgbImage>> {
  const made = await reply(work);
  return made.ok ? transfer(made, [made.value.rgb.buffer as ArrayBuffer]) : made;
}

// On the first tick: a message that arrives before this line would be lost.
expose(api);
