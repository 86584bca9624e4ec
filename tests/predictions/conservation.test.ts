import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Drop } from '../../src/lib/predictions/drop';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { makeZip } from '../dataset/makeZip';
import { editRecord, generateRecord, images, sampleOf, vqaRecord } from './records';
import { readDrop } from './readDrop';

const ids = ['s1', 's2', 's3', 's4'];
const id = fc.constantFrom(...ids);
const whole = fc.oneof(
  id.map((sampleId) => vqaRecord(sampleId)),
  id.map((sampleId) => editRecord(sampleId)),
  id.map((sampleId) => generateRecord(sampleId))
);
/** A record with a field replaced by something else, or removed. */
const spoilt = fc
  .tuple(
    whole,
    fc.nat(20),
    fc.constantFrom<unknown>(undefined, null, '', 0, 'x', [], {}, ['a'], { a: 1 }, true)
  )
  .map(([record, at, value]) => {
    const names = Object.keys(record);
    return { ...record, [names[at % names.length]!]: value };
  });
/** One line of a prediction file, whatever it may hold; never a blank one. */
const line = fc.oneof(
  { weight: 6, arbitrary: whole.map((record) => JSON.stringify(record)) },
  { weight: 4, arbitrary: spoilt.map((record) => JSON.stringify(record)) },
  fc.json(),
  fc.constantFrom(
    '{',
    '{"sample_id": NaN}',
    '{"response": "a"}',
    '\u0000',
    'null',
    '{"__proto__": {"response": 1}}'
  ),
  fc.string().map((text) => `x${text.replaceAll('\n', '')}`)
);
const file = fc.record({
  system: fc.constantFrom('gpt', 'qwen'),
  word: fc.constantFrom('vqa', 'edit', 'generate'),
  lines: fc.array(line, { maxLength: 12 }),
  lineEnd: fc.constantFrom('\n', '\r\n', '\n\n')
});

/** A first line that makes the file one of predictions. */
const anchor = JSON.stringify(vqaRecord('anchor'));

const countRows = ({ systems }: Drop) => {
  const rows = systems.flatMap((system) => system.rows);
  const ready = rows.filter((row) => row.status === 'ready').length;
  return { found: rows.length, ready, unscored: rows.filter((row) => row.status === 'unscored').length };
};

describe('rows', () => {
  it(
    'in the files are ready or unscored, every one of them, and every unscored one has its problem',
    { timeout: 60_000 },
    async () => {
      const files = fc.uniqueArray(file, {
        minLength: 1,
        maxLength: 4,
        selector: ({ system, word }) => system + word
      });
      await fc.assert(
        fc.asyncProperty(files, fc.boolean(), fc.boolean(), async (all, hasDataset, isZipped) => {
          const parts = all.map(({ system, word, lines, lineEnd }) => ({
            name: `p/${system}_${word}.jsonl`,
            data: [anchor, ...lines].join(lineEnd)
          }));
          const dataset = jsonl(ids.map((sampleId) => sampleOf(vqaRecord(sampleId))));
          const drop = await readDrop([
            ...(isZipped
              ? [dropFile('r.zip', makeZip(parts))]
              : parts.map(({ name, data }) => dropFile(name, data))),
            ...(hasDataset ? [dropFile('data/vqa.jsonl', dataset)] : []),
            ...images('s1', 's2')
          ]);
          const { found, ready, unscored } = countRows(drop);
          expect(found).toBe(all.reduce((sum, { lines }) => sum + lines.length + 1, 0));
          expect(ready + unscored).toBe(found);
          expect(drop.problems.filter(({ severity }) => severity === 'error').length).toBe(unscored);
          for (const { rows } of drop.systems) {
            const readyIds = rows.flatMap((row) =>
              row.status === 'ready' ? [row.prediction.sample.sampleId] : []
            );
            expect(new Set(readyIds).size).toBe(readyIds.length);
          }
        }),
        { numRuns: 200 }
      );
    }
  );

  it('of broken bytes are never lost and never stop the reading', { timeout: 60_000 }, async () => {
    const text = new TextEncoder().encode(jsonl(ids.map((sampleId) => vqaRecord(sampleId))));
    const flips = fc.array(fc.tuple(fc.nat(text.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(flips, async (changes) => {
        const bytes = text.slice();
        for (const [at, value] of changes) if (bytes[at] !== 0x0a && value !== 0x0a) bytes[at] = value;
        // A first zero would make it UTF-16, a first bracket one list, which is refused as a whole.
        if (bytes[0] === 0 || bytes[1] === 0 || bytes[0] === 0x5b) return;
        // A line that became a comment is no record, which is said.
        if (/^\s*(?:#|\/\/)/m.test(new TextDecoder().decode(bytes))) return;
        const drop = await readDrop([dropFile('gpt_vqa.jsonl', bytes), ...images()]);
        const { found, ready, unscored } = countRows(drop);
        expect(found).toBe(ids.length);
        expect(ready + unscored).toBe(found);
      }),
      { numRuns: 200 }
    );
  });
});
