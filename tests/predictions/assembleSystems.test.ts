import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import type { Sample } from '../../src/lib/core/sample';
import type { FileEntry } from '../../src/lib/dataset/FileEntry';
import {
  refuseDuplicates,
  refuseSharedImages,
  type SystemRows
} from '../../src/lib/predictions/assembleSystems';
import type { CheckedRow } from '../../src/lib/predictions/checkPrediction';

interface RowFacts {
  readonly file?: string;
  readonly record?: JsonObject;
  readonly image?: string;
  readonly via?: 'beside' | 'moved';
}

/** A row that is ready to be scored. */
function ready(sampleId: string, line: number, facts: RowFacts = {}): CheckedRow {
  const { file = 'a.jsonl', record = {}, image = null, via = 'beside' } = facts;
  const sample = { sampleId, format: 'edit', task: 'style-transfer' } as Sample;
  const prediction = { sample, file, line, record, response: '', outputImage: image };
  const output = image === null ? null : { entry: { path: image } as FileEntry, via };
  return { row: { status: 'ready', prediction }, place: { file, line }, output } as CheckedRow;
}

const broken: CheckedRow = {
  row: {
    status: 'unscored',
    place: { file: 'a.jsonl', line: 9 },
    record: null,
    sampleId: 's1',
    format: null,
    task: null,
    reason: 'x'
  },
  place: { file: 'a.jsonl', line: 9 },
  output: null
};

const system = (rows: readonly CheckedRow[], name = 'gpt'): SystemRows => ({
  system: name,
  files: [],
  rows: [...rows]
});

/** The lines of the rows that are left to be scored. */
const linesOf = ({ rows }: SystemRows) =>
  rows.filter(({ row }) => row.status === 'ready').map(({ place }) => place.line);

describe('two predictions for one sample', () => {
  it('leave the first, and say of the other what is scored', () => {
    const own = system([
      ready('s1', 1),
      ready('s2', 2),
      ready('s1', 3, { file: 'b.jsonl', record: { a: 1 } })
    ]);
    const problem = {
      code: 'duplicate-prediction',
      severity: 'error',
      where: { file: 'b.jsonl', line: 3, sampleId: 's1' },
      what: 'a second prediction for sample "s1"',
      got: 'b.jsonl:3',
      expected: 'only a.jsonl:1, which is scored'
    };
    expect(refuseDuplicates(own)).toEqual([problem]);
    expect(linesOf(own)).toEqual([1, 2]);
    expect(own.rows[2]).toEqual({
      row: {
        status: 'unscored',
        place: { file: 'b.jsonl', line: 3 },
        record: { a: 1 },
        sampleId: 's1',
        format: 'edit',
        task: 'style-transfer',
        reason:
          'b.jsonl:3: a second prediction for sample "s1"; got b.jsonl:3, expected only a.jsonl:1, which is scored'
      },
      place: { file: 'b.jsonl', line: 3 },
      output: null
    });
  });

  const error = { record: { error: 'timeout' } };

  it.each<[string, readonly CheckedRow[], readonly number[]]>([
    ['the second try of one file', [ready('s', 1, error), ready('s', 2)], [2]],
    ['the third try', [ready('s', 1, error), ready('s', 2, error), ready('s', 3)], [3]],
    ['the second of three tries', [ready('s', 1, error), ready('s', 2), ready('s', 3)], [2]],
    ['the first of two errors', [ready('s', 1, error), ready('s', 2, error)], [1]],
    ['the first, where the second is the error', [ready('s', 1), ready('s', 2, error)], [1]],
    [
      'the error, where the other is of another file',
      [ready('s', 1, error), ready('s', 2, { file: 'b' })],
      [1]
    ],
    ['the only one that is no broken row', [{ ...broken }, ready('s1', 2)], [2]]
  ])('leave %s', (_, rows, lines) => {
    const own = system(rows);
    refuseDuplicates(own);
    expect(linesOf(own)).toEqual(lines);
  });
});

it('the third prediction is told of the second, where that took the place of the first', () => {
  const own = system([ready('s', 1, { record: { error: 'timeout' } }), ready('s', 2), ready('s', 3)]);
  expect(refuseDuplicates(own).map(({ got, expected }) => [got, expected])).toEqual([
    ['a.jsonl:1', 'only a.jsonl:2, which is scored'],
    ['a.jsonl:3', 'only a.jsonl:2, which is scored']
  ]);
});

describe('an image that two systems name', () => {
  it('is scored for both where it lies beside both, with a word', () => {
    const systems = [
      system([ready('s1', 1, { image: 'x.png' }), ready('s2', 2, { image: 'y.png' }), ready('s3', 3)]),
      system([ready('s1', 1, { file: 'b.jsonl', image: 'x.png' })], 'b'),
      system(
        [
          ready('s1', 1, { file: 'c.jsonl', image: 'x.png' }),
          ready('s2', 2, { file: 'c.jsonl', image: 'y.png' })
        ],
        'c'
      )
    ];
    const problem = (file: string, what: string, got: string) => ({
      code: 'images-shared',
      severity: 'warning',
      where: { file, field: 'output_image' },
      what: `output images that are also those of ${what}`,
      got
    });
    expect(refuseSharedImages(systems)).toEqual([
      problem('a.jsonl', '"b", "c"', '2 shared images'),
      problem('b.jsonl', '"gpt", "c"', '1 shared image'),
      problem('c.jsonl', '"gpt", "b"', '2 shared images')
    ]);
    expect(systems.map(linesOf)).toEqual([[1, 2, 3], [1], [1, 2]]);
  });

  it('is not scored for the one that it lies elsewhere for', () => {
    const systems = [
      system([ready('s1', 1, { image: 'x.png' })]),
      system([ready('s1', 1, { file: 'b.jsonl', image: 'x.png', via: 'moved' })], 'b')
    ];
    const problems = refuseSharedImages(systems);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([
      {
        code: 'image-of-another',
        severity: 'error',
        where: { file: 'b.jsonl', line: 1, field: 'output_image' },
        what: 'the only file that fits output_image is the output of another system, "gpt"',
        got: '"x.png", which fits x.png',
        expected: "the image beside the system's own file"
      }
    ]);
    expect(systems.map(linesOf)).toEqual([[1], []]);
  });

  it('is nobody’s business where one system names it twice, or a row is broken', () => {
    const twice = [
      system([
        ready('s1', 1, { image: 'x.png', via: 'moved' }),
        ready('s2', 2, { image: 'x.png', via: 'moved' })
      ]),
      system([{ ...broken }, ready('s1', 1, { image: 'y.png' })], 'b')
    ];
    expect(refuseSharedImages(twice)).toEqual([]);
    expect(twice.map(linesOf)).toEqual([[1, 2], [1]]);
  });
});
