import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/lib/core/problem';
import { toCsv } from '../../../src/lib/report/csv';
import { looksLikeResults, parseResults } from '../../../src/lib/report/import/parseResults';
import { readExports } from '../../../src/lib/report/import/readExports';
import { looksLikeRunIndex, parseRunIndex } from '../../../src/lib/report/import/runIndex';
import { toResultsJson } from '../../../src/lib/report/resultsJson';
import { makeRow } from '../../stats/rows';
import { makeRun } from '../makeRun';

const run = makeRun([makeRow({ scores: { ssim: { value: 0.5 } } })]);
const { text: results } = toResultsJson(run);

const read = (files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>, onprogress?: () => void) =>
  readExports(
    Object.entries(files).map(([path, content]) => ({ path, file: new File([content], path) })),
    onprogress ? { onprogress } : {}
  );

describe('exported files', () => {
  it('are read in the order of their paths, each told as it begins', async () => {
    const steps: [number, number][] = [];
    const { runs } = await readExports(
      ['b', 'c', 'a'].map((name) => {
        const { text } = toResultsJson({ ...run, system: name });
        return { path: `${name}.json`, file: new File([text], `${name}.json`) };
      }),
      { onprogress: (done, total) => steps.push([done, total]) }
    );
    expect(runs.map(({ system }) => system)).toEqual(['a', 'b', 'c']);
    expect(steps).toEqual([
      [0, 3],
      [1, 3],
      [2, 3]
    ]);
  });

  it('are known by what is in them, the evaluator’s by their name', async () => {
    const line = JSON.stringify({ sample_id: 'a', category: 'ImageEdit', SSIM: 1 });
    const { runs, problems } = await read({
      'one.txt': results,
      'two.txt': toCsv({ ...run, system: 'two' }).text,
      'gpt_edit_LOCAL_metrics.jsonl': line,
      'gpt_edit_local_metrics.jsonl.txt': line
    });
    expect(runs).toHaveLength(3);
    expect(problems.map(({ where }) => where.file)).toEqual(['gpt_edit_local_metrics.jsonl.txt']);
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>, Partial<Problem>]>([
    [
      'gpt_eval_results.json',
      '{}',
      {
        code: 'import-other',
        severity: 'warning',
        what: 'not imported: it holds averages only, and a run needs the values of each sample (Results JSON, _local_metrics.jsonl or CSV)'
      }
    ],
    ['gpt_stats_results.json', '{}', { what: expect.stringContaining('averages only') as string }],
    [
      'gpt_eval_results.json.txt',
      '{}',
      {
        code: 'import-other',
        severity: 'warning',
        what: 'not imported: neither a Results JSON, nor a _local_metrics.jsonl, nor a CSV of scores from this viewer'
      }
    ],
    [
      'x.json',
      Uint8Array.of(0x61, 0xff),
      { code: 'import-unreadable', severity: 'error', what: 'not a text file in UTF-8' }
    ],
    [
      'x_local_metrics.jsonl',
      '[1]',
      { code: 'not-a-record', where: { file: 'x_local_metrics.jsonl', line: 1 } }
    ]
  ])('that are none say why: %s', async (path, content, problem) => {
    const { runs, problems } = await read({ [path]: content });
    expect(runs).toEqual([]);
    expect(problems).toEqual([expect.objectContaining({ where: { file: path }, ...problem })]);
  });
});

describe('the beginning of a file', () => {
  it.each([
    ['{"schema": "medgen-bench-viewer/results/1"', true],
    ['\ufeff {\n "schema"\n:\n"medgen-bench-viewer/results/9"', true],
    ['{"schema":"medgen-bench-viewer/results/1"', true],
    ['x {"schema": "medgen-bench-viewer/results/1"', false],
    ['{"a": 1, "schema": "medgen-bench-viewer/results/1"', false],
    ['{"schema": "medgen-bench-viewer/runs/1"', false]
  ])('%j is a Results JSON or not', (start, isIt) => {
    expect(looksLikeResults(start)).toBe(isIt);
  });

  it.each([
    ['{"schema": "medgen-bench-viewer/runs/1"', true],
    [' {\n "schema"\n:\n"medgen-bench-viewer/runs/9"', true],
    ['x {"schema": "medgen-bench-viewer/runs/1"', false],
    ['{"schema": "medgen-bench-viewer/results/1"', false]
  ])('%j is the index of an archive or not', (start, isIt) => {
    expect(looksLikeRunIndex(start)).toBe(isIt);
  });
});

/** The problem with which a text is refused. */
function refusal(parse: () => unknown): Problem {
  try {
    parse();
  } catch (error) {
    return (error as { problem: Problem }).problem;
  }
  throw new Error('It was accepted.');
}

describe('a Results JSON', () => {
  const content = JSON.parse(results) as Record<string, unknown>;
  const change = (changes: object): string => JSON.stringify({ ...content, ...changes });

  it('keeps what only some runs have, and has no field for what is not there', () => {
    const facts = { datasetRevision: 'r', tags: ['a'], note: '', models: [], judges: [] };
    expect(parseResults(`\ufeff${change(facts)}`, 'x.json')).toMatchObject(facts);
    const bare = parseResults(results, 'x.json');
    for (const key of ['datasetRevision', 'tags', 'note', 'models', 'judges', 'files'])
      expect(bare).not.toHaveProperty(key);
  });

  it('with counts that do not add up says what it has', () => {
    const counts = { found: 1, scored: 1, unscored: 0, missing: null };
    const base = { code: 'results-content', severity: 'error', where: { file: 'x.json', field: 'counts' } };
    for (const wrong of [{ found: 2 }, { scored: 0 }, { unscored: 1 }]) {
      const own = { ...counts, ...wrong };
      expect(refusal(() => parseResults(change({ counts: own }), 'x.json'))).toEqual({
        ...base,
        what: 'this Results JSON is damaged or was changed: counts',
        got: `${JSON.stringify(own)} for 1 rows, 0 of them unscored`
      });
    }
  });

  it.each([
    ['null', 'nothing'],
    ['[]', 'nothing'],
    ['{"schema": 7}', '7'],
    [JSON.stringify({ schema: 'x'.repeat(100) }), `"${'x'.repeat(79)}`]
  ])('that is %s is of no schema that is read', (text, got) => {
    expect(refusal(() => parseResults(text, 'x.json'))).toEqual({
      code: 'results-schema',
      severity: 'error',
      where: { file: 'x.json', field: 'schema' },
      what: 'not a Results JSON that this viewer reads',
      got,
      expected: '"medgen-bench-viewer/results/1"'
    });
  });

  it('names the field that is not as it should be, or itself', () => {
    expect(refusal(() => parseResults(change({ rows: [{}] }), 'x.json')).where.field).toBe('rows.0.sampleId');
    const cut = refusal(() => parseResults(`{"${'x'.repeat(400)}`, 'x.json'));
    expect(cut.where).toEqual({ file: 'x.json', field: 'the file' });
    expect(cut.got!.length).toBeLessThanOrEqual(200);
  });

  it('of metrics that are unknown or of another version says so, once', () => {
    const text = change({ metrics: { ssim: '0', tea: '1' }, problems: [] });
    const { problems } = parseResults(text, 'x.json');
    expect(problems).toEqual([
      {
        code: 'metric-version',
        severity: 'note',
        where: { file: 'x.json' },
        what: expect.stringMatching(/^SSIM was computed by its version 0; this viewer computes version \S+$/)
      },
      {
        code: 'metric-unknown',
        severity: 'note',
        where: { file: 'x.json' },
        what: 'values of the metric tea are kept, but this viewer does not know it'
      }
    ]);
    const again = change({ metrics: { ssim: '0', tea: '1' }, problems });
    expect(parseResults(again, 'x.json').problems).toEqual(problems);
  });
});

describe('the index of an archive of runs', () => {
  const fact = {
    file: 'a.json',
    id: '1',
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    source: ''
  };
  const index = (entry: object) => JSON.stringify({ schema: 'medgen-bench-viewer/runs/1', runs: [entry] });

  it('gives what it knows of each run', () => {
    expect(parseRunIndex(index(fact), 'runs.json')).toEqual([fact]);
    expect(parseRunIndex(index({ ...fact, scoredAs: 'x' }), 'runs.json')).toEqual([
      { ...fact, scoredAs: 'x' }
    ]);
  });

  it.each([
    [index({ ...fact, finishedAt: 'later' }), 'runs.0.finishedAt'],
    [index({ ...fact, id: 7 }), 'runs.0.id'],
    ['{', 'the file'],
    ['7', 'the file']
  ])('that is damaged names the field: %s', (text, field) => {
    expect(refusal(() => parseRunIndex(text, 'runs.json'))).toMatchObject({
      code: 'run-index',
      where: { file: 'runs.json', field },
      what: 'the list of an archive of runs is damaged, so its runs are imported without their dates'
    });
  });
});
