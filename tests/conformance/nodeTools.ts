import type { CheckTools } from '../../src/lib/conformance/check';
import { reply } from '../../src/lib/engine/reply';
import { scoreTask } from '../../src/lib/engine/scoreTask';
import { makeDecoder } from '../images/codecFiles';
import { loadKernels } from '../kernels/loadKernels';

/** What the workers do, without workers. */
export async function makeNodeTools(): Promise<CheckTools> {
  const [kernels, decoder] = [await loadKernels(), await makeDecoder()];
  return {
    kernels,
    decode: ({ bytes, path }) => reply(() => decoder.decode(bytes, path)),
    score: (task) => reply(() => scoreTask(task, { kernels, decoder }))
  };
}
