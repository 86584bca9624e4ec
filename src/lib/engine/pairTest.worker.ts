import './forbidNetwork';
import { expose } from 'comlink';
import { Kernels } from '../kernels/Kernels';
import { testPair } from '../stats/comparison/testPair';
import type { PairTestApi } from './pairTestApi';
import { reply } from './reply';

let kernels: Promise<Kernels> | null = null;

const api: PairTestApi = {
  async start(module) {
    kernels = Kernels.instantiate(module);
    await kernels;
  },
  test(values) {
    return reply(async () => {
      if (!kernels) throw new Error('start() was not called');
      return testPair(values, await kernels);
    });
  }
};

// On the first tick: a message that arrives before this line would be lost.
expose(api);
