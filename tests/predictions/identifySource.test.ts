import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import type { SystemPredictions } from '../../src/lib/predictions/drop';
import { identifySource } from '../../src/lib/predictions/identifySource';

const systemOf = (records: readonly (JsonObject | null)[]): SystemPredictions =>
  ({ rows: records.map((record) => ({ status: 'unscored', record })) }) as unknown as SystemPredictions;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the identity of prediction files', () => {
  it.each([
    ['no records', []],
    ['one', [{ response: 'größer' }]],
    ['one that could not be read', [null, { a: 1 }]],
    ['many pieces', Array.from({ length: 3000 }, (_, i) => ({ i, response: 'x'.repeat(500) }))]
  ])('is the hash of their JSON: %s', async (_, records) => {
    expect(await identifySource(systemOf(records))).toBe(sha256(JSON.stringify(records)));
  });

  it('is of the whole where it is hashed in blocks', { timeout: 60_000 }, async () => {
    const response = 'x'.repeat(2 ** 20);
    const records = Array.from({ length: 70 }, (_, i) => ({ i, response }));
    const id = await identifySource(systemOf(records));
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(await identifySource(systemOf(records.with(69, { i: 0, response })))).not.toBe(id);
  });
});
