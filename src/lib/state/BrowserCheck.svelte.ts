import type { CheckResult } from '../conformance/runChecks';
import { stateVerdict } from '../conformance/summariseResults';
import { describeError } from '../core/describeError';
import { loadFile } from '../dataset/loadFile';
import { loadKernels } from '../engine/loadModules';
import { Pool } from '../engine/Pool';
import { Kernels } from '../kernels/Kernels';

export type CheckStep = 'idle' | 'loading' | 'running' | 'stopped' | 'done' | 'failed';

/** As when scoring. */
const maxWorkers = 4;

/** The golden vectors, run in this browser by the code that scores. */
export class BrowserCheck {
  step = $state<CheckStep>('idle');
  results = $state.raw<readonly CheckResult[]>([]);
  /** Checks to run; 0 until the vectors are loaded. */
  total = $state(0);
  /** What stopped the checks as a whole, e.g. workers that do not start. */
  failure = $state('');
  /** From pressing the button to the last result, loading included. */
  durationMs = $state(0);
  #abort: AbortController | null = null;

  /** What the live region says. */
  get statusText(): string {
    const { step, total, results, failure } = this;
    if (step === 'loading') return 'Loading the golden vectors';
    if (step === 'running') return `Running ${total} checks`;
    if (step === 'stopped') return `Stopped after ${results.length} of ${total} checks`;
    if (step === 'failed') return `The checks could not be run: ${failure}`;
    return step === 'done' ? stateVerdict(results) : '';
  }

  /** @param url of the vectors that the build packed */
  async start(url: string): Promise<void> {
    const { signal } = this.#begin();
    const startedMs = performance.now();
    try {
      await this.#run(url, signal);
      this.durationMs = performance.now() - startedMs;
      this.step = 'done';
    } catch (error) {
      if (signal.aborted) return;
      this.failure = describeError(error);
      this.step = 'failed';
    }
  }

  /** Ends the workers at once; the results so far stay. */
  cancel(): void {
    if (this.step !== 'loading' && this.step !== 'running') return;
    this.#abort?.abort(new DOMException('Cancelled', 'AbortError'));
    this.step = 'stopped';
  }

  #begin(): AbortController {
    this.cancel();
    this.#abort = new AbortController();
    this.step = 'loading';
    this.results = [];
    this.total = 0;
    this.failure = '';
    return this.#abort;
  }

  async #run(url: string, signal: AbortSignal): Promise<void> {
    // With what only the checks need: the page is read by many who do not press the button.
    const [file, module, { Vectors }, { planChecks, runChecks }, { makePoolTools }] = await Promise.all([
      loadFile(url, 'golden.zip'),
      loadKernels(),
      import('../conformance/Vectors'),
      import('../conformance/runChecks'),
      import('../conformance/poolTools')
    ]);
    const plan = await planChecks(await Vectors.open(file, signal));
    signal.throwIfAborted();
    this.total = plan.length;
    this.step = 'running';
    const size = Math.max(1, Math.min(maxWorkers, navigator.hardwareConcurrency || 1));
    const pool = new Pool({ size, kernels: module });
    const close = (): void => pool.close();
    signal.addEventListener('abort', close);
    try {
      const tools = makePoolTools(pool, await Kernels.instantiate(module));
      for await (const batch of runChecks(plan, tools, signal)) this.results = this.results.concat(batch);
    } finally {
      signal.removeEventListener('abort', close);
      pool.close();
    }
  }
}
