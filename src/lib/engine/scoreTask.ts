import { memoise } from '../core/memoise';
import { DataError } from '../core/problem';
import type { RgbImage, Size } from '../core/image';
import type { Score } from '../core/score';
import type { ImageDecoder } from '../images/ImageDecoder';
import { isWideGrey } from '../images/isWideGrey';
import type { Kernels } from '../kernels/Kernels';
import { makeImagePair } from '../metrics/imagePair';
import { isForTask, type ImageMetric, type Metric, type TextMetric } from '../metrics/metric';
import { computeRegion, type RegionResult } from '../metrics/region/computeRegion';
import { metricById } from '../metrics/registry';
import { makeTextPair } from '../metrics/text/textPair';
import { noteLarge } from './noteLarge';
import type { Candidate, CandidateScores, EncodedImage, InputImage, ScoringTask } from './api';

export interface Tools {
  readonly kernels: Kernels;
  readonly decoder: ImageDecoder;
  /** Is shown every reference and output that could be decoded. */
  readonly ondecoded?: (path: string, image: RgbImage) => void;
}

type Decoded =
  | { readonly image: RgbImage; readonly damage: readonly string[]; readonly notes: readonly string[] }
  | { readonly image: null; readonly reason: string };

/** What a candidate is compared with, and by what. */
interface Yardstick {
  readonly reference: Decoded | null;
  readonly metrics: readonly Metric[];
  /** Derives the region of change, once an input. */
  readonly findRegion: (input: InputImage) => Promise<FoundRegion>;
}

interface FoundRegion {
  readonly region: RegionResult;
  /** Of the input image. */
  readonly damage: readonly string[];
}

/** The decoded files of a candidate; no region where no metric needs it. */
interface DecodedImages {
  readonly output: Decoded;
  readonly reference: Decoded;
  readonly found: FoundRegion | null;
}

/** What one tier (pixels or text) gives for a candidate. */
type TierResult = Pick<CandidateScores, 'scores' | 'texts' | 'notes' | 'damage'>;

/**
 * Scores every candidate of a task, in their order. One candidate's bad image never costs another its scores.
 * @throws only what is not the data's fault: a trap in a kernel or a decoder.
 */
export async function scoreTask(task: ScoringTask, tools: Tools): Promise<CandidateScores[]> {
  const metrics = task.metricIds.map((id) => metricById(id));
  const reference = task.reference && (await decode(task.reference, 'reference', tools));
  const findRegion = makeRegionFinder(reference, tools);
  const results: CandidateScores[] = [];
  for (const candidate of task.candidates) {
    results.push(await scoreCandidate(candidate, { reference, metrics, findRegion }, tools));
  }
  return results;
}

async function scoreCandidate(
  candidate: Candidate,
  { reference, metrics, findRegion }: Yardstick,
  tools: Tools
): Promise<CandidateScores> {
  const tiers: TierResult[] = [];
  if (candidate.image && reference) {
    const output = await decode(candidate.image, 'output', tools);
    const found = candidate.input ? await findRegion(candidate.input) : null;
    const imageMetrics = metrics
      .filter((metric) => metric.kind === 'image')
      .filter(({ meta }) => isForTask(meta, candidate.task));
    tiers.push(scoreImages({ output, reference, found }, imageMetrics, tools.kernels));
  }
  if (candidate.text) {
    const textMetrics = metrics.filter((metric) => metric.kind === 'text');
    tiers.push(scoreTexts(candidate, candidate.text, textMetrics, tools.kernels));
  }
  const scores = Object.assign({}, ...tiers.map((tier) => tier.scores)) as Record<string, Score>;
  return {
    scores,
    ...(reference?.image && { referenceSize: sizeOf(reference.image) }),
    texts: tiers.find((tier) => tier.texts)?.texts ?? null,
    notes: tiers.flatMap((tier) => tier.notes),
    damage: tiers.flatMap((tier) => tier.damage),
    unscored: findUnscoredReason(scores, metrics)
  };
}

function sizeOf({ width, height }: RgbImage): Size {
  return { width, height };
}

/** Candidates of one input share its region. */
function makeRegionFinder(
  reference: Decoded | null,
  tools: Tools
): (input: InputImage) => Promise<FoundRegion> {
  const findRegion = memoise(async (image: EncodedImage): Promise<FoundRegion> => {
    const input = await decode(image, 'input', { decoder: tools.decoder });
    if (!input.image) return withoutRegion(`the input image cannot be read: ${input.reason}`);
    if (!reference?.image) return withoutRegion('the reference image cannot be read');
    return { region: computeRegion(input.image, reference.image, tools.kernels), damage: input.damage };
  });
  return async (input) => (input.image ? findRegion(input.image) : withoutRegion(input.reason));
}

function withoutRegion(reason: string): FoundRegion {
  return { region: { mask: null, reason }, damage: [] };
}

function scoreImages(
  { output, reference, found }: DecodedImages,
  metrics: readonly ImageMetric[],
  kernels: Kernels
): TierResult {
  if (!reference.image) return withoutScores(metrics, reference.reason);
  if (!output.image) return withoutScores(metrics, output.reason);
  try {
    const region = found?.region ?? null;
    const { pair, notes } = makeImagePair(output.image, reference.image, kernels, region);
    return {
      scores: Object.fromEntries(metrics.map((metric) => [metric.meta.id, metric.compute(pair, kernels)])),
      texts: null,
      notes: [
        ...reference.notes,
        ...output.notes,
        ...notes,
        ...noteLarge('output', output.image),
        ...noteLarge('reference', reference.image),
        ...(found ? describeRegion(found.region) : [])
      ],
      damage: [...reference.damage, ...output.damage, ...(found?.damage ?? [])]
    };
  } catch (error) {
    // E.g. an output that is too thin and long to be resized.
    if (error instanceof DataError) return withoutScores(metrics, error.message);
    throw error;
  }
}

function describeRegion(region: RegionResult): string[] {
  if (region.mask === null) return [];
  const percent = ((100 * region.insidePixels) / region.mask.length).toFixed(1);
  return [`the region that should change is ${percent} % of the image (experimental)`];
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

const WIDE_GREY = 'has more than 8 bits of grey: values above 255 are white, as in the official evaluator';

async function decode(
  { bytes, path }: EncodedImage,
  role: 'reference' | 'output' | 'input',
  { decoder, ondecoded }: Pick<Tools, 'decoder' | 'ondecoded'>
): Promise<Decoded> {
  try {
    const image = await decoder.decode(bytes, path);
    ondecoded?.(path, image);
    const damage = image.damage ? [`${role} ${path} is damaged: ${image.damage}`] : [];
    const facts = isWideGrey(bytes, path) ? [WIDE_GREY] : [];
    if (image.note) facts.push(image.note);
    return { image, damage, notes: facts.map((fact) => `${role} ${fact}`) };
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
