import './forbidNetwork';
import { expose } from 'comlink';
import { Kernels } from '../kernels/Kernels';
import type { NeuralApi } from './neuralApi';
import { loadOnnxRuntime, runtimeUrls } from './onnxRuntime';
import { openComparer, type Comparer } from './openComparer';
import { reply } from './reply';

let comparer: Promise<Comparer> | null = null;

const api: NeuralApi = {
  locateRuntime(backend) {
    return reply(() => Promise.resolve(new URL(runtimeUrls[backend], import.meta.url).href));
  },
  start({ backend, runtime, kernels, model }) {
    return reply(async () => {
      const ort = await loadOnnxRuntime(backend, await runtime.arrayBuffer());
      comparer = openComparer(model, { ort, backend, kernels: await Kernels.instantiate(kernels) });
      await comparer;
      return null;
    });
  },
  score(pairs) {
    return reply(async () => {
      if (!comparer) throw new Error('start() was not called');
      return (await comparer)(pairs);
    });
  }
};

// On the first tick: a message that arrives before this line would be lost.
expose(api);
