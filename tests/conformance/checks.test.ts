import { describe, expect, it } from 'vitest';
import type { CheckTools } from '../../src/lib/conformance/check';
import { checkGroups } from '../../src/lib/conformance/checkGroups';
import { planChecks, runChecks, type CheckResult } from '../../src/lib/conformance/runChecks';
import { countVerdicts, stateVerdict, summariseGroups } from '../../src/lib/conformance/summariseResults';
import { Vectors } from '../../src/lib/conformance/Vectors';
import { makePack } from '../../src/golden/makePack';
import { makeNodeTools } from './nodeTools';

const tools = await makeNodeTools();
const vectors = await Vectors.open(new Blob([await makePack()]));
const plan = await planChecks(vectors);
const results = await run(tools);

/** Of the groups given, all by default. */
async function run(withTools: CheckTools, groupIds?: readonly string[]): Promise<CheckResult[]> {
  const wanted = plan.filter(({ group }) => !groupIds || groupIds.includes(group.id));
  const collected: CheckResult[] = [];
  for await (const batch of runChecks(wanted, withTools, new AbortController().signal)) {
    collected.push(...batch);
  }
  return collected;
}

const countOf = async (withTools: CheckTools, ...groupIds: string[]) =>
  countVerdicts(await run(withTools, groupIds));

describe('the golden vectors that the page runs', () => {
  it.each(checkGroups)('$title: every one is met', (group) => {
    const own = results.filter((result) => result.group === group);
    expect(own.length).toBeGreaterThan(0);
    const wrong = own.filter(({ verdict }) => verdict === 'failed');
    expect(wrong.map(({ check, outcome }) => [check.name, check.expected, outcome.got])).toEqual([]);
  });

  it('have an answer each, in one order', () => {
    expect(results.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual([...plan.keys()]);
  });

  it('end with the sentence that people look for', () => {
    const { passed, excepted } = countVerdicts(results);
    expect(stateVerdict(results)).toBe(`All ${plan.length - excepted} checks passed`);
    expect(passed).toBeGreaterThan(1000);
  });

  it('have exceptions that are all known, and never counted as passed', () => {
    const excepted = results.filter(({ verdict }) => verdict === 'excepted');
    const reasons = excepted.map(({ check }) => check.exception?.reason.split(':')[0]);
    expect(reasons.filter((reason) => reason === 'known difference')).toHaveLength(1);
    expect(excepted).toHaveLength(1);
  });
});

describe('a browser that computes otherwise is found out', () => {
  it('when a decoder gives one wrong byte', async () => {
    const decode: CheckTools['decode'] = async (image) => {
      const reply = await tools.decode(image);
      if (reply.ok) reply.value.rgb[0]! ^= 1;
      return reply;
    };
    const { failed, excepted } = await countOf(
      { ...tools, decode },
      'decode',
      'decode-variants',
      'decode-kinds'
    );
    expect(failed).toBe(plan.filter(({ group }) => group.id.startsWith('decode')).length - excepted);
  });

  it('when every image is refused', async () => {
    const problem = { code: 'x', severity: 'error', where: {}, what: 'no' } as const;
    const decode: CheckTools['decode'] = () => Promise.resolve({ ok: false, problem });
    expect(await countOf({ ...tools, decode }, 'decode-variants')).toMatchObject({ passed: 0, excepted: 0 });
  });

  it.each([
    ['ssim', 2e-9],
    ['psnr', 2e-4],
    ['bleu', 1e-11],
    ['em', 1]
  ])('when %s is off by %d', async (id, error) => {
    const score: CheckTools['score'] = async (task) => {
      const reply = await tools.score(task);
      if (!reply.ok) return reply;
      return { ok: true, value: reply.value.map((one) => ({ ...one, scores: shift(one.scores, error) })) };
    };
    const { passed, failed } = await countOf({ ...tools, score }, id);
    // An EM that is NA stays NA.
    expect([failed > 20, id === 'em' || passed === 0]).toEqual([true, true]);
  });

  it('when a kernel gives other bytes or means', async () => {
    const { kernels } = tools;
    const wrong: CheckTools['kernels'] = {
      ...tools.kernels,
      luma: (rgb) => kernels.luma(rgb).map((value) => value ^ 1),
      resize: (...options) => kernels.resize(...options).map((value) => value ^ 1),
      bootstrapMeans: (values, resamples, seed) => kernels.bootstrapMeans(values, resamples, seed + 1)
    };
    const { passed } = await countOf({ ...tools, kernels: wrong }, 'luma', 'resize', 'resamples');
    // A single value has the same mean in every resample.
    expect(passed).toBe(1);
  });

  it('and told what failed and where, failures on top', async () => {
    const score: CheckTools['score'] = () => Promise.reject(new Error('the worker is gone'));
    const own = await run({ ...tools, score }, ['decode', 'bleu', 'ssim']);
    expect(stateVerdict(own)).toBe('134 of 166 checks failed: SSIM (24), BLEU (110)');
    expect(summariseGroups(own).map(({ group }) => group.id)).toEqual(['ssim', 'bleu', 'decode']);
    expect(own.find(({ group }) => group.id === 'ssim')?.outcome.got).toBe('the worker is gone');
  });
});

it('stopping ends the checks with the signal’s reason', async () => {
  const abort = new AbortController();
  const running = async (): Promise<void> => {
    for await (const batch of runChecks(plan, tools, abort.signal)) {
      if (batch.length > 0) abort.abort(new Error('enough'));
    }
  };
  await expect(running()).rejects.toThrow('enough');
});

type Scores = Extract<Awaited<ReturnType<CheckTools['score']>>, { ok: true }>['value'][number]['scores'];

function shift(scores: Scores, by: number): Scores {
  return Object.fromEntries(
    Object.entries(scores).map(([id, score]) => [
      id,
      score.value === null ? score : { value: score.value + by }
    ])
  );
}
