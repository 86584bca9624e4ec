import { judgeDimensions } from '../benchmark/importedKeys';
import type { JudgeScaleTop } from '../benchmark/judge';
import type { JsonSchema } from './providers/Provider';

/**
 * JSON Schema of a verdict, kept to what every provider's strict mode takes: no `minimum` or `maximum`, which some refuse.
 * The scale stands in the description; `parseVerdict` holds the answer to it.
 */
export function makeVerdictSchema(scale: JudgeScaleTop): JsonSchema {
  const score = { type: 'integer', description: `1 to ${scale}` };
  const part = closed({ score, explanation: { type: 'string' } });
  return closed({
    ...Object.fromEntries(judgeDimensions.map((name) => [name, part])),
    overall_score: score,
    final_thoughts: { type: 'string' }
  });
}

function closed(properties: Record<string, unknown>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
