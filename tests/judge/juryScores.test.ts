import { describe, expect, it } from 'vitest';
import type { AskedQuestion, StoredAnswer } from '../../src/lib/judge/AnswerStore';
import { applyJury } from '../../src/lib/judge/jury/applyJury';
import { collectJury, type Jury, type JuryItem, type JuryMember } from '../../src/lib/judge/jury/collectJury';
import { describeMembers, identifyJudge } from '../../src/lib/judge/jury/describeMembers';
import { JuryScores, pickScore } from '../../src/lib/judge/jury/JuryScores';
import type { Verdict } from '../../src/lib/judge/Verdict';
import { makeRun } from '../report/makeRun';
import { makeRow } from '../stats/rows';
import { makeVerdict } from './judgeTools';
import { writeAnswer } from './simulator/wireShapes';

const member = (id: string): JuryMember => ({
  id,
  label: `label of ${id}`,
  shortLabel: id,
  name: `openai:${id}:abababababab`,
  scale: 10,
  n: 0
});
const [a, b, c] = [member('a'), member('b'), member('c')];
const item = (row: number, scores: Readonly<Record<string, number>>): JuryItem => ({
  row,
  sampleId: `s${row}`,
  task: null,
  verdicts: new Map(
    Object.entries(scores).map(([id, score]) => [id, makeVerdict(score, { anatomical_accuracy: 11 - score })])
  )
});
const jury = (items: readonly JuryItem[], members = [a, b, c]): Jury => ({ view: 'w-gt', members, items });
const all = new Set(['a', 'b', 'c']);
const table = jury([
  item(0, { a: 2, b: 4, c: 9 }),
  item(2, { a: 5, b: 5 }),
  item(5, { a: 8, b: 9, c: 8 }),
  item(6, { b: 3, c: 7 }),
  item(7, { c: 1 })
]);

describe('the scores of a jury', () => {
  it('are of one part of a verdict', () => {
    const verdict = makeVerdict(7, { cross_modal_consistency: 2 });
    expect([pickScore(verdict, null), pickScore(verdict, 'cross_modal_consistency')]).toEqual([7, 2]);
  });

  it('have a mean of each member over its own rows', () => {
    const scores = new JuryScores(table, all);
    expect(scores.mean(a, null)).toEqual({ n: 3, mean: 5 });
    expect(scores.mean(c, null)).toEqual({ n: 4, mean: 25 / 4 });
    expect(scores.mean(a, 'anatomical_accuracy')).toEqual({ n: 3, mean: 6 });
    expect(scores.mean(member('nobody'), null)).toEqual({ n: 0, mean: null });
  });

  it('are those of the chosen members, and common where all of them judged', () => {
    const rowsOf = (...ids: string[]) => new JuryScores(table, new Set(ids)).common.map(({ row }) => row);
    expect(rowsOf('a', 'b', 'c')).toEqual([0, 5]);
    expect(rowsOf('a', 'b')).toEqual([0, 2, 5]);
    expect(rowsOf('c')).toEqual([0, 5, 6, 7]);
    expect(new JuryScores(table, new Set(['c', 'a'])).members).toEqual([a, c]);
  });

  it('of two members agree over the rows that both judged', () => {
    const scores = new JuryScores(table, all);
    const { kappa, difference } = scores.pair(a, b, null);
    expect(kappa.n).toBe(3);
    // 2 of (4 − 2), 0, 1: second less first.
    expect(difference).toMatchObject({ n: 3, bias: 1 });
    expect(scores.pair(a, b, 'anatomical_accuracy').difference!.bias).toBe(-1);
    expect(scores.pair(b, c, null).kappa.n).toBe(3);
    expect(scores.pair(a, c, null).difference).toBeNull();
    const same = new JuryScores(jury([1, 4, 9].map((score, i) => item(i, { a: score, b: score }))), all);
    expect(same.pair(a, b, null).kappa.value).toBe(1);
  });

  it('of all members agree over the rows that all judged', () => {
    const rows = [1, 4, 9, 6].map((score, i) => item(i, { a: score, b: score }));
    const scores = new JuryScores(jury([...rows, item(9, { a: 1 })], [a, b]), all);
    expect(scores.icc(null)).toMatchObject({ n: 4, value: 1 });
  });

  it('agree with experts over the rows that both scored', () => {
    const experts = new Map([
      [0, 1],
      [2, 3],
      [5, 9],
      [6, 2]
    ]);
    const scores = new JuryScores(table, all);
    const told = scores.againstExperts(a, null, (row) => experts.get(row) ?? null);
    // Judge less expert: 1, 2, −1.
    expect(told.difference).toMatchObject({ n: 3, bias: 2 / 3 });
    expect(told.absolute).toMatchObject({ n: 3, value: 4 / 3 });
    expect(told.spearman).toMatchObject({ n: 3, value: 1 });
    const asked: unknown[] = [];
    scores.againstExperts(a, 'anatomical_accuracy', (row, part) => (asked.push([row, part]), null));
    expect(asked[0]).toEqual([0, 'anatomical_accuracy']);
  });

  it('are told where they lie apart, the furthest first, then in the order of rows', () => {
    const listed = (ids: ReadonlySet<string>, of_ = table) =>
      new JuryScores(of_, ids).disagreements().map(({ item: { row }, range }) => [row, range]);
    expect(listed(all)).toEqual([
      [0, 7],
      [6, 4],
      [5, 1]
    ]);
    expect(listed(new Set(['a', 'b']))).toEqual([
      [0, 2],
      [5, 1]
    ]);
    const level = jury([item(8, { a: 1, b: 3 }), item(3, { a: 5, b: 3 })]);
    expect(listed(all, level)).toEqual([
      [3, 2],
      [8, 2]
    ]);
  });
});

describe('the mean of a jury in a run', () => {
  const old = { 'jury-w-gt-overall': { value: 1 }, psnr: { value: 30 } };
  const run = makeRun(
    Array.from({ length: 8 }, (_, i) => makeRow({ sampleId: `s${i}`, scores: old })),
    { metrics: { psnr: '1' } }
  );

  it('is of all members, or says who lacks; rows that none judged lose an earlier one', () => {
    const judged = applyJury(run, table, [a, b]);
    const scoresOf = (row: number) => judged.rows[row]!.scores;
    expect(scoresOf(0)).toMatchObject({
      psnr: { value: 30 },
      'jury-w-gt-overall': { value: 3 },
      'jury-w-gt-anatomical_accuracy': { value: 8 }
    });
    expect(Object.keys(scoresOf(0))).toHaveLength(7);
    expect(scoresOf(6)['jury-w-gt-overall']).toEqual({ value: null, reason: 'no verdict of label of a' });
    expect(scoresOf(1)).toEqual({ psnr: { value: 30 } });
    expect(scoresOf(7)).toEqual({ psnr: { value: 30 } });
    const lacking = applyJury(run, table, [a, b, c]).rows[7]!.scores['jury-w-gt-overall'];
    expect(lacking).toEqual({ value: null, reason: 'no verdict of label of a; label of b' });
  });

  it('is of a version that names its members, for all parts alike', () => {
    const { metrics } = applyJury(run, table, [a, b]);
    const { psnr, ...versions } = metrics;
    expect(psnr).toBe('1');
    expect(Object.keys(versions)).toHaveLength(6);
    expect(new Set(Object.values(versions)).size).toBe(1);
    expect(versions['jury-w-gt-overall']).toContain('openai:a:abababababab');
  });
});

describe('a jury out of stored answers', () => {
  const question: AskedQuestion = {
    provider: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    model: 'gpt-b',
    promptHash: 'ab'.repeat(32),
    sampleId: 's',
    sampleHash: 'sample',
    predictionHash: 'prediction',
    view: 'w-gt',
    scale: 10,
    imageLimitPx: 1024,
    maxOutputTokens: 4096,
    repeat: 0
  };
  const toText = (verdict: Verdict): string => JSON.stringify(verdict);
  const answer = (
    overall: number | null,
    facts: Partial<AskedQuestion> = {},
    { attempt = 0, key = JSON.stringify(facts) }: { attempt?: number; key?: string } = {}
  ): StoredAnswer => ({
    key,
    attempt,
    question: { ...question, ...facts },
    body: JSON.stringify(
      writeAnswer('openai', overall === null ? 'no' : toText(makeVerdict(overall)), 'stop', {
        input: 1,
        output: 1
      })
    ),
    wire: 'openai-chat',
    usage: null,
    costUsd: null,
    receivedAt: ''
  });
  const subject = (row: number, facts: object = {}) => ({
    ...{ row, sampleId: `s${row}`, task: null, sampleHash: 'sample', predictionHash: 'prediction' },
    ...facts
  });
  const told = (answers: readonly StoredAnswer[], subjects = [subject(3)]) => {
    const { members, items, view } = collectJury(subjects, answers, 'w-gt');
    return {
      view,
      members: members.map(({ shortLabel, n }) => [shortLabel, n]),
      items: items.map(({ row, verdicts }) => [row, [...verdicts.values()].map((one) => one.overall_score)])
    };
  };

  it('has a member for each judge, by name, with the rows that it judged', () => {
    const other = { sampleHash: 'other' };
    const answers = [answer(4), answer(7, { model: 'gpt-a' }), answer(9, other)];
    expect(told(answers, [subject(3), subject(4, other), subject(5, { sampleHash: 'third' })])).toEqual({
      view: 'w-gt',
      members: [
        ['gpt-a', 1],
        ['gpt-b', 2]
      ],
      items: [
        [3, [4, 7]],
        [4, [9]]
      ]
    });
  });

  it.each<[string, Partial<AskedQuestion>]>([
    ['another view', { view: 'wo-gt' }],
    ['a repetition', { repeat: 1 }],
    ['a comparison', { rivalHash: 'x' }],
    ['another sample', { sampleHash: 'x' }],
    ['another prediction', { predictionHash: 'x' }]
  ])('takes nothing of %s', (_, facts) => {
    expect(told([answer(4, facts)])).toEqual({ view: 'w-gt', members: [], items: [] });
  });

  it('reads the tries of a question in their order, and counts it once', () => {
    const repaired = [answer(6, {}, { attempt: 1 }), answer(null, {}, { attempt: 0 })];
    expect(told(repaired)).toMatchObject({ members: [['gpt-b', 1]], items: [[3, [6]]] });
    const older = [answer(2, {}, { key: 'new' }), answer(9, {}, { key: 'old' })];
    expect(told(older)).toMatchObject({ members: [['gpt-b', 1]], items: [[3, [2]]] });
    expect(told([answer(null)])).toMatchObject({ members: [], items: [] });
  });

  it('names a judge by all that its scores depend on', () => {
    const name = (facts: Partial<AskedQuestion>) => {
      const own = { ...question, ...facts };
      return describeMembers(new Map([[identifyJudge(own), { question: own, n: 2 }]]))[0]!;
    };
    expect(name({})).toEqual({
      id: identifyJudge(question),
      label: 'gpt-b (OpenAI, 1–10, 1024 px, prompt ababab)',
      shortLabel: 'gpt-b',
      name: 'openai:gpt-b:abababababab',
      scale: 10,
      n: 2
    });
    expect(
      name({
        provider: 'mine',
        baseUrl: 'https://x.example/v1',
        effort: 'low',
        imageDetail: 'high',
        imageLimitPx: 512
      })
    ).toMatchObject({
      label: 'gpt-b (mine, x.example/v1, 1–10, 512 px, prompt ababab, effort low, detail high)',
      name: 'mine:gpt-b:abababababab:512px:effort-low:detail-high'
    });
  });

  it('tells judges of one name apart by their servers', () => {
    const at = (baseUrl: string) => ({ question: { ...question, baseUrl }, n: 1 });
    const judges = [at(question.baseUrl), at('http://localhost:1/v1')];
    const members = describeMembers(new Map(judges.map((one) => [identifyJudge(one.question), one])));
    expect(members.map(({ shortLabel, name }) => [shortLabel, name])).toEqual([
      ['gpt-b (the provider’s own address)', `openai:gpt-b:abababababab:at-${question.baseUrl}`],
      ['gpt-b (localhost:1/v1)', 'openai:gpt-b:abababababab:at-http://localhost:1/v1']
    ]);
  });
});
