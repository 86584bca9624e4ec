import { DataError } from '../core/problem';
import type { Score } from '../core/score';
import type { KernelSet } from '../kernels/KernelSet';
import { BertScorer } from '../metrics/neural/bertScore';
import type { Comparison, ImageComparison, TextComparison } from '../metrics/neural/comparison';
import { ImageEmbeddingScorer } from '../metrics/neural/imageEmbedding';
import { computeLpips } from '../metrics/neural/lpips';
import type { Model } from '../metrics/neural/Model';
import { checkPairs, pairIdentical, requireCheck, requireIdentity } from '../metrics/neural/modelCheck';
import { TextTokeniser } from '../metrics/neural/TextTokeniser';
import type { NeuralModel } from '../models/NeuralModel';
import type { Backend } from './neuralApi';
import { OnnxModel } from './OnnxModel';
import { openGraph } from './openGraph';
import type { OnnxRuntime } from './onnxRuntime';

interface Tools {
  readonly ort: OnnxRuntime;
  readonly backend: Backend;
  readonly kernels: KernelSet;
}

/** Scores pairs, in their order; one call at a time. */
export type Comparer = (pairs: readonly Comparison[]) => Promise<Score[]>;

/**
 * The metric that a model gives, checked on the pair that its description has a score for.
 * @throws DataError when a file is not what its description says
 */
export async function openComparer(source: NeuralModel, { ort, backend, kernels }: Tools): Promise<Comparer> {
  const { descriptor } = source;
  const { output, model: file, metric } = descriptor;
  const model = await OnnxModel.open(await openGraph(source), { ort, backend, file: file.file, output });
  const compare = await makeComparer(source, model, kernels);
  const [identical, checked] = [pairIdentical(metric), checkPairs[metric]];
  if (descriptor.network) requireIdentity(descriptor, (await compare([identical]))[0]!);
  if (descriptor.check !== null) requireCheck(descriptor, (await compare([checked]))[0]!);
  return compare;
}

async function makeComparer(
  { descriptor, tokenizer }: NeuralModel,
  model: Model,
  kernels: KernelSet
): Promise<Comparer> {
  if (descriptor.metric === 'lpips') {
    const graph = { model, takesSeveral: descriptor.network !== null };
    return async (pairs) => computeLpips(pairs.map(requireImages), graph, kernels);
  }
  if (descriptor.metric === 'image-embedding') {
    const scorer = new ImageEmbeddingScorer(model, descriptor.input, kernels);
    return eachAlone((pair) => scorer.score(requireImages(pair)));
  }
  const { file } = descriptor.tokenizer;
  if (!tokenizer) throw new DataError({ code: 'model-file-missing', where: { file }, what: 'not there' });
  const tokeniser = TextTokeniser.parse(await tokenizer.text(), file, descriptor.maxTokens);
  const scorer = new BertScorer(model, tokeniser);
  return eachAlone((pair) => scorer.score(requireTexts(pair)));
}

/** For metrics that remember the side that pairs share. */
function eachAlone(score: (pair: Comparison) => Promise<Score>): Comparer {
  return async (pairs) => {
    const scores: Score[] = [];
    for (const pair of pairs) scores.push(await score(pair));
    return scores;
  };
}

function requireImages(comparison: Comparison): ImageComparison {
  if (comparison.kind === 'image') return comparison;
  throw new TypeError('this metric compares images; got texts');
}

function requireTexts(comparison: Comparison): TextComparison {
  if (comparison.kind === 'text') return comparison;
  throw new TypeError('this metric compares texts; got images');
}
