import type { Size } from '../core/image';
import type { ChatRequest, WireFormat } from './providers/Provider';

/** English has about four letters a token; three leave room for numbers, tables and other languages. */
const lettersPerToken = 3;
/** The turns' own marks and the schema. */
const overheadTokens = 400;

/**
 * An upper estimate of what a picture costs as input: the largest of what the provider's models of the last years were
 * documented to count.
 */
export function estimateImageTokens({ width, height }: Size, wire: WireFormat): number {
  if (wire === 'anthropic-messages') return Math.ceil((width * height) / 750) + 10;
  if (wire === 'gemini') return Math.max(1120, 258 * Math.ceil(width / 768) * Math.ceil(height / 768));
  // Tiles of 512 px at 170 tokens, or patches of 32 px, whichever is more.
  const tiles = 85 + 170 * Math.ceil(width / 512) * Math.ceil(height / 512);
  return Math.max(tiles, Math.ceil(width / 32) * Math.ceil(height / 32));
}

export const estimateTextTokens = (text: string): number => Math.ceil(text.length / lettersPerToken);

/** Of a whole request; an upper estimate. */
export function estimateInputTokens({ system, turns }: ChatRequest, wire: WireFormat): number {
  const parts = turns.flatMap((turn) => turn.parts);
  const counts = parts.map((part) =>
    part.kind === 'text' ? estimateTextTokens(part.text) : estimateImageTokens(part.image, wire)
  );
  return counts.reduce((sum, count) => sum + count, estimateTextTokens(system) + overheadTokens);
}
