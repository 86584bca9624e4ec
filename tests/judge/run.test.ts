import { afterEach, describe, expect, it } from 'vitest';
import { DataError } from '../../src/lib/core/problem';
import type { StoredAnswer } from '../../src/lib/judge/AnswerStore';
import type { JudgeOptions } from '../../src/lib/judge/JudgeOptions';
import type { JudgeQuestion } from '../../src/lib/judge/JudgeQuestion';
import { askJudge } from '../../src/lib/judge/askJudge';
import { collect, makeImage, makeOptions, makeQuestions, makeSubject, MemoryStore } from './judgeTools';
import { makeVerdictText } from './simulator/ProviderSimulator';
import { VirtualClock } from './simulator/VirtualClock';
import { writeAnswer, type Finish } from './simulator/wireShapes';

const clocks: VirtualClock[] = [];
afterEach(() => clocks.splice(0).forEach((clock) => clock.close()));

interface Seen {
  readonly sample: number;
  /** How often it was asked before. */
  readonly seen: number;
  /** Over all requests, from 0. */
  readonly index: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const say = (text: string, finish: Finish = 'stop'): Response =>
  Response.json(writeAnswer('openai', text, finish, { input: 900, output: 300 }));
const verdict = ({ sample }: Seen): Response => say(makeVerdictText(sample));
const refuse = (status: number, message: string, headers: Record<string, string> = {}): Response =>
  Response.json({ error: { message } }, { status, headers });

/** A run against a server that answers so; what it was asked, and how the questions ended, in their order. */
async function run(
  answer: (seen: Seen) => Response | Promise<Response>,
  questions: readonly JudgeQuestion[] = makeQuestions(20),
  facts: Partial<JudgeOptions> = {}
) {
  const clock = new VirtualClock();
  clocks.push(clock);
  const asked: Seen[] = [];
  const send: typeof fetch = async (_, init) => {
    const text = init!.body as string;
    const sample = Number(/sample-(\d+)/.exec(text)![1]);
    const seen = asked.filter((one) => one.sample === sample).length;
    const request = { sample, seen, index: asked.length, body: JSON.parse(text) as Seen['body'] };
    asked.push(request);
    return answer(request);
  };
  const store = new MemoryStore();
  const start = clock.now();
  const { outcomes, progress } = await collect(
    questions,
    makeOptions('https://api.example/v1', { clock, fetch: send, concurrency: 1, store, ...facts })
  );
  const ended = questions.map((question) => outcomes.find((one) => one.question === question)!);
  return { asked, ended, progress, store, tookMs: clock.now() - start };
}

const reasonsOf = (ended: Awaited<ReturnType<typeof run>>['ended']) =>
  ended.map(({ reason, cause }) => (reason === null ? 'scored' : `${cause}: ${reason}`));

describe('a run', () => {
  it('asks once for each verdict', async () => {
    const { asked, ended, progress, store } = await run(verdict);
    expect(asked.map(({ sample }) => sample)).toEqual(ended.map((_, i) => i + 1));
    expect(ended.map((one) => one.verdict!.overall_score)).toEqual(ended.map((_, i) => 1 + ((i + 1) % 10)));
    expect(ended.every(({ lasting, remembered, facts }) => lasting && !remembered && facts !== null)).toBe(
      true
    );
    expect(store.answers.size).toBe(20);
    expect(progress).toEqual({
      total: 20,
      done: 20,
      scored: 20,
      unscored: 0,
      remembered: 0,
      requests: 20,
      running: 0,
      spentUsd: null,
      isPaused: false,
      waitsUntilMs: null,
      trouble: null
    });
  });

  it('asks a question four times that fails though the server is well', async () => {
    const { asked, ended } = await run((seen) => (seen.sample === 3 ? refuse(500, 'odd') : verdict(seen)));
    expect(asked.filter(({ sample }) => sample === 3)).toHaveLength(4);
    const { reason, cause, lasting } = ended[2]!;
    expect([reason, cause, lasting]).toEqual(['not judged: odd (4 tries)', 'connection', false]);
    expect(ended.filter((one) => one.verdict)).toHaveLength(19);
  });

  it('asks what failed after all that was not tried yet, and tells of the trouble', async () => {
    const { asked, progress, tookMs } = await run(
      (seen) =>
        seen.sample === 1 && seen.seen === 0 ? refuse(503, 'busy', { 'retry-after': '7' }) : verdict(seen),
      makeQuestions(4)
    );
    expect(asked.map(({ sample }) => sample)).toEqual([1, 2, 3, 4, 1]);
    expect(tookMs).toBeGreaterThanOrEqual(7000);
    expect(progress.trouble).toBeNull();
  });

  it('ends when ten tries bring no answer', async () => {
    const { asked, ended } = await run(() => refuse(500, 'down'));
    expect(asked).toHaveLength(10);
    expect(new Set(reasonsOf(ended).slice(10))).toEqual(
      new Set(['connection: not judged: no answer in 10 tries; the last failed with: down'])
    );
  });

  it('ends at once for what holds for every request', async () => {
    const { asked, ended } = await run(() => refuse(401, 'who are you'));
    expect(asked).toHaveLength(1);
    expect(new Set(reasonsOf(ended))).toEqual(new Set(['setup: not judged: who are you']));
    expect(ended.every(({ lasting, facts }) => !lasting && facts === null)).toBe(true);
    expect((await run(() => refuse(404, 'Not Found'))).asked).toHaveLength(1);
  });

  it('leaves one alone for what an answer has disproved', async () => {
    const { ended } = await run((seen) => (seen.sample === 5 ? refuse(404, 'Not Found') : verdict(seen)));
    expect(reasonsOf(ended).filter((one) => one !== 'scored')).toEqual(['setup: not judged: Not Found']);
  });

  it('ends when three in a row are refused in the same words, whatever the numbers in them', async () => {
    const { asked, ended } = await run(({ sample }) => refuse(400, `request ${sample} is odd`));
    expect(asked).toHaveLength(3);
    const words = 'the provider refused the request: request';
    expect(reasonsOf(ended).slice(0, 4)).toEqual([
      `refused: not judged: ${words} 1 is odd`,
      `refused: not judged: ${words} 2 is odd`,
      `refused: not judged: ${words} 3 is odd`,
      'unasked: not asked: 3 in a row ended with: request 3 is odd'
    ]);
    const varied = await run(({ sample }) => refuse(400, sample % 2 === 0 ? 'even' : 'odd'));
    expect(varied.asked).toHaveLength(20);
  });

  it('ends when five in a row are declined, and ten after a verdict', async () => {
    const decline = () => say('I cannot', 'refusal');
    const { asked, ended } = await run(decline);
    expect(asked).toHaveLength(5);
    expect(reasonsOf(ended)[4]).toBe('declined: the judge declined: I cannot');
    expect(ended[4]!.lasting).toBe(true);
    expect(reasonsOf(ended)[5]).toBe(
      'unasked: not asked: 5 in a row ended with: the judge declined: I cannot'
    );
    const later = await run((seen) => (seen.sample === 1 ? verdict(seen) : decline()));
    expect(later.asked).toHaveLength(11);
    const between = await run((seen) => (seen.sample % 5 === 0 ? verdict(seen) : decline()));
    expect(between.asked).toHaveLength(20);
  });

  it('does not count answers of before', async () => {
    const decline = () => say('I cannot', 'refusal');
    const { store } = await run(decline, makeQuestions(4));
    const { asked, ended, progress } = await run(verdict, makeQuestions(8), { store });
    expect(asked.map(({ sample }) => sample)).toEqual([5, 6, 7, 8]);
    expect(progress).toMatchObject({ remembered: 4, scored: 4, requests: 4 });
    expect(ended.map(({ remembered }) => remembered)).toEqual([
      ...Array(4).fill(true),
      ...Array(4).fill(false)
    ]);
    const again = await run(decline, makeQuestions(9), { store });
    // Of the last one, which nobody asked before, the streak is one.
    expect(again.asked).toHaveLength(1);
  });

  it('repairs an answer next, with what is wrong with it', async () => {
    const { asked, ended } = await run(
      (seen) => (seen.sample === 2 && seen.seen === 0 ? say('well') : verdict(seen)),
      makeQuestions(5)
    );
    // One question more is ready by then.
    expect(asked.map(({ sample }) => sample)).toEqual([1, 2, 3, 2, 4, 5]);
    expect(JSON.stringify(asked[3]!.body['messages'])).toContain('Your answer is not a valid verdict');
    expect(ended[1]!.verdict!.overall_score).toBe(3);
  });

  it('leaves out for all what the server does not take', async () => {
    const { asked, ended } = await run(
      (seen) => ('temperature' in seen.body ? refuse(400, "'temperature' is not supported") : verdict(seen)),
      makeQuestions(4)
    );
    expect(asked.map(({ body, sample }) => [sample, 'temperature' in body])).toEqual([
      [1, true],
      [2, false],
      [1, false],
      [3, false],
      [4, false]
    ]);
    expect(ended[0]!.facts!.sent!.temperature).toBeNull();
  });

  it('says why a sample cannot be asked, and asks the others', async () => {
    const broken = {
      ...makeImage('broken.png'),
      decode: () => Promise.reject(new DataError({ code: 'image', where: {}, what: 'it is cut' }))
    };
    const questions = makeQuestions(3).map((one, i) =>
      i === 1 ? { ...one, subject: makeSubject(2, { inputs: [broken] }) } : one
    );
    const { asked, ended } = await run(verdict, questions);
    expect(asked.map(({ sample }) => sample)).toEqual([1, 3]);
    expect(ended[1]).toMatchObject({ cause: 'material', lasting: false, verdict: null });
    expect(ended[1]!.reason).toMatch(/^not judged: .*it is cut/);
    const blind = makeQuestions(1).map((one) => ({ ...one, subject: makeSubject(1, { inputs: [] }) }));
    expect((await run(verdict, blind)).ended[0]).toMatchObject({
      cause: 'material',
      lasting: true,
      key: null
    });
  });

  it('fails where the page itself has a fault', async () => {
    const broken = { ...makeImage('x.png'), decode: () => Promise.reject(new TypeError('a fault')) };
    const questions = [{ ...makeQuestions(1)[0]!, subject: makeSubject(1, { inputs: [broken] }) }];
    await expect(run(verdict, questions)).rejects.toThrow('a fault');
  });

  it('stops where answers are kept no more, and still tells the one at hand', async () => {
    class FullStore extends MemoryStore {
      override write(_: StoredAnswer): Promise<void> {
        return Promise.reject(new Error('the disk is full'));
      }
    }
    const { asked, ended } = await run(verdict, makeQuestions(3), { store: new FullStore() });
    expect(asked).toHaveLength(1);
    expect(ended[0]!.verdict).not.toBeNull();
    expect(ended[1]).toMatchObject({ cause: 'unasked', lasting: false });
    expect(ended[1]!.reason).toMatch(
      /^not asked: this browser does not store answers any more \(.*the disk is full/
    );
  });

  it('rejects with the signal’s reason, and starts nothing more', async () => {
    const leave = new AbortController();
    let asked = 0;
    const running = run(
      (seen) => {
        asked++;
        if (seen.sample === 2) leave.abort(new Error('left'));
        return verdict(seen);
      },
      makeQuestions(5),
      { signal: leave.signal }
    );
    await expect(running).rejects.toThrow('left');
    expect(asked).toBe(2);
  });

  it('that is told to wait is no fault of the question: it gets its verdict at the seventh try', async () => {
    const { asked, ended } = await run(
      (seen) =>
        seen.sample === 2 && seen.seen < 6 ? refuse(429, 'slow down', { 'retry-after': '1' }) : verdict(seen),
      makeQuestions(3)
    );
    expect(asked.filter(({ sample }) => sample === 2)).toHaveLength(7);
    expect(reasonsOf(ended)).toEqual(['scored', 'scored', 'scored']);
  });

  it('pays for what may have been answered, and for nothing that was refused', async () => {
    const price = {
      provider: 'openai',
      model: 'gpt-test',
      inputUsdPerMillion: 0,
      outputUsdPerMillion: 1e6 / 4096,
      date: '2026-01-01'
    } as const;
    // A dollar an answer at the limit of 4,096 tokens; those that come have 300.
    const spentBy = async (
      answer: (seen: Seen) => Response | Promise<Response>,
      capUsd: number | null = null
    ) => {
      const { progress, ended } = await run(answer, makeQuestions(2), { price, capUsd });
      return { spentUsd: progress.spentUsd!, reasons: reasonsOf(ended) };
    };
    const answerUsd = 300 / 4096;
    const once =
      (fail: () => Response | Promise<Response>) =>
      (seen: Seen): Response | Promise<Response> =>
        seen.index === 0 ? fail() : verdict(seen);
    expect((await spentBy(verdict)).spentUsd).toBeCloseTo(2 * answerUsd, 12);
    expect((await spentBy(once(() => refuse(500, 'odd')))).spentUsd).toBeCloseTo(2 * answerUsd, 12);
    expect((await spentBy(once(() => new Response('{"cho')))).spentUsd).toBeCloseTo(1 + 2 * answerUsd, 12);
    const { reasons } = await spentBy(
      once(() => new Response('{"cho')),
      1.5
    );
    expect(reasons[0]).toBe('cap: not asked: one more request could pass the spending cap');
    expect(reasons[1]).toBe('cap: not asked: one more request could pass the spending cap');
    expect(
      (
        await spentBy(
          once(() => refuse(400, 'odd')),
          1.5
        )
      ).reasons[1]
    ).toBe('scored');
  });

  it('tells at every step how far it is', async () => {
    const clock = new VirtualClock();
    clocks.push(clock);
    let count = 0;
    const send: typeof fetch = (_, init) => {
      const sample = Number(/sample-(\d+)/.exec(init!.body as string)![1]);
      return Promise.resolve(
        count++ === 0 ? refuse(500, 'odd') : verdict({ sample, seen: 0, index: 0, body: {} })
      );
    };
    const options = makeOptions('https://api.example/v1', { clock, fetch: send, concurrency: 1 });
    const steps = await Array.fromAsync(askJudge(makeQuestions(1), options));
    expect(
      steps.map(({ outcome, progress: { requests, running, done, trouble, waitsUntilMs } }) => [
        outcome !== null,
        requests,
        running,
        done,
        trouble,
        waitsUntilMs !== null
      ])
    ).toEqual([
      [false, 0, 0, 0, null, false],
      [false, 1, 1, 0, null, false],
      [false, 1, 0, 0, 'odd', true],
      [false, 2, 1, 0, 'odd', false],
      [true, 2, 1, 1, null, false],
      [false, 2, 0, 1, null, false]
    ]);
  });

  it('compares, and tells the choice', async () => {
    const rival = { subject: makeSubject(1, { response: 'other' }), swapped: true };
    const question: JudgeQuestion = { ...makeQuestions(1)[0]!, rival };
    const { ended, progress } = await run(() => say('{"winner": "B", "explanation": "x"}'), [question]);
    expect(ended[0]).toMatchObject({
      choice: { winner: 'B', explanation: 'x' },
      verdict: null,
      reason: null
    });
    expect(progress.scored).toBe(1);
  });
});
