import { afterEach, describe, expect, it, vi } from 'vitest';
import { Engine } from '../../src/lib/engine/Engine';
import { loadHeadlines } from '../../src/lib/run/loadHeadlines';
import { summarise } from '../../src/lib/stats/numerics/summarise';
import { ThreadWorker } from '../engine/ThreadWorker';
import { compileKernels, loadKernels } from '../kernels/loadKernels';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';
import { waitFor } from '../waitFor';

vi.mock('../../src/lib/engine/loadModules', () => ({ loadKernels: () => compileKernels() }));

const spawned: { name: string | undefined; ended: boolean }[] = [];

/** The worker that the engine's file would be. */
class EngineWorker extends ThreadWorker {
  readonly #entry: (typeof spawned)[number];

  constructor(_: URL, options: WorkerOptions) {
    super(new Engine());
    this.#entry = { name: options.name, ended: false };
    spawned.push(this.#entry);
  }

  override terminate(): void {
    this.#entry.ended = true;
    super.terminate();
  }
}

afterEach(() => spawned.splice(0));

describe('the headlines of finished runs', () => {
  it('are one number a format with its interval, of a worker that ends with them', async () => {
    vi.stubGlobal('Worker', EngineWorker);
    const values = [20, 30, 35, 31];
    const rows = values.map((value, i) => makeRow({ sampleId: `e${i}`, scores: { psnr: { value } } }));
    const run = makeRun(rows);
    const text = makeRow({
      sampleId: 'v',
      format: 'vqa',
      task: 'question-answering',
      scores: { bleu: { value: 0.5 } }
    });
    const other = makeRun([text], { system: 'qwen' });
    const found = await loadHeadlines([run, other]);
    expect(found.map((one) => one.run)).toEqual([run, other]);
    const expected = summarise(values, await loadKernels());
    expect(found[0]!.headlines).toEqual([
      {
        format: 'edit',
        meta: expect.objectContaining({ id: 'psnr' }),
        mean: 29,
        n: 4,
        ciLow: expected.ciLow,
        ciHigh: expected.ciHigh
      }
    ]);
    expect(found[1]!.headlines).toMatchObject([
      { format: 'vqa', meta: { id: 'bleu' }, mean: 0.5, n: 1, ciLow: 0.5 }
    ]);
    expect(spawned).toEqual([{ name: 'engine', ended: true }]);
  });

  it('end their worker where they fail, and say what the worker said', async () => {
    vi.stubGlobal(
      'Worker',
      class extends EngineWorker {
        override postMessage(message: unknown, transfer?: Transferable[]): void {
          const { path = [] } = message as { path?: string[] };
          if (path[0] === 'interval')
            this.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
          else super.postMessage(message, transfer);
        }
      }
    );
    const run = makeRun([makeRow({ scores: { psnr: { value: 20 } } })]);
    await expect(loadHeadlines([run])).rejects.toThrow('the worker stopped: out of memory');
    await waitFor(() => expect(spawned.every(({ ended }) => ended)).toBe(true));
  });
});
