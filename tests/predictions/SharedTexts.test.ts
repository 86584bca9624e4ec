import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pacer } from '../../src/lib/dataset/Pacer';
import { SharedTexts } from '../../src/lib/predictions/SharedTexts';
import type { JsonObject } from '../../src/lib/core/json';

describe('texts that many records repeat', () => {
  it('are kept once, and no record changes by it', async () => {
    const repeated = fc.constantFrom('a text that is repeated', 'another one, repeated too');
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 3 },
        repeated,
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.array(tie('json')),
        fc.dictionary(fc.string(), tie('json'))
      )
    }));
    const records = fc.array(fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), json));
    await fc.assert(
      fc.asyncProperty(records, async (made) => {
        const texts = made.map((record) => JSON.stringify(record));
        const rows = texts.map((text, i) => ({ line: i + 1, record: JSON.parse(text) as JsonObject }));
        await new SharedTexts().share(rows, new Pacer());
        expect(rows.map(({ record }) => JSON.stringify(record))).toEqual(texts);
      })
    );
  });
});
