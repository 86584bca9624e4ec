import { afterEach, describe, expect, it } from 'vitest';
import golden from '../golden/jury.json' with { type: 'json' };
import type { AskedQuestion } from '../../src/lib/judge/AnswerStore';
import { applyJury } from '../../src/lib/judge/jury/applyJury';
import { collectJury } from '../../src/lib/judge/jury/collectJury';
import { describeMembers, identifyJudge } from '../../src/lib/judge/jury/describeMembers';
import { JuryScores } from '../../src/lib/judge/jury/JuryScores';
import { judgeParts } from '../../src/lib/benchmark/judge';
import { juryVersion, listJuryMetas } from '../../src/lib/metrics/jury/meta';
import { listRunMetas } from '../../src/lib/metrics/runMetas';
import { listJurySubjects } from '../../src/lib/run/jurySubjects';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';
import { collect, makeOptions, makeQuestions, MemoryStore } from './judgeTools';
import { makeVerdictText, ProviderSimulator } from './simulator/ProviderSimulator';

const open: ProviderSimulator[] = [];

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

const names = ['judge-a', 'judge-b', 'judge-c'] as const;
const samples = golden.scores['judge-a'].length;

/** Three judges with known scores, asked of the same samples through one simulator. */
async function askJury(silent: { readonly model: string; readonly sample: number } | null = null) {
  const simulator = await ProviderSimulator.open({
    script: ({ body, sample }) => {
      const model = body['model'] as (typeof names)[number];
      if (silent?.model === model && silent.sample === sample) {
        return { do: 'answer', text: 'no', finish: 'refusal' };
      }
      return { do: 'answer', text: makeVerdictText(golden.scores[model][sample - 1]! - 1) };
    }
  });
  open.push(simulator);
  const store = new MemoryStore();
  const questions = makeQuestions(samples);
  const base = makeOptions(`${simulator.url}/v1`, { store });
  const keys: (string | null)[] = [];
  for (const model of names) {
    const { outcomes } = await collect(questions, { ...base, endpoint: { ...base.endpoint, model } });
    keys.splice(0, samples);
    for (const question of questions) keys.push(outcomes.find((one) => one.question === question)!.key);
  }
  const rows = questions.map(({ subject }, index) =>
    makeRow({
      sampleId: subject.sampleId,
      task: subject.task,
      verdicts: { vlm_judge_w_gt_result: { verdict: {}, answerKey: keys[index]! } }
    })
  );
  const answers = [...store.answers.values()];
  const run = makeRun(rows);
  const { subjects, unnamed } = await listJurySubjects(run, answers, null);
  expect(unnamed).toBe(0);
  const jury = collectJury(subjects, answers, 'w-gt');
  return { run, jury, requests: simulator.requests.length };
}

describe('a jury of three judges', () => {
  it('is found in the stored answers, and agrees as scikit-learn and pingouin say', async () => {
    const { jury, requests } = await askJury();
    expect(requests).toBe(3 * samples);
    expect(jury.members.map(({ label, n }) => [label.split(' ')[0], n])).toEqual(
      names.map((name) => [name, samples])
    );
    expect(jury.members.map(({ shortLabel }) => shortLabel)).toEqual(names);
    const scores = new JuryScores(jury, new Set(jury.members.map(({ id }) => id)));
    for (const part of judgeParts) {
      expect(scores.icc(part).value).toBeCloseTo(golden.icc2, 10);
      for (const [pair, kappa] of Object.entries(golden.kappa_quadratic)) {
        const [first, second] = pair
          .split(' ')
          .map((name) => jury.members[names.indexOf(name as 'judge-a')]!);
        const agreement = scores.pair(first!, second!, part);
        expect(agreement.kappa.value).toBeCloseTo(kappa, 10);
        const { bias, low, high } = agreement.difference!;
        const expected = golden.bland_altman[pair as keyof typeof golden.bland_altman];
        [bias, low, high].forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 10));
      }
    }
  });

  it('puts its mean into the run as metrics that name the members', async () => {
    const { run, jury } = await askJury();
    const judged = applyJury(run, jury, jury.members);
    judged.rows.forEach(({ scores }, i) => {
      expect(scores['jury-w-gt-overall']!.value).toBeCloseTo(golden.jury_mean[i]!, 12);
    });
    const metas = listRunMetas(judged).filter(({ id }) => id.startsWith('jury-'));
    expect(metas).toHaveLength(6);
    expect(metas[0]!.variant).toBe('mean of 3 judges, scale 1–10: judge-a, judge-b, judge-c');
    const fewer = applyJury(judged, jury, jury.members.slice(0, 2));
    expect(fewer.metrics['jury-w-gt-overall']).not.toBe(judged.metrics['jury-w-gt-overall']);
    expect(listRunMetas(fewer).filter(({ id }) => id.startsWith('jury-'))).toHaveLength(6);
  });

  it('never has two members that look alike', () => {
    const usual: AskedQuestion = {
      provider: 'openai',
      baseUrl: 'https://api.openai.com/v1',
      model: 'gpt-5',
      promptHash: 'ab'.repeat(32),
      sampleId: '1',
      sampleHash: '',
      predictionHash: '',
      view: 'w-gt',
      scale: 10,
      imageLimitPx: 1024,
      maxOutputTokens: 4096,
      repeat: 0
    };
    const others: Partial<AskedQuestion>[] = [
      { effort: 'high' },
      { effort: 'low' },
      { imageDetail: 'low' },
      { imageLimitPx: 512 },
      { promptHash: 'cd'.repeat(32) },
      { provider: 'openrouter', baseUrl: 'https://openrouter.ai/api/v1' },
      { provider: 'compatible', baseUrl: 'http://localhost:8000/v1' },
      { provider: 'compatible', baseUrl: 'http://localhost:9000/v1' },
      { model: 'gpt-5-mini', effort: 'high' }
    ];
    const questions = [usual, ...others.map((facts) => ({ ...usual, ...facts }))];
    const judges = new Map(questions.map((question) => [identifyJudge(question), { question, n: 1 }]));
    expect(judges.size).toBe(questions.length);
    const members = describeMembers(judges);
    for (const told of ['label', 'shortLabel', 'name'] as const) {
      expect(new Set(members.map((member) => member[told])).size).toBe(questions.length);
    }
    const [plain, high] = describeMembers(new Map([...judges].slice(0, 2)));
    expect(plain!.shortLabel).toBe('gpt-5 (effort left to the model)');
    expect(high!.shortLabel).toBe('gpt-5 (effort high)');
    expect(members.at(-1)!.shortLabel).toBe('gpt-5-mini');
    // What is as usual keeps the name that stored runs have.
    expect(plain!.name).toBe('openai:gpt-5:abababababab');
    const version = juryVersion({ view: 'w-gt', scale: 10, members: members.map(({ name }) => name) });
    const [meta] = listJuryMetas({ 'jury-w-gt-overall': version });
    const named = meta!.variant.split(': ')[1]!.split(/, (?=gpt)/);
    expect(new Set(named).size).toBe(questions.length);
    expect(named).toContain('gpt-5 (compatible, prompt ababab, at http://localhost:8000/v1)');
    expect(named).toContain('gpt-5-mini (effort high)');
  });

  it('has no mean where a member has no verdict, with the reason', async () => {
    const { run, jury } = await askJury({ model: 'judge-b', sample: 7 });
    const { scores } = applyJury(run, jury, jury.members).rows[6]!;
    expect(scores['jury-w-gt-overall']).toMatchObject({
      value: null,
      reason: expect.stringMatching(/^no verdict of judge-b/) as string
    });
  });

  it('lists what it disagrees most about first', async () => {
    const { jury } = await askJury();
    const scores = new JuryScores(jury, new Set(jury.members.map(({ id }) => id)));
    const listed = scores.disagreements();
    const ranges = listed.map(({ range }) => range);
    expect(ranges).toEqual(ranges.toSorted((a, b) => b - a));
    const largest = Math.max(
      ...golden.scores['judge-a'].map((_, i) => {
        const own = names.map((name) => golden.scores[name][i]!);
        return Math.max(...own) - Math.min(...own);
      })
    );
    expect(ranges[0]).toBe(largest);
  });

  it('is compared with experts over the rows that both scored', async () => {
    const { jury } = await askJury();
    const scores = new JuryScores(jury, new Set(jury.members.map(({ id }) => id)));
    const [first] = scores.members;
    const exact = scores.againstExperts(first!, null, (row) =>
      row < 10 ? golden.scores['judge-a'][row]! : null
    );
    expect(exact.spearman).toMatchObject({ n: 10, value: 1 });
    expect(exact.absolute.value).toBe(0);
    expect(exact.difference).toMatchObject({ n: 10, bias: 0 });
  });
});
