import { DataError } from '../core/problem';
import type { RgbImage } from '../core/image';
import type { Score } from '../core/score';
import type { ImageDecoder } from '../images/ImageDecoder';
import type { Kernels } from '../kernels/Kernels';
import { makeImagePair } from '../metrics/imagePair';
import { metricById } from '../metrics/registry';
import { makeTextPair } from '../metrics/text/textPair';
import type { ImageMetric, Metric, TextMetric } from '../metrics/metric';
import type { Candidate, CandidateScores, EncodedImage, ScoringTask } from './api';

interface Tools {
  readonly kernels: Kernels;
  readonly decoder: ImageDecoder;
}

type Decoded =
  | { readonly image: RgbImage; readonly damage: readonly string[] }
  | { readonly image: null; readonly reason: string };

/** What one tier (pixels or text) gives for a candidate. */
type TierResult = Pick<CandidateScores, 'scores' | 'texts' | 'notes' | 'damage'>;

/**
 * Scores every candidate of a task, in their order. One candidate's bad image never costs another its scores.
 * @throws only what is not the data's fault: a trap in a kernel or a decoder.
 */
export async function scoreTask(task: ScoringTask, tools: Tools): Promise<CandidateScores[]> {
  const metrics = task.metricIds.map((id) => metricById(id));
  const reference = task.reference && (await decode(task.reference, 'reference', tools.decoder));
  const results: CandidateScores[] = [];
  for (const candidate of task.candidates) {
    results.push(await scoreCandidate(candidate, reference, metrics, tools));
  }
  return results;
}

async function scoreCandidate(
  candidate: Candidate,
  reference: Decoded | null,
  metrics: readonly Metric[],
  tools: Tools
): Promise<CandidateScores> {
  const tiers: TierResult[] = [];
  if (candidate.image && reference) {
    const output = await decode(candidate.image, 'output', tools.decoder);
    const imageMetrics = metrics.filter((metric) => metric.kind === 'image');
    tiers.push(scoreImages(output, reference, imageMetrics, tools.kernels));
  }
  if (candidate.text) {
    const textMetrics = metrics.filter((metric) => metric.kind === 'text');
    tiers.push(scoreTexts(candidate, candidate.text, textMetrics, tools.kernels));
  }
  const scores = Object.assign({}, ...tiers.map((tier) => tier.scores)) as Record<string, Score>;
  return {
    scores,
    texts: tiers.find((tier) => tier.texts)?.texts ?? null,
    notes: tiers.flatMap((tier) => tier.notes),
    damage: tiers.flatMap((tier) => tier.damage),
    unscored: findUnscoredReason(scores, metrics)
  };
}

function scoreImages(
  output: Decoded,
  reference: Decoded,
  metrics: readonly ImageMetric[],
  kernels: Kernels
): TierResult {
  if (!reference.image) return withoutScores(metrics, reference.reason);
  if (!output.image) return withoutScores(metrics, output.reason);
  try {
    const { pair, notes } = makeImagePair(output.image, reference.image, kernels);
    return {
      scores: Object.fromEntries(metrics.map((metric) => [metric.meta.id, metric.compute(pair, kernels)])),
      texts: null,
      notes,
      damage: [...reference.damage, ...output.damage]
    };
  } catch (error) {
    // E.g. an output that is too thin and long to be resized.
    if (error instanceof DataError) return withoutScores(metrics, error.message);
    throw error;
  }
}

function withoutScores(metrics: readonly ImageMetric[], reason: string): TierResult {
  const score: Score = { value: null, reason };
  return {
    scores: Object.fromEntries(metrics.map(({ meta }) => [meta.id, score])),
    texts: null,
    notes: [],
    damage: []
  };
}

function scoreTexts(
  candidate: Candidate,
  text: NonNullable<Candidate['text']>,
  metrics: readonly TextMetric[],
  kernels: Kernels
): TierResult {
  const pair = makeTextPair(candidate.task, text.response, text.answer, candidate.choices);
  const scores: Record<string, Score> = {};
  for (const metric of metrics) {
    const score = metric.compute(pair, kernels);
    if (score) scores[metric.meta.id] = score;
  }
  return {
    scores,
    texts: { response: pair.responseText, answer: pair.answerText, parsed: pair.parsed },
    notes: [],
    damage: []
  };
}

async function decode(
  { bytes, path }: EncodedImage,
  role: 'reference' | 'output',
  decoder: ImageDecoder
): Promise<Decoded> {
  try {
    const image = await decoder.decode(bytes, path);
    return { image, damage: image.damage ? [`${role} ${path} is damaged: ${image.damage}`] : [] };
  } catch (error) {
    if (error instanceof DataError) return { image: null, reason: error.message };
    throw error;
  }
}

/** A sample is unscored when an official metric of its format has no value for another reason than NA. */
function findUnscoredReason(
  scores: Readonly<Record<string, Score>>,
  metrics: readonly Metric[]
): string | null {
  for (const { meta } of metrics) {
    const score = scores[meta.id];
    if (meta.group === 'official' && score && score.value === null && !score.na) return score.reason;
  }
  return null;
}
