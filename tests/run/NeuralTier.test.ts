import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { Score } from '../../src/lib/core/score';
import type { CandidateScores } from '../../src/lib/engine/api';
import { runtimeName } from '../../src/lib/engine/neuralApi';
import type { NeuralModel } from '../../src/lib/models/NeuralModel';
import { planJobs, type PlannedPrediction } from '../../src/lib/engine/plan';
import type { Comparison } from '../../src/lib/metrics/neural/comparison';
import { NeuralTier, type Scorer } from '../../src/lib/run/NeuralTier';
import { makeDrop, makeEntry, makePrediction } from '../engine/editPredictions';
import { readModel } from '../metrics/neural/tinyModels';
import { waitFor } from '../waitFor';

const lpips = 'lpips:random-tiny-lpips';

const result: CandidateScores = {
  scores: { psnr: { value: 30 } },
  texts: null,
  notes: [],
  damage: [],
  unscored: null
};

/** Decodes "b.png" never; "h.png" has 34 megapixels, every other file is an image as wide as its name is long. */
function makePool() {
  const decoded: string[] = [];
  return {
    decoded,
    decode({ path }: { path: string }) {
      decoded.push(path);
      if (path === 'b.png') {
        const problem = { code: 'png', severity: 'error' as const, where: { file: path }, what: 'cut short' };
        return Promise.resolve({ ok: false as const, problem });
      }
      const height = path === 'h.png' ? 2 ** 23 : 1;
      const image = { width: path.length, height, rgb: new Uint8Array(3 * path.length) };
      return Promise.resolve({ ok: true as const, value: image });
    }
  };
}

function makeScorer(score: (comparison: Comparison) => Promise<Score>) {
  const scoreAll = (pairs: readonly Comparison[]) => Promise.all(pairs.map(score));
  return { score: vi.fn(scoreAll), close: vi.fn(), backend: 'wasm' } satisfies Scorer;
}

/** Systems, each with a file of its name, on one editing sample. */
async function run(
  models: readonly NeuralModel[],
  open: (model: NeuralModel) => Promise<Scorer>,
  abort = new AbortController(),
  systems = ['a', 'b']
) {
  const pool = makePool();
  const names = ['reference', 'input', ...systems];
  const images = names.map((name) => makeEntry(`${name}.png`));
  const [job] = await planJobs(
    makeDrop(
      systems.map((system) => makePrediction(system)),
      images
    ),
    []
  );
  const opened = vi.fn(open);
  const tier = new NeuralTier({ models, pool, signal: abort.signal, open: opened });
  const results = await tier.addScores(
    job!.reference,
    job!.predictions,
    systems.map(() => result)
  );
  return { tier, results, pool, opened };
}

describe('the neural metrics of a run', () => {
  it('compare the decoded images, not resized, and decode a shared reference once', async () => {
    const scorer = makeScorer(() => Promise.resolve({ value: 0.25 }));
    const { results, pool, tier } = await run([await readModel('tiny-lpips')], async () => scorer);
    expect(scorer.score).toHaveBeenCalledTimes(1);
    expect(scorer.score.mock.calls[0]![0]).toMatchObject([
      {
        candidate: { width: 5 },
        reference: { width: 13 }
      }
    ]);
    expect(pool.decoded.filter((path) => path === 'reference.png')).toHaveLength(1);
    expect(results[0]!.scores).toEqual({ psnr: { value: 30 }, [lpips]: { value: 0.25 } });
    expect(tier.isComplete(results[0]!)).toBe(true);
    expect(tier.used).toMatchObject([{ runtime: runtimeName, provider: 'wasm' }]);
  });

  it('compare all systems of a sample together, with one reference', async () => {
    const seen: Comparison[] = [];
    const scorer = makeScorer((pair) => Promise.resolve({ value: seen.push(pair) }));
    const systems = ['a', 'b', 'c', 'd'];
    const model = await readModel('tiny-lpips');
    const { results } = await run([model], async () => scorer, new AbortController(), systems);
    expect(scorer.score).toHaveBeenCalledTimes(1);
    expect(new Set(seen.map(({ reference }) => reference)).size).toBe(1);
    // The image of b is damaged.
    expect(results.map(({ scores }) => scores[lpips]!.value)).toEqual([1, null, 2, 3]);
  });

  it('hold no more large images at once than fit into memory', async () => {
    const scorer = makeScorer(() => Promise.resolve({ value: 0.25 }));
    const systems = ['a', 'h', 'c', 'd'];
    await run([await readModel('tiny-lpips')], async () => scorer, new AbortController(), systems);
    expect(scorer.score.mock.calls.map(([pairs]) => pairs.length)).toEqual([2, 2]);
  });

  it('name the runtime that is installed', () => {
    const file = readFileSync('node_modules/onnxruntime-web/package.json', 'utf8');
    expect(runtimeName).toBe(`onnxruntime-web ${(JSON.parse(file) as { version: string }).version}`);
  });

  it('leave only their own score empty where they fail, and such a result is not kept', async () => {
    const scorer = makeScorer(() => Promise.resolve({ value: 0.25 }));
    const { results, tier } = await run([await readModel('tiny-lpips')], async () => scorer);
    expect(results[1]).toEqual({
      ...result,
      scores: { psnr: { value: 30 }, [lpips]: { value: null, reason: 'b.png: cut short' } }
    });
    expect(tier.isComplete(results[1]!)).toBe(false);
  });

  it('give the reason of a model that does not open, and open it only once', async () => {
    const fail = () => Promise.reject(new Error('wrong check'));
    const models = [await readModel('tiny-lpips')];
    const { results, opened } = await run(models, fail, new AbortController(), ['a', 'h', 'c']);
    const empty = { value: null, reason: 'wrong check' };
    expect(results.map(({ scores }) => scores[lpips])).toEqual([empty, empty, empty]);
    expect(opened).toHaveBeenCalledTimes(1);
  });

  it('leave out the samples of other formats without opening their model', async () => {
    const { results, opened } = await run([await readModel('tiny-bert')], () =>
      Promise.reject(new Error('not needed'))
    );
    expect(results[0]).toEqual(result);
    expect(opened).not.toHaveBeenCalled();
  });

  /** One of each kind, in this order: editing, question, generation, generation without an image. */
  async function scoreMixed(texts = true) {
    const predictions = (
      [
        ['edit', 'a'],
        ['vqa', null],
        ['generate', 'ccc'],
        ['generate', null]
      ] as const
    ).map(([format, image]) => ({
      prediction: { sample: { format } },
      output: image && makeEntry(`${image}.png`)
    })) as unknown as readonly PlannedPrediction[];
    const results = predictions.map((_, i) => ({
      ...result,
      texts: texts && i > 0 ? { parsed: null, response: `says ${i}`, answer: `means ${i}` } : null
    }));
    const seen: Record<string, readonly Comparison[]> = {};
    const open = (model: NeuralModel): Promise<Scorer> =>
      Promise.resolve({
        backend: 'wasm',
        close: () => undefined,
        score: (pairs) => {
          const { metric } = model.descriptor;
          seen[metric] = pairs;
          const value = (pair: Comparison) =>
            pair.kind === 'text' ? Number(pair.response.slice(5)) : pair.candidate.width;
          return Promise.resolve(pairs.map((pair) => ({ value: value(pair) })));
        }
      });
    const models = [await readModel('tiny-bert'), await readModel('tiny-lpips')];
    const tier = new NeuralTier({ models, pool: makePool(), signal: new AbortController().signal, open });
    const before = tier.used;
    const scored = await tier.addScores(makeEntry('reference.png'), predictions, results);
    const bert = Object.keys(tier.versions).find((id) => id.startsWith('bertscore'))!;
    return { before, tier, bert, seen, scores: scored.map(({ scores }) => [scores[lpips], scores[bert]]) };
  }

  it('give each sample its own score: images where there are images, texts where there are texts', async () => {
    const { seen, scores, tier, before } = await scoreMixed();
    const noImages = { value: null, reason: 'the sample has no pair of images' };
    expect(scores).toEqual([
      [{ value: 'a.png'.length }, undefined],
      [undefined, { value: 1 }],
      [{ value: 'ccc.png'.length }, { value: 2 }],
      [noImages, { value: 3 }]
    ]);
    expect(seen['bertscore']).toEqual(
      [1, 2, 3].map((i) => ({ kind: 'text', response: `says ${i}`, reference: `means ${i}` }))
    );
    // What ran them is known when they have run.
    for (const model of before) expect(model).not.toHaveProperty('provider');
    expect(tier.used).toMatchObject([{ provider: 'wasm' }, { provider: 'wasm' }]);
  });

  it('say of a sample without texts that it has none', async () => {
    const { scores, seen } = await scoreMixed(false);
    const noTexts = { value: null, reason: 'the sample has no pair of texts' };
    expect(scores.map(([, text]) => text)).toEqual([undefined, noTexts, noTexts, noTexts]);
    expect(seen['bertscore']).toBeUndefined();
  });

  it('are none without a model: what the engine gave is left alone', async () => {
    const results = [result];
    const tier = new NeuralTier({ models: [], pool: makePool(), signal: new AbortController().signal });
    expect(await tier.addScores(null, [], results)).toBe(results);
    expect([tier.isComplete(result), tier.used, tier.versions]).toEqual([true, [], {}]);
    tier.close();
  });

  it('throw the reason of a cancelled run instead of writing it into a score', async () => {
    const abort = new AbortController();
    const running = run(
      [await readModel('tiny-lpips')],
      async () =>
        makeScorer(() => {
          abort.abort(new Error('cancelled'));
          return Promise.reject(new Error('the worker was ended'));
        }),
      abort
    );
    await expect(running).rejects.toThrow('cancelled');
  });

  it('are known by the hash of their model, and end their workers with the run', async () => {
    const scorer = makeScorer(() => Promise.resolve({ value: 0.25 }));
    const model = await readModel('tiny-lpips');
    const { tier } = await run([model], async () => scorer);
    const hash = model.descriptor.model.sha256;
    expect(tier.versions).toEqual({ [lpips]: `1+${hash.slice(0, 12)}` });
    expect(tier.used[0]).toMatchObject({
      metric: 'lpips',
      weights: 'random-tiny-lpips',
      sha256: hash,
      layer: null
    });
    tier.close();
    await waitFor(() => expect(scorer.close).toHaveBeenCalledTimes(1));
  });

  it('have one order, whatever the order of the models', async () => {
    const [a, b] = [await readModel('tiny-lpips'), await readModel('tiny-bert')];
    const list = (models: readonly NeuralModel[]) => {
      const tier = new NeuralTier({ models, pool: makePool(), signal: new AbortController().signal });
      return JSON.stringify([tier.versions, tier.used]);
    };
    expect(list([a, b])).toBe(list([b, a]));
  });
});
