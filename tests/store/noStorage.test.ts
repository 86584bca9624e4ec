import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StoredRun } from '../../src/lib/store/runs';

let runs: typeof import('../../src/lib/store/runs');
let scoreCache: typeof import('../../src/lib/store/scoreCache');

/** As Firefox behaves with all cookies blocked: the very name throws. Modules of its own know no runs of other tests. */
beforeAll(async () => {
  Object.defineProperty(globalThis, 'indexedDB', {
    configurable: true,
    get: () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    }
  });
  vi.resetModules();
  runs = await import('../../src/lib/store/runs');
  scoreCache = await import('../../src/lib/store/scoreCache');
});

afterAll(() => {
  Reflect.deleteProperty(globalThis, 'indexedDB');
  vi.resetModules();
});

describe('a browser whose storage throws at once', () => {
  it('keeps runs in memory, and says why', async () => {
    const run = { id: 'a', system: 'gpt', createdAt: '2026', rows: [], problems: [], fingerprints: [] };
    expect(await runs.writeRun(run as unknown as StoredRun)).toContain('SecurityError');
    expect(await runs.readRun('a')).toMatchObject({ system: 'gpt' });
    expect(await runs.findRuns()).toMatchObject({
      runs: [{ id: 'a' }],
      failure: 'The operation is insecure.'
    });
  });

  it('has no scores from before, and refuses new ones', async () => {
    expect(await scoreCache.readScores(['x'])).toEqual([undefined]);
    await expect(scoreCache.writeScores([])).rejects.toThrow('insecure');
  });
});
