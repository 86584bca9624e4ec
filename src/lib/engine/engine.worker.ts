import { expose, transfer } from 'comlink';
import { ImageDecoder } from '../images/ImageDecoder';
import { Kernels } from '../kernels/Kernels';
import type { EngineApi } from './api';
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
  async decode({ bytes, path }) {
    const decoded = await reply(() => decoder.decode(bytes, path));
    return decoded.ok ? transfer(decoded, [decoded.value.rgb.buffer as ArrayBuffer]) : decoded;
  }
};

// On the first tick: a message that arrives before this line would be lost.
expose(api);
