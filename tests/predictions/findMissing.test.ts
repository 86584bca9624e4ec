import { describe, expect, it } from 'vitest';
import type { Sample } from '../../src/lib/core/sample';
import type { SystemRows } from '../../src/lib/predictions/assembleSystems';
import { describeMissing, findMissing } from '../../src/lib/predictions/findMissing';

const samples = new Map(
  (['v1 vqa', 'v2 vqa', 'e1 edit', 'e2 edit'] as const).map((text) => {
    const [sampleId, format] = text.split(' ') as [string, Sample['format']];
    return [sampleId, { sampleId, format } as Sample];
  })
);

/** Rows of a system, `file sample format`; an unscored one has no `+`. */
const system = (...rows: string[]): SystemRows =>
  ({
    system: 'm',
    files: [],
    rows: rows.map((text) => {
      const [file, sampleId, format] = text.replace('+', '').split(' ');
      const row = text.startsWith('+')
        ? { status: 'ready', prediction: { sample: { sampleId, format } } }
        : { status: 'unscored', sampleId, format };
      return { row, place: { file }, output: null };
    })
  }) as unknown as SystemRows;

describe('samples that a system has no prediction for', () => {
  it('are those that none of its rows is about, scored or not', () => {
    const own = system('+a v1 vqa', 'b e1 edit', '+a x vqa');
    expect(findMissing([own], samples)).toEqual(new Map([['m', ['v2', 'e2']]]));
    expect(findMissing([own], new Map())).toEqual(new Map());
  });

  it('are told by format; a format of which there is nothing is only a note', () => {
    const own = system('b x edit', '+a v1 vqa');
    const say = (code: string, severity: string, file: string, what: string, got: string) => ({
      code,
      severity,
      where: { file },
      what,
      got,
      expected: '2'
    });
    expect(describeMissing(own, ['v2', 'e1', 'e2'], samples)).toEqual([
      say('missing-prediction', 'warning', 'a', '"m" has no prediction for 1 sample of VQA: v2', '1'),
      say(
        'missing-prediction',
        'note',
        'b',
        '"m" has no prediction for 2 samples of Image editing: e1, e2',
        '0'
      )
    ]);
    expect(describeMissing(system('+a v1 vqa'), ['e1', 'e2'], samples)[0]!.where).toEqual({ file: 'a' });
    expect(describeMissing(system(), ['v1'], samples)[0]!.where).toEqual({});
    expect(describeMissing(own, [], samples)).toEqual([]);
  });
});
