import { countImageTokens } from './countImageTokens';
import type { ChatRequest, Endpoint, JsonSchema } from './providers/Provider';

/** English has about four letters a token; three leave room for clinical words and other tokenisers. */
const lettersPerToken = 3;
/** A letter beyond ASCII is up to two tokens. */
const tokensPerOther = 2;
/** The turns' own marks, and words that providers put around a schema. */
const overheadTokens = 200;
/** The same schema goes with every question. */
const schemas = new WeakMap<JsonSchema, number>();

/** An upper estimate: digits and signs count as a token each, as some tokenisers have it. */
export function estimateTextTokens(text: string): number {
  const letters = text.match(/[a-z]/gi)?.length ?? 0;
  const spaces = text.match(/\s/g)?.length ?? 0;
  const others = text.match(/\P{ASCII}/gu)?.length ?? 0;
  const signs = text.length - letters - spaces - others;
  return Math.ceil(letters / lettersPerToken + spaces / 8 + signs + others * tokensPerOther);
}

/** Of a whole request; an upper estimate. */
export function estimateInputTokens(
  { system, turns, detail, schema }: Pick<ChatRequest, 'system' | 'turns' | 'detail' | 'schema'>,
  endpoint: Pick<Endpoint, 'model'>
): number {
  const parts = turns.flatMap((turn) => turn.parts);
  const counts = parts.map((part) =>
    part.kind === 'text' ? estimateTextTokens(part.text) : countImageTokens(part.image, endpoint, detail)
  );
  const texts = estimateTextTokens(system) + (schema ? estimateSchema(schema) : 0);
  return counts.reduce((sum, count) => sum + count, texts + overheadTokens);
}

function estimateSchema(schema: JsonSchema): number {
  const known = schemas.get(schema) ?? estimateTextTokens(JSON.stringify(schema));
  schemas.set(schema, known);
  return known;
}
