import type { Size } from '../core/image';
import type { Endpoint, ImageDetail } from './providers/Provider';

/** Counts the input tokens of a picture as it is sent. */
type Rule = (size: Size, detail: ImageDetail) => number;

const countCells = ({ width, height }: Size, side: number): number =>
  Math.ceil(width / side) * Math.ceil(height / side);

/** Scaled down, keeping its shape, until the longer side is at most `longest` and the shorter at most `shortest`. */
function fit({ width, height }: Size, longest: number, shortest = longest): Size {
  const factor = Math.min(1, longest / Math.max(width, height), shortest / Math.min(width, height));
  return { width: width * factor, height: height * factor };
}

/** OpenAI's tiles of 512 px, after the picture is fitted into 2048 px and its shorter side into 768. */
function tiles(base: number, perTile: number): Rule {
  return (size, detail) => {
    if (detail === 'low') return base;
    const within = fit(size, 2048);
    return base + perTile * countCells(fit(within, 2048, 768), 512);
  };
}

/**
 * OpenAI's patches of 32 px, at most `most`, times what the model counts for one. The bills of the older ones are rounded
 * down.
 */
function patches(factor: number, most: number, round: (tokens: number) => number = Math.floor): Rule {
  return (size) => round(Math.min(most, countCells(size, 32)) * factor);
}

/**
 * Since GPT-5.2, times what the model counts for a patch; `high` is fitted into 2,500 patches, left to the model a
 * picture keeps its size.
 */
function largePatches(factor: number): Rule {
  return (size, detail) => {
    const cells = countCells(detail === 'low' ? fit(size, 512) : size, 32);
    return Math.ceil((detail === 'high' ? Math.min(2500, cells) : cells) * factor);
  };
}

/** Anthropic's patches of 28 px, and never less than the area by 750 of its older rule. */
function claude(longest: number, most: number): Rule {
  return (size) => {
    const within = fit(size, longest);
    const area = Math.ceil((within.width * within.height) / 750);
    return Math.min(most, Math.max(countCells(within, 28), area));
  };
}

/**
 * Gemini's tiles: pieces of two thirds of the shorter side, between 256 and 768 px; a small picture is one. Google says of
 * the same models that panning and scanning takes about 2,048 beside the 256 of the whole: the larger of the two counts.
 */
const geminiTiles: Rule = (size, detail) => {
  if (detail === 'low') return 64;
  if (Math.max(size.width, size.height) <= 384) return 258;
  const side = Math.min(768, Math.max(256, Math.floor(Math.min(size.width, size.height) / 1.5)));
  return Math.max(258 * countCells(size, side), 256 + 2048);
};
/** Since Gemini 3 a budget by resolution. */
const geminiBudget: Rule = (_, detail) => (detail === 'low' ? 280 : 1120);

/**
 * By the model's name without its vendor; the first that fits. Sources, in copies of 2026: OpenAI, Images and vision,
 * "Calculating costs" (1.2 a patch for GPT-5.2 to GPT-6, 1.62 and 2.46 for its mini and nano); Anthropic, Vision, "Image
 * tokens"; Google, Media resolution, "Token counts" (1,120 and 280 since Gemini 3), and Understand tokens.
 */
const rules: readonly (readonly [RegExp, Rule])[] = [
  [/^gpt-4o-mini/, tiles(2833, 5667)],
  [/^gpt-4\.1-mini|^gpt-5-mini/, patches(1.62, 1536)],
  [/^gpt-4\.1-nano|^gpt-5-nano/, patches(2.46, 1536)],
  [/^o4-mini/, patches(1.72, 1536)],
  [/^(?:chatgpt-4o|gpt-4o|gpt-4\.1|gpt-4\.5|gpt-4-turbo)/, tiles(85, 170)],
  [/^gpt-5(?:\.1)?(?:-chat|-pro|-\d|$)/, tiles(70, 140)],
  [/^o[13]/, tiles(75, 150)],
  [/^gpt-(?:5\.[2-9]|[6-9]).*-mini/, largePatches(1.62)],
  [/^gpt-(?:5\.[2-9]|[6-9]).*-nano/, largePatches(2.46)],
  [/^gpt-(?:5\.[2-9]|[6-9])/, largePatches(1.2)],
  [/^claude-(?:[123]|(?:opus|sonnet|haiku)-4(?:-[0-6])?(?:-\d{8}|$|@)|haiku-4)/, claude(1568, 1600)],
  [/^claude/, claude(2576, 4784)],
  [/^gemini-(?:1|2)/, geminiTiles],
  [/^gemini/, geminiBudget]
];

/**
 * Of a model that is not known: the most of what any but the one odd rule counts, whatever the detail, which a server may
 * pass over.
 */
const unknown: Rule = (size) =>
  Math.max(...rules.slice(1).map(([, rule]) => rule(size, null)), countCells(size, 28));

function findRule({ model }: Pick<Endpoint, 'model'>): Rule | undefined {
  const name = model.trim().toLowerCase().split('/').at(-1)!;
  return rules.find(([pattern]) => pattern.test(name))?.[1];
}

/** Whether it is published how the model counts a picture. */
export const hasImageRule = (endpoint: Pick<Endpoint, 'model'>): boolean => findRule(endpoint) !== undefined;

/** How many input tokens the model is documented to count for a picture; for one that is not known, an upper estimate. */
export function countImageTokens(
  size: Size,
  endpoint: Pick<Endpoint, 'model'>,
  detail: ImageDetail = null
): number {
  return (findRule(endpoint) ?? unknown)(size, detail);
}
