import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffWords, type DiffPart } from '../../../src/lib/ui/sample/wordDiff';

const join = (parts: readonly DiffPart[], left: DiffPart['kind']) =>
  parts
    .filter(({ kind }) => kind !== left)
    .map(({ text }) => text)
    .join('');

describe('a word diff', () => {
  it('marks what only one of the texts has', () => {
    expect(diffWords('No pleural effusion.', 'Small pleural effusion.')).toEqual([
      { kind: 'deleted', text: 'No' },
      { kind: 'inserted', text: 'Small' },
      { kind: 'same', text: ' pleural effusion.' }
    ]);
  });

  it('is of whole words: a longer word is another word', () => {
    const kinds = diffWords('a mass', 'a massive')!.map(({ kind, text }) => `${kind} ${text}`);
    expect(kinds).toEqual(['same a ', 'deleted mass', 'inserted massive']);
  });

  it('loses nothing: without insertions it is the reference, without deletions the response', () => {
    const texts = fc
      .array(fc.constantFrom('lung', 'clear', '.', ' ', '\n', 'no', 'é', '3,5'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, texts, (reference, response) => {
        const parts = diffWords(reference, response)!;
        expect(join(parts, 'inserted')).toBe(reference);
        expect(join(parts, 'deleted')).toBe(response);
      })
    );
  });

  it('is none for long texts that have nothing in common, instead of keeping the page waiting', () => {
    const words = (prefix: string) => Array.from({ length: 4000 }, (_, i) => `${prefix}${i}`).join(' ');
    expect(diffWords(words('a'), words('b'))).toBeNull();
  });
});
