import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredRun } from '../../src/lib/store/runs';
import { findRuns, readRun, writeRun } from '../../src/lib/store/runs';
import { readScores, writeScores } from '../../src/lib/store/scoreCache';

/** As Firefox behaves with all cookies blocked: the very name throws. */
beforeAll(() => {
  Object.defineProperty(globalThis, 'indexedDB', {
    get: () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    }
  });
});

describe('a browser whose storage throws at once', () => {
  it('keeps runs in memory, and says why', async () => {
    const run = { id: 'a', system: 'gpt', createdAt: '2026', rows: [], problems: [], fingerprints: [] };
    expect(await writeRun(run as unknown as StoredRun)).toContain('SecurityError');
    expect(await readRun('a')).toMatchObject({ system: 'gpt' });
    expect(await findRuns()).toMatchObject({
      runs: [{ id: 'a' }],
      failure: expect.stringContaining('SecurityError')
    });
  });

  it('has no scores from before, and refuses new ones', async () => {
    expect(await readScores(['x'])).toEqual([undefined]);
    await expect(writeScores([])).rejects.toThrow('insecure');
  });
});
