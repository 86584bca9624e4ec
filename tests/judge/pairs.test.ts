import { afterEach, describe, expect, it } from 'vitest';
import { parsePairVerdict } from '../../src/lib/judge/pair/parsePairVerdict';
import { summarisePairs, type PairAnswer } from '../../src/lib/judge/pair/summarisePairs';
import type { JudgeQuestion } from '../../src/lib/judge/JudgeQuestion';
import { collect, makeImage, makeOptions, makeSubject, MemoryStore } from './judgeTools';
import { ProviderSimulator, type Script } from './simulator/ProviderSimulator';

const open: ProviderSimulator[] = [];

afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close();
});

const samples = 20;

/** Two systems on the same samples, in both orders; the first is right where the number is even. */
function makePairs(): JudgeQuestion[] {
  return Array.from({ length: samples }, (_, i) => i + 1).flatMap((number) => {
    const [first, second] = ['first', 'second'].map((response) => makeSubject(number, { response }));
    return [false, true].map((swapped): JudgeQuestion => {
      const [subject, rival] = swapped ? [second!, first!] : [first!, second!];
      return { subject, rival: { subject: rival, swapped }, view: 'w-gt', repeat: 0 };
    });
  });
}

const say = (winner: string): ReturnType<Script> => ({
  do: 'answer',
  text: JSON.stringify({ explanation: 'seen', winner })
});

async function compare(script: Script) {
  const simulator = await ProviderSimulator.open({ script });
  open.push(simulator);
  const store = new MemoryStore();
  const options = makeOptions(`${simulator.url}/v1`, { store });
  const { outcomes } = await collect(makePairs(), options);
  const answers = outcomes.map(({ question: { subject, view, rival }, choice }): PairAnswer => {
    return { sampleId: subject.sampleId, view, swapped: rival!.swapped, choice };
  });
  const again = await collect(makePairs(), options);
  return { summary: summarisePairs(answers, 'w-gt'), simulator, outcomes, again };
}

/** The response that is shown as A. */
const isFirstShown = (body: unknown): boolean =>
  /<response_a>\\nfirst\\n/.test(JSON.stringify(body).replaceAll('\\\\n', '\\n'));

describe('a pairwise comparison', () => {
  it('finds the better system of a fair judge, without a position bias', async () => {
    const { summary, simulator, outcomes, again } = await compare(({ body, sample }) => {
      const isFirstBetter = sample % 4 !== 0;
      return say(isFirstShown(body) === isFirstBetter ? 'A' : 'B');
    });
    expect(outcomes.every(({ choice, verdict }) => choice !== null && verdict === null)).toBe(true);
    expect(simulator.requests).toHaveLength(2 * samples);
    expect(summary).toMatchObject({
      n: samples,
      first: 15,
      second: 5,
      ties: 0,
      byPosition: 0,
      winRate: 0.75
    });
    expect(summary.firstShown).toBe(0.5);
    expect(summary.hasBias).toBe(false);
    expect(summary.winInterval.low).toBeGreaterThan(0.5);
    expect(again.progress).toMatchObject({ requests: 0, scored: 2 * samples });
  });

  it('finds the bias of a judge that prefers what it sees first, and calls no winner', async () => {
    // Three in four answers name the first shown, whoever's it is.
    const { summary } = await compare(({ sample }) => say(sample % 4 === 0 ? 'tie' : 'A'));
    expect(summary).toMatchObject({ n: samples, first: 0, second: 0, ties: 5, byPosition: 15, winRate: 0.5 });
    expect(summary.firstShown).toBe(1);
    expect(summary.hasBias).toBe(true);
  });

  it('leaves out a sample that has an answer in one order only', async () => {
    const { summary } = await compare(({ body, sample }) =>
      sample === 3 && isFirstShown(body) ? { do: 'answer', text: 'no', finish: 'refusal' } : say('tie')
    );
    expect(summary).toMatchObject({ n: samples - 1, ties: samples - 1, winRate: 0.5, firstShown: null });
  });

  it('shows the reference once and both outputs, with their names', async () => {
    const simulator = await ProviderSimulator.open({ script: () => say('A') });
    open.push(simulator);
    const edit = (output: string) =>
      makeSubject(1, {
        format: 'edit',
        task: 'style-transfer',
        reference: makeImage('r.png'),
        output: makeImage(output)
      });
    const question: JudgeQuestion = {
      subject: edit('a.png'),
      rival: { subject: edit('b.png'), swapped: false },
      view: 'w-gt',
      repeat: 0
    };
    await collect([question, { ...question, view: 'wo-gt' }], makeOptions(`${simulator.url}/v1`));
    const [with_, without] = simulator.requests.map(({ body }) => body);
    expect(with_).toContain('1. Ground Truth\\n2. Output A\\n3. Output B');
    expect(without).toContain('1. Input\\n2. Output A\\n3. Output B');
    expect(with_!.match(/data:image\/png;base64,/g)).toHaveLength(3);
  });
});

describe('a choice', () => {
  it.each([
    ['{"winner": "A"}', 'A'],
    ['```json\n{"explanation": "x", "winner": "Output B",}\n```', 'B'],
    ['{"verdict": {"winner": "TIE"}}', 'tie'],
    [JSON.stringify('{"winner": "b"}'), 'B'],
    ['{"winner": "A"} no, rather {"winner": "B"}', 'B']
  ])('is read from %j', (text, winner) => {
    expect(parsePairVerdict(text)).toMatchObject({ ok: true, verdict: { winner } });
  });

  it.each(['A', '{"winner": "C"}', '{"winner": 1}', '{"winner": "A"'])('is none in %j', (text) => {
    expect(parsePairVerdict(text).ok).toBe(false);
  });
});
