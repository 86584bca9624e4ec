import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScoredSystem } from '../../../src/lib/benchmark/boardRules';
import type { Kernels } from '../../../src/lib/kernels/Kernels';
import { toLeaderboardFile } from '../../../src/lib/report/leaderboard/leaderboardFile';
import { parseLeaderboardFile } from '../../../src/lib/report/leaderboard/parseLeaderboardFile';
import { summariseSystem } from '../../../src/lib/report/leaderboard/summariseSystem';
import { loadKernels } from '../../kernels/loadKernels';
import { makeRow } from '../../stats/rows';
import { makeRun } from '../makeRun';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

const schema = JSON.parse(readFileSync('static/schema/leaderboard-1.json', 'utf8')) as object;
const validate = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  allowUnionTypes: true
}).compile(schema);

const idOf = (i: number): string => `medgen:image_editing:train-00000-of-00001:${String(i).padStart(6, '0')}`;
const rows = [20, 30, 40].map((psnr, i) =>
  makeRow({ sampleId: idOf(i), scores: { psnr: { value: psnr }, ssim: { value: psnr / 100 } } })
);

function summarise(facts: Parameters<typeof makeRun>[1] = {}, own = rows): Promise<ScoredSystem> {
  const run = { ...makeRun(own, { metrics: { psnr: '1', ssim: '1' }, ...facts }), source: 'ab'.repeat(32) };
  return summariseSystem(run, (cell) => Promise.resolve(cell.interval(kernels)));
}

async function makeContent(): Promise<Record<string, unknown>> {
  return JSON.parse(toLeaderboardFile(await summarise()).text) as Record<string, unknown>;
}

/** The message with which the file is refused, after one change. */
async function refusal(change: (content: Record<string, unknown>) => void): Promise<string> {
  const content = await makeContent();
  change(content);
  try {
    parseLeaderboardFile(JSON.stringify(content), 'a.json');
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'accepted';
}

type Cells = { edit: { samples: number; metrics: Record<string, Record<string, number | null>> } };
const editOf = (content: Record<string, unknown>) => (content['formats'] as Cells).edit;

describe('the totals of a run', () => {
  it('are its means with n and interval, its coverage, and what its samples are', async () => {
    const scored = await summarise();
    expect(scored.data).toBe('claimed');
    expect(scored.formats.edit?.samples).toBe(3);
    const psnr = scored.formats.edit!.metrics['psnr']!;
    expect(psnr).toMatchObject({ n: 3, mean: 30 });
    expect(psnr.ciLow).toBeGreaterThanOrEqual(20);
    expect(psnr.ciHigh).toBeLessThanOrEqual(40);
  });

  it('are withheld for samples that are not the benchmark’s', async () => {
    const scored = await summarise({}, [...rows, makeRow({ sampleId: 'mine' })]);
    expect(scored.data).toBe('other');
    expect(scored.formats.edit?.metrics).toEqual({});
    expect(() => toLeaderboardFile(scored)).toThrow(/benchmark’s samples/);
  });
});

describe('a leaderboard file', () => {
  it('is what the schema says, and comes back as it was', async () => {
    const scored = await summarise();
    const { text, name } = toLeaderboardFile(scored);
    expect(name).toBe('gpt.json');
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
    expect(parseLeaderboardFile(text, name)).toEqual(scored);
  });

  it('names no address of a judge', async () => {
    const used = {
      view: 'w-gt' as const,
      provider: 'openai',
      baseUrl: 'https://private.example/v1',
      model: 'm',
      promptHash: 'c'.repeat(64),
      prompt: 'medgen-viewer 1',
      scale: 5 as const,
      imageLimitPx: 1024,
      judgedAt: '2026-01-01T00:00:00.000Z'
    };
    const { text } = toLeaderboardFile(await summarise({ judges: [used] }));
    expect(text).not.toContain('private.example');
    expect(validate(JSON.parse(text))).toBe(true);
  });

  it.each([
    ['text', 'not JSON'],
    ['[]', 'schema; got nothing, expected this field'],
    ['"<b>"', 'the file']
  ])('that is %s is refused by its name', (text, what) => {
    expect(() => parseLeaderboardFile(text, 'a.json')).toThrow(`a.json: ${what}`);
  });

  it('is refused with what is wrong, what it has and what was expected', async () => {
    expect(await refusal((file) => (file['schema'] = 'x'))).toMatch(/^a\.json: schema; got "x", expected/);
    expect(await refusal((file) => (file['kind'] = 'robot'))).toMatch(/^a\.json: kind; got "robot"/);
    expect(await refusal((file) => (file['extra'] = 1))).toMatch(
      /^a\.json: extra; got .*, expected no such field/
    );
    expect(await refusal((file) => (file['protocol'] = 'mine'))).toMatch(
      /got mine, expected Official evaluator/
    );
    expect(await refusal((file) => (file['data'] = 'release'))).toMatch(
      /datasetRevision; got null, expected cee5e7a/
    );
    expect(await refusal((file) => (editOf(file).samples = 3873))).toMatch(
      /samples; got 3873, expected at most 3872/
    );
    expect(await refusal((file) => (editOf(file).metrics['psnr']!['n'] = 4))).toMatch(
      /psnr\.n; got 4, expected at most 3/
    );
    expect(await refusal((file) => (editOf(file).metrics['ssim']!['mean'] = 1.1))).toMatch(
      /metrics\.ssim; got .*1\.1/
    );
    expect(await refusal((file) => (editOf(file).metrics['psnr']!['ciLow'] = 35))).toMatch(
      /an interval around the mean/
    );
    expect(await refusal((file) => (editOf(file).metrics['psnr']!['ciLow'] = null))).toMatch(
      /one end of an interval/
    );
    expect(await refusal((file) => (file['formats'] = {}))).toMatch(/formats; got none/);
  });

  it('is refused with a metric that is unknown, of another format, or of no judge', async () => {
    const add = (id: string) =>
      refusal((file) => (editOf(file).metrics[id] = { n: 1, mean: 1, ciLow: null, ciHigh: null }));
    expect(await add('fid')).toMatch(/formats\.edit\.metrics\.fid/);
    expect(await add('bleu')).toMatch(/a metric of the format edit/);
    expect(await add('judge-w-gt-overall')).toMatch(/a judge of the view w-gt/);
  });
});

describe('the numbers of a leaderboard file', () => {
  const change = (metric: string, fields: Record<string, number | null>) =>
    refusal((file) => Object.assign(editOf(file).metrics[metric]!, fields));

  it('may be at the ends of their range, and not beyond', async () => {
    expect(await change('ssim', { ciLow: 0.2, mean: 1, ciHigh: 1 })).toBe('accepted');
    expect(await change('ssim', { ciLow: -1, mean: -1, ciHigh: -1 })).toBe('accepted');
    expect(await change('ssim', { ciLow: 0.2, mean: 0.5, ciHigh: 1.5 })).toBe(
      'a.json: formats.edit.metrics.ssim; got 0.2, 0.5, 1.5, expected -1 to 1'
    );
    expect(await change('ssim', { ciLow: -1.5, mean: 0.5, ciHigh: 1 })).toMatch(/expected -1 to 1$/);
    expect(await change('psnr', { ciLow: 0, mean: 1e6, ciHigh: 1e6 })).toBe('accepted');
    expect(await change('psnr', { ciLow: -0.1, mean: 1, ciHigh: 2 })).toMatch(/expected 0 to Infinity$/);
  });

  it('have an interval around the mean, or none', async () => {
    expect(await change('psnr', { ciLow: null, ciHigh: null })).toBe('accepted');
    expect(await change('psnr', { ciLow: 30, ciHigh: 30 })).toBe('accepted');
    expect(await change('psnr', { ciLow: 20, ciHigh: null })).toBe(
      'a.json: formats.edit.metrics.psnr; got one end of an interval, expected both ends, or null twice'
    );
    expect(await change('psnr', { ciLow: 20, ciHigh: 25 })).toBe(
      'a.json: formats.edit.metrics.psnr; got 20 to 25 for a mean of 30, expected an interval around the mean'
    );
  });

  it('may be of every sample that the release has', async () => {
    expect(await refusal((file) => (editOf(file).samples = 3872))).toBe('accepted');
  });
});

describe('the judges of a leaderboard file', () => {
  const judge = { view: 'w-gt', model: 'm', scale: 5, prompt: 'p 1', promptHash: 'c'.repeat(64) };
  const judged = (judges: readonly object[], mean: number, id = 'judge-w-gt-overall') =>
    refusal((file) => {
      file['judges'] = judges;
      editOf(file).metrics[id] = { n: 1, mean, ciLow: null, ciHigh: null };
    });

  it('give scores of their own scale and view', async () => {
    expect(await judged([judge], 5)).toBe('accepted');
    expect(await judged([judge], 1)).toBe('accepted');
    expect(await judged([judge], 6)).toMatch(/expected 1 to 5$/);
    expect(await judged([judge], 0.5)).toMatch(/expected 1 to 5$/);
    expect(await judged([{ ...judge, scale: 10 }], 6)).toBe('accepted');
    expect(await judged([judge], 3, 'judge-wo-gt-overall')).toMatch(/expected a judge of the view wo-gt$/);
    expect(await judged([{ ...judge, view: 'wo-gt' }, judge], 3, 'judge-wo-gt-overall')).toBe('accepted');
  });

  it('are one a view', async () => {
    expect(await judged([judge, { ...judge, model: 'other' }], 3)).toBe(
      'a.json: judges; got two judges of one view, expected at most one a view'
    );
  });
});

describe('a leaderboard file that is no row', () => {
  it('is refused before it is read where it is far too large', () => {
    const read = (length: number) => () => parseLeaderboardFile('x'.repeat(length), 'a.json');
    expect(read(100_001)).toThrow(
      'a.json: the file is too large; got 100001 characters, expected at most 100000'
    );
    expect(read(100_000)).toThrow('a.json: not JSON');
    expect(read(100_000)).toThrow('expected a JSON object');
  });

  it('names the formats where it has none', async () => {
    expect(await refusal((file) => (file['formats'] = {}))).toBe(
      'a.json: formats; got none, expected vqa, edit, generate'
    );
  });

  it('tells a stranger’s words in few letters', async () => {
    const long = await refusal((file) => (file['protocol'] = 'x'.repeat(90)));
    expect(long).toBe(
      `a.json: protocol of medgen-bench-viewer/leaderboard/1; got ${'x'.repeat(90)}, expected Official evaluator (2026)`
    );
    expect(await refusal((file) => (file['schema'] = 'x'.repeat(500)))).toMatch(/got .{200}, expected/);
  });
});

describe('static/leaderboard/', () => {
  const folder = 'static/leaderboard';
  const listed = JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) as string[];
  const files = readdirSync(folder).filter((name) => name !== 'index.json');

  it('has exactly the files that index.json lists, each once', () => {
    expect(listed.toSorted()).toEqual(files.toSorted());
  });

  it('has files that follow the schema, can be true, and say the kind of system', () => {
    for (const name of files) {
      const text = readFileSync(`${folder}/${name}`, 'utf8');
      expect(validate(JSON.parse(text)), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true);
      expect(parseLeaderboardFile(text, name).kind, `${name}: kind`).not.toBeNull();
    }
  });
});
