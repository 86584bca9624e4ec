import { describe, expect, it } from 'vitest';
import type { ImportedRun } from '../../src/lib/report/import/ImportedRun';
import { readExports } from '../../src/lib/report/import/readExports';
import type { ArchivedFacts } from '../../src/lib/report/import/runIndex';
import { packRuns } from '../../src/lib/report/runArchive';
import { toResultsJson } from '../../src/lib/report/resultsJson';
import type { StoredRun } from '../../src/lib/store/runs';
import { makeExportedRun } from './import/exportedRun';

const base: StoredRun = { ...makeExportedRun(), source: 'abc', fingerprints: ['f'] };

const runs: readonly StoredRun[] = [
  { ...base, id: '1', tags: ['paper', 'ünïcode'], note: 'two\nlines' },
  { ...base, id: '2', datasetRevision: 'cee5e7a' },
  { ...base, id: '3', system: 'GPT', finishedAt: null, scoredAs: 'gpt' },
  { ...base, id: '4', system: '../../etc/passwd' },
  { ...base, id: '5' }
];

const readRun = (id: string): Promise<StoredRun | null> =>
  Promise.resolve(runs.find((run) => run.id === id) ?? null);

async function archive(ids: readonly string[]): Promise<File> {
  const { name, blob } = await packRuns(ids, readRun, () => undefined);
  return new File([blob], name);
}

async function unpack(file: File) {
  const found: { run: ImportedRun; facts: ArchivedFacts }[] = [];
  const result = await readExports([{ path: file.name, file }], {
    onarchived: (run, facts) => {
      found.push({ run, facts });
      return Promise.resolve();
    }
  });
  return { ...result, found };
}

describe('an archive of all runs', () => {
  it('gives every run back with the same Results JSON, dates and id; runs of one system stay apart', async () => {
    const { found, runs: merged, problems } = await unpack(await archive(runs.map(({ id }) => id)));
    expect(problems).toEqual([]);
    expect(merged).toEqual([]);
    expect(found).toHaveLength(runs.length);
    for (const original of runs) {
      const { run, facts } = found.find((one) => one.facts.id === original.id)!;
      expect(toResultsJson({ ...original, ...run }).text).toBe(toResultsJson(original).text);
      expect(run.tags).toEqual(original.tags);
      expect(run.note).toBe(original.note);
      expect(facts).toMatchObject({
        createdAt: original.createdAt,
        finishedAt: original.finishedAt,
        source: original.source
      });
      expect(facts.scoredAs).toBe(original.scoredAs);
    }
  });

  it('has a file of its own for each run, also where capitals make no difference, and none outside', async () => {
    const { found } = await unpack(await archive(runs.map(({ id }) => id)));
    const files = found.map(({ facts }) => facts.file);
    expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(runs.length);
    for (const file of files) expect(file).not.toContain('/');
  });

  it('tells its progress, leaves out what was deleted meanwhile, and stops when told to', async () => {
    const steps: number[] = [];
    const packed = await packRuns(['1', 'gone', '2'], readRun, (done) => steps.push(done));
    expect(steps).toEqual([1, 2, 3]);
    expect(packed.count).toBe(2);
    const stopped = AbortSignal.abort(new Error('cancelled'));
    await expect(packRuns(['1'], readRun, () => undefined, stopped)).rejects.toThrow('cancelled');
  });

  it('that lost a run says which, and one whose list is damaged still gives its runs', async () => {
    const facts = { id: '9', createdAt: base.createdAt, finishedAt: null, source: '' };
    const index = { schema: 'medgen-bench-viewer/runs/1', runs: [{ ...facts, file: 'lost_results.json' }] };
    const lost = await readExports(
      [{ path: 'runs.json', file: new File([JSON.stringify(index)], 'runs.json') }],
      {
        onarchived: () => Promise.reject(new Error('there is none'))
      }
    );
    expect(lost.problems.map(({ where, what }) => [where.file, what])).toEqual([
      ['lost_results.json', 'the archive lists this run, but does not hold it: the archive is not whole']
    ]);

    const { text, name } = toResultsJson(runs[0]!);
    const damaged = JSON.stringify({ ...index, runs: [{ ...facts, createdAt: 'yesterday' }] });
    const read = await readExports(
      [
        { path: name, file: new File([text], name) },
        { path: 'runs.json', file: new File([damaged], 'runs.json') }
      ],
      { onarchived: () => Promise.reject(new Error('there is none')) }
    );
    expect(read.problems.map(({ code }) => code)).toEqual(['run-index']);
    expect(read.runs.map(({ note }) => note)).toEqual(['two\nlines']);
  });
});

describe('Results JSON', () => {
  it('of a run without tags and note has neither field', () => {
    const content = JSON.parse(toResultsJson(base).text) as object;
    expect(Object.keys(content)).not.toContain('tags');
    expect(Object.keys(content)).not.toContain('note');
  });
});
