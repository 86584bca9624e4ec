import './forbidNetwork';
import { expose, transfer } from 'comlink';
import type { RgbImage } from '../core/image';
import { ImageDecoder } from '../images/ImageDecoder';
import { shrinkImage } from '../images/shrinkImage';
import { Kernels } from '../kernels/Kernels';
import { computeInterval } from '../stats/summarise';
import type { EngineApi, Reply } from './api';
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
    return reply(async () => {
      if (!kernels) throw new Error('start() was not called');
      return scoreTask(task, { kernels: await kernels, decoder });
    });
  },
  interval(values) {
    return reply(async () => {
      if (!kernels) throw new Error('start() was not called');
      return computeInterval(values, await kernels);
    });
  },
  decode({ bytes, path }) {
    return replyImage(() => decoder.decode(bytes, path));
  },
  preview({ bytes, path }, maxSidePx) {
    return replyImage(async () => shrinkImage(await decoder.decode(bytes, path), maxSidePx));
  }
};

/** The pixels are moved, not copied. */
async function replyImage(work: () => Promise<RgbImage>): Promise<Reply<RgbImage>> {
  const made = await reply(work);
  return made.ok ? transfer(made, [made.value.rgb.buffer as ArrayBuffer]) : made;
}

// On the first tick: a message that arrives before this line would be lost.
expose(api);
