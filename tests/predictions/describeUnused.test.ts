import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { formatProblem, type Problem } from '../../src/lib/core/problem';
import type { Sample } from '../../src/lib/core/sample';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import { FileTree } from '../../src/lib/dataset/FileTree';
import type { SampleSource } from '../../src/lib/dataset/SampleSource';
import type { RecordKind, SortedFile } from '../../src/lib/predictions/classifyRecords';
import { describeOtherFiles, describeUnused } from '../../src/lib/predictions/describeUnused';
import type { DropContents } from '../../src/lib/predictions/drop';
import type { FileFields } from '../../src/lib/predictions/fileFields';

const say = (problems: readonly Problem[]) =>
  problems.map((problem) => `${problem.severity} ${problem.code} ${formatProblem(problem)}`);

interface Facts extends Partial<Omit<SortedFile, 'fields'>> {
  readonly fields?: Partial<FileFields>;
}

/** A file of two records, as it was sorted. */
function sorted(kind: RecordKind, { fields, ...facts }: Facts = {}): SortedFile {
  const record: JsonObject = { zzz: 'B' };
  const known = { examples: record, suggestion: {}, lacking: [], isUnanswered: false, ...fields };
  const rows = [1, 2].map((line) => ({ line, record }));
  return {
    path: 'a.json',
    kind,
    rows,
    pythonNumberRows: 0,
    ...facts,
    fields: known
  } as unknown as SortedFile;
}

const broken: Problem = {
  code: 'json-syntax',
  severity: 'error',
  where: { file: 'a.json', line: 1 },
  what: 'x'
};
const hint =
  '; its first line is read as the names of its columns: where it is a record, write such a line above it (sample_id,response)';
const unknown =
  'error fields-unknown a.json: nothing of 2 records is scored: they have no response and no output_image';
const wanted = 'expected sample_id and response (a text) or output_image (a path)';

describe('a file of records', () => {
  it.each<[what: string, file: SortedFile, said: string[]]>([
    ['of predictions', sorted('predictions'), []],
    ['of samples', sorted('dataset'), []],
    ['without any', sorted('predictions', { rows: [] }), ['warning empty-file a.json: no records in it']],
    [
      'of scores',
      sorted('imported'),
      [
        'note imported-scores a.json: scores of 2 records computed elsewhere; kept as imported scores, not mixed with those computed here'
      ]
    ],
    [
      'for checking paths',
      sorted('fixture'),
      ['note fixture-file a.json: references that pose as predictions, made for checking paths; not scored']
    ],
    [
      'of anything',
      sorted('other'),
      ['note other-records a.json: neither predictions nor samples; not read']
    ],
    [
      'of anything, the first broken one with it',
      sorted('other', {
        rows: [
          { line: 2, record: {} },
          { line: 1, problem: broken }
        ]
      }),
      [
        'note other-records a.json: neither predictions nor samples; not read',
        'warning json-syntax a.json:1: x'
      ]
    ],
    [
      'below what may be no header',
      sorted('other', { isTable: true }),
      [`note other-records a.json: neither predictions nor samples; not read${hint}`]
    ],
    [
      'below a header with a known name',
      sorted('other', { isTable: true, fields: { examples: { x: 1, id: 2 } } }),
      ['note other-records a.json: neither predictions nor samples; not read']
    ],
    [
      'of which nobody knows the fields',
      sorted('unmapped'),
      [`${unknown}; say so under Check; got the fields zzz, ${wanted}`]
    ],
    [
      'of which the fields are probably known',
      sorted('unmapped', { isTable: true, fields: { suggestion: { sample_id: 'a', response: 'b' } } }),
      [
        `${unknown}, but "a" may be sample_id, "b" may be response; say so under Check; got the fields zzz, ${wanted}`
      ]
    ],
    [
      'of fields without a header',
      sorted('unmapped', { isTable: true }),
      [`${unknown}; say so under Check${hint}; got the fields zzz, ${wanted}`]
    ],
    [
      'of thirteen fields',
      sorted('unmapped', {
        fields: { examples: Object.fromEntries([...'abcdefghijklm'].map((name) => [name, 1])) }
      }),
      [
        `${unknown}; say so under Check; got the fields a, b, c, d, e, f, g, h, i, j, k, l and 1 more, ${wanted}`
      ]
    ],
    [
      'without an answer in it',
      sorted('unmapped', { fields: { isUnanswered: true } }),
      [
        'error answers-empty a.json: nothing of 2 records is scored: every response and output_image in it is empty; say under Check whether it is the dataset; got no answer at all, expected predictions, or a dataset'
      ]
    ],
    [
      'without a field for an answer',
      sorted('unmapped', { fields: { isUnanswered: true, lacking: ['response'] } }),
      [`${unknown}; say so under Check; got the fields zzz, ${wanted}`]
    ],
    [
      'with numbers of Python',
      sorted('predictions', { pythonNumberRows: 1 }),
      ['note python-numbers a.json: NaN or Infinity in 1 record']
    ],
    [
      'with warnings of its own',
      sorted('predictions', { warnings: [broken, broken] }),
      ['error json-syntax a.json: all 2 records: x']
    ]
  ])('%s', (_, file, said) => expect(say(describeUnused([file]))).toEqual(said));

  it('of results is told of with all others of them', () => {
    const files = ['a', 'b', 'c', 'd'].map((path) => sorted('results', { path }));
    expect(say(describeUnused([...files, sorted('dataset')]))).toEqual([
      'note results-file 4 files of results over whole runs not read: a, b, c and 1 more; what this viewer exported can be imported on the Runs page'
    ]);
  });
});

describe('the other files of a drop', () => {
  const entries = (...paths: string[]) => paths.map((path) => makeBlobEntry(path, new Blob(['x']), 0));
  const sourceOf = (kind: SampleSource['kind']) => ({ kind, label: 'MedGEN' }) as SampleSource;
  const samplesOf = (...ids: string[]) => new Map(ids.map((id) => [id, {} as Sample]));

  interface Dropped {
    readonly others?: string[];
    readonly shards?: string[];
    readonly hasPredictions?: boolean;
    readonly source?: SampleSource | null;
    readonly samples?: ReadonlyMap<string, Sample>;
  }

  function describeDrop({ others = [], shards = [], hasPredictions = true, ...dataset }: Dropped) {
    const contents = {
      dropped: new FileTree(entries(...others, ...shards)),
      others: entries(...others)
    } as unknown as DropContents;
    const known = { source: null, samples: samplesOf(), shards: entries(...shards), ...dataset };
    return say(describeOtherFiles(contents, hasPredictions, known));
  }

  it('are counted, but for images and those with a word of their own', () => {
    const images = ['png', 'JPG', 'jpeg', 'jp2', 'j2k', 'webp', 'bmp', 'gif', 'tif', 'tiff'];
    const others = ['a.md', 'b', 'c.py', 'd.sh', ...images.map((ending) => `x.${ending}`)];
    expect(describeDrop({ others: [...others, 'e.xlsx'] })).toEqual([
      'note other-kind e.xlsx: a spreadsheet; not read; expected the sheet as CSV (save as CSV UTF-8)',
      'note other-files 4 files of other kinds not read: a.md, b, c.py and 1 more'
    ]);
    expect(describeDrop({ others: images.map((ending) => `x.${ending}`) })).toEqual([]);
    expect(describeDrop({ others: ['a.md'] })).toEqual([
      'note other-files 1 file of other kinds not read: a.md'
    ]);
  });

  it('may be all that there is', () => {
    const say = (got: string) =>
      `error no-predictions nothing to score in the drop; got ${got}, expected JSONL, JSON, CSV or Parquet files whose records have a response or an output_image`;
    const drop = (facts: Dropped) => describeDrop({ hasPredictions: false, ...facts }).at(-1);
    expect(drop({ others: ['a.png'] })).toBe(
      say('1 image, and no file that says which sample each belongs to')
    );
    expect(drop({ others: ['a.png', 'b.md'] })).toBe(say('2 files without predictions'));
    expect(drop({ others: ['a.png'], samples: samplesOf('v1', 'v2') })).toBe(
      say('2 samples of a dataset, and no predictions for them')
    );
    expect(drop({})).toBeUndefined();
    expect(describeDrop({ hasPredictions: false, others: ['e.xlsx'] })[0]).toContain('warning other-kind');
  });

  it('may be shards that are not read, because the samples come from elsewhere', () => {
    const shards = ['a.parquet'];
    const say = (reason: string) => [
      `note parquet-shard a.parquet: this Parquet shard is not read: ${reason}`
    ];
    expect(describeDrop({ shards, source: sourceOf('dropped') })).toEqual([]);
    expect(describeDrop({ shards, source: sourceOf('hub') })).toEqual(
      say('the samples come from the chosen dataset, MedGEN')
    );
    expect(describeDrop({ shards, samples: samplesOf('v1') })).toEqual(
      say('the samples come from the JSONL files beside it (1 sample)')
    );
    expect(describeDrop({ shards })).toEqual(say('samples come from what the predictions say'));
  });
});
