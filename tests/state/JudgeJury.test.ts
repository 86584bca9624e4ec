import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { judgeParts } from '../../src/lib/benchmark/judge';
import { memoise } from '../../src/lib/core/memoise';
import type { StoredAnswer } from '../../src/lib/judge/AnswerStore';
import type { StoredRun } from '../../src/lib/store/runs';
import golden from '../golden/jury.json' with { type: 'json' };
import { collect, makeOptions, MemoryStore } from '../judge/judgeTools';
import { makeVerdictText, ProviderSimulator } from '../judge/simulator/ProviderSimulator';
import { closeBrowser, openBrowser, refuseStorage, refuseWrites } from '../store/ownBrowser';
import { fillDesk, keepRun } from './judgeDesk';

let JudgeJury: typeof import('../../src/lib/state/JudgeJury.svelte').JudgeJury;
let runs: typeof import('../../src/lib/store/runs');

beforeEach(async () => {
  openBrowser();
  vi.stubGlobal('navigator', {});
  ({ JudgeJury } = await import('../../src/lib/state/JudgeJury.svelte'));
  runs = await import('../../src/lib/store/runs');
});

afterEach(() => vi.restoreAllMocks());
afterAll(closeBrowser);

const names = ['judge-a', 'judge-b', 'judge-c'] as const;
const samples = golden.scores['judge-a'].length;
/** Agreement of many samples takes its time. */
const few = 5;

/** What the three judges answer for the run's samples; asked once, as it is the same in every test. */
const askedAnswers = memoise<'all', readonly StoredAnswer[]>(async () => {
  const simulator = await ProviderSimulator.open({
    script: ({ body, sample }) => {
      const scores = golden.scores[body['model'] as (typeof names)[number]];
      return { do: 'answer', text: makeVerdictText(scores[sample - 1]! - 1) };
    }
  });
  const store = new MemoryStore();
  const base = makeOptions(`${simulator.url}/v1`, { store });
  const { desk } = await fillDesk([await keepRun('gpt', 1, samples)], base.endpoint);
  const questions = desk.parts.flatMap((part) => part.questions);
  for (const model of names) await collect(questions, { ...base, endpoint: { ...base.endpoint, model } });
  expect(simulator.requests).toHaveLength(3 * samples);
  await simulator.close();
  return [...store.answers.values()];
});

/** A browser with a run of so many samples and what these judges said of it. */
async function openJury(count = few, models: readonly string[] = names) {
  const answers = (await askedAnswers('all')).filter(({ question }) => models.includes(question.model));
  const run = await keepRun('gpt', 1, count);
  const { judgeAnswers } = await import('../../src/lib/store/judgeAnswers');
  for (const answer of answers) await judgeAnswers.write(answer);
  const { desk, replaced } = await fillDesk([run], makeOptions('http://127.0.0.1:1/v1').endpoint);
  return { run, desk, replaced, jury: new JudgeJury(desk) };
}

describe('a jury of the stored answers', () => {
  it('shows means, agreement of all and of each pair as scikit-learn and pingouin say', async () => {
    const { run, jury } = await openJury(samples);
    expect(jury.status).toBe('idle');
    await jury.open(run, 'w-gt');
    expect([jury.status, jury.failure, jury.unnamed]).toEqual(['ready', '', 0]);
    expect(jury.chosenIds).toHaveLength(3);
    expect([jury.obstacle, jury.isComputing]).toEqual([null, false]);
    expect(jury.rows.map(({ kind, label }) => `${kind} ${label}`)).toEqual([
      ...names.map((name) => `mean ${name}`),
      'icc all 3',
      'pair judge-a and judge-b',
      'pair judge-a and judge-c',
      'pair judge-b and judge-c'
    ]);
    for (const row of jury.rows) expect(row.cells).toHaveLength(judgeParts.length);
    const [first, , , icc, pair] = jury.rows;
    const own = golden.scores['judge-a'];
    const mean = own.reduce((sum, score) => sum + score, 0) / samples;
    if (first?.kind !== 'mean' || icc?.kind !== 'icc' || pair?.kind !== 'pair') throw new Error('other rows');
    expect(first.cells[0]!.n).toBe(samples);
    expect(first.cells[0]!.mean).toBeCloseTo(mean, 12);
    expect(icc.cells[0]!.value).toBeCloseTo(golden.icc2, 10);
    expect(pair.cells[0]!.kappa.value).toBeCloseTo(golden.kappa_quadratic['judge-a judge-b'], 10);
    expect(jury.disagreements[0]!.range).toBeGreaterThanOrEqual(jury.disagreements.at(-1)!.range);
  });

  it('puts the mean of the chosen judges into the stored run', async () => {
    const { run, jury, replaced } = await openJury();
    await jury.open(run, 'w-gt');
    await jury.apply();
    expect(jury.note).toBe('The mean of 3 judges is in the run, with their names.');
    const stored = (await runs.readRun('gpt'))!;
    stored.rows.forEach(({ scores }, i) =>
      expect(scores['jury-w-gt-overall']!.value).toBeCloseTo(golden.jury_mean[i]!, 12)
    );
    expect([replaced.length, replaced[0]]).toEqual([1, jury.run]);
  });

  it('leaves alone what else became of the run meanwhile', async () => {
    const { run, jury } = await openJury();
    await jury.open(run, 'w-gt');
    const rows = run.rows.map((row) => ({ ...row, scores: { bleu: { value: 0.5 } } }));
    await runs.writeRun({ ...run, rows });
    await jury.apply();
    const [first] = (await runs.readRun('gpt'))!.rows;
    expect(first!.scores).toMatchObject({ bleu: { value: 0.5 }, 'jury-w-gt-overall': {} });
  });

  it('has no mean of fewer than two', async () => {
    const { run, jury } = await openJury();
    await jury.open(run, 'w-gt');
    await jury.choose(jury.chosenIds.slice(0, 1));
    expect(jury.obstacle).toBe('Choose at least two judges.');
    expect(jury.rows.map(({ kind }) => kind)).toEqual(['mean']);
    await jury.apply();
    expect((await runs.readRun('gpt'))!.rows[0]!.scores).toEqual({});
  });

  it('shows at last what was chosen last', async () => {
    const { run, jury } = await openJury();
    await jury.open(run, 'w-gt');
    const all = jury.chosenIds;
    await Promise.all([jury.choose(all), jury.choose(all.slice(0, 1))]);
    expect(jury.rows.map(({ label }) => label)).toEqual(['judge-a']);
    expect(jury.isComputing).toBe(false);
  });

  it('is that of the view that was opened last', async () => {
    const { run, jury } = await openJury();
    await Promise.all([jury.open(run, 'w-gt'), jury.open(run, 'wo-gt')]);
    expect([jury.view, jury.jury!.view, jury.rows]).toEqual(['wo-gt', 'wo-gt', []]);
  });

  it('is that of the run that was opened last, however long the other takes to read', async () => {
    const { run, jury } = await openJury();
    const other = await keepRun('qwen', 1, 1);
    await Promise.all([jury.open(run, 'w-gt'), jury.open(other, 'w-gt')]);
    expect([jury.run!.system, jury.status]).toEqual(['qwen', 'ready']);
    expect(jury.rows[0]!.cells[0]).toMatchObject({ n: 1 });
  });

  it('is empty where nobody was asked in that view', async () => {
    const { run, jury } = await openJury();
    await jury.open(run, 'wo-gt');
    expect([jury.status, jury.jury!.members, jury.rows]).toEqual(['ready', [], []]);
  });

  it('cannot tell rows whose files are not at hand and that no verdict names', async () => {
    const { run, desk } = await openJury();
    const away = new JudgeJury({ ...desk, withoutFiles: [run] } as unknown as typeof desk);
    await away.open(run, 'w-gt');
    expect([away.unnamed, away.jury!.items]).toEqual([few, []]);
  });

  it('says why it cannot be read', async () => {
    const { run, jury } = await openJury(few, []);
    refuseStorage('judge-answers', new DOMException('no', 'SecurityError'));
    vi.resetModules();
    const { JudgeJury: Fresh } = await import('../../src/lib/state/JudgeJury.svelte');
    const { desk } = await fillDesk([run], makeOptions('http://127.0.0.1:1/v1').endpoint);
    const fresh = new Fresh(desk);
    await fresh.open(run, 'w-gt');
    expect([fresh.status, fresh.failure]).toEqual(['failed', expect.stringMatching(/SecurityError|no/)]);
    expect(jury.status).toBe('idle');
  });

  it('says that the mean cannot be stored', async () => {
    const { run, jury } = await openJury();
    await jury.open(run, 'w-gt');
    refuseWrites('run-contents', new DOMException('no room', 'QuotaExceededError'));
    await jury.apply();
    expect(jury.note).toMatch(/QuotaExceededError/);
  });
});

describe('beside the experts', () => {
  it('a judge of their scale has its correlation and difference', async () => {
    const { run, jury } = await openJury(samples, ['judge-a', 'judge-b']);
    // The experts say what judge-b says, one point more.
    const { expertMetricId, expertVersion } = await import('../../src/lib/metrics/expert/meta');
    const id = expertMetricId('overall');
    const rated: StoredRun = {
      ...run,
      metrics: { [id]: expertVersion(10) },
      rows: run.rows.map((row, i) => ({
        ...row,
        scores: { [id]: { value: golden.scores['judge-b'][i]! + 1 } }
      }))
    };
    await runs.writeRun(rated);
    await jury.open(rated, 'w-gt');
    const experts = jury.rows.filter((row) => row.kind === 'expert');
    expect(experts.map(({ label }) => label)).toEqual(['judge-a', 'judge-b']);
    const [, same] = experts;
    const overall = same!.cells[judgeParts.indexOf(null)]!;
    expect(overall.spearman.value).toBeCloseTo(1, 12);
    expect(overall.absolute.value).toBeCloseTo(1, 12);
    expect(overall.difference!.bias).toBeCloseTo(-1, 12);
    // Of no dimension did they say anything.
    expect(same!.cells.filter(({ spearman }) => spearman.value !== null)).toHaveLength(1);
  });
});
