import './forbidNetwork';
import { expose, transfer } from 'comlink';
import type { RgbImage } from '../core/image';
import { ImageDecoder } from '../images/ImageDecoder';
import { shrinkImage } from '../images/shrinkImage';
import { Kernels } from '../kernels/Kernels';
import { computeInterval } from '../stats/numerics/summarise';
import { computeRegion } from '../metrics/region/computeRegion';
import type { EngineApi, Reply, ScoredTask, ScoringTask } from './api';
import { compareImages } from './compareImages';
import { PictureMaker } from './PictureMaker';
import { reply } from './reply';
import { scoreTask, type Tools } from './scoreTask';

let starting: Promise<Tools> | null = null;

const api: EngineApi = {
  async start(module) {
    starting = Kernels.instantiate(module).then((kernels) => ({
      kernels,
      decoder: new ImageDecoder(kernels)
    }));
    await starting;
  },
  async provide(codec, module) {
    const { decoder } = await started();
    await decoder.provide(codec, module);
  },
  score(task) {
    return reply(() => score(task));
  },
  interval(values) {
    return reply(async () => computeInterval(values, (await started()).kernels));
  },
  decode({ bytes, path }) {
    return replyImage(async () => (await started()).decoder.decode(bytes, path));
  },
  preview({ bytes, path }, maxSidePx) {
    return replyImage(async () => {
      const { decoder, kernels } = await started();
      return shrinkImage(await decoder.decode(bytes, path), maxSidePx, kernels);
    });
  },
  async compare(candidate, reference) {
    const compared = await reply(async () => compareImages(candidate, reference, (await started()).kernels));
    if (!compared.ok) return compared;
    const { candidateRgb, lumaDifferences, largestDifferences, ssimMap } = compared.value;
    const moved = [candidateRgb, lumaDifferences, largestDifferences, ...(ssimMap ? [ssimMap] : [])];
    return transfer(
      compared,
      moved.map(({ buffer }) => buffer)
    );
  },
  findRegion(input, reference) {
    return reply(async () => computeRegion(input, reference, (await started()).kernels));
  }
};

async function score(task: ScoringTask): Promise<ScoredTask> {
  const tools = await started();
  const maker = new PictureMaker(task.wantedPictures ?? [], tools.kernels);
  const results = await scoreTask(task, { ...tools, ondecoded: maker.show });
  return { results, pictures: await maker.finish() };
}

function started(): Promise<Tools> {
  if (!starting) throw new Error('start() was not called');
  return starting;
}

/** The pixels are moved, not copied. */
async function replyImage(work: () => Promise<RgbImage>): Promise<Reply<RgbImage>> {
  const made = await reply(work);
  return made.ok ? transfer(made, [made.value.rgb.buffer as ArrayBuffer]) : made;
}

// On the first tick: a message that arrives before this line would be lost.
expose(api);
