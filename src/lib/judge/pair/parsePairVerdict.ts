import * as v from 'valibot';
import { findJson } from '../findJson';

export interface PairVerdict {
  /** The output that is better, as it was shown: A is the first. */
  readonly winner: 'A' | 'B' | 'tie';
  readonly explanation: string;
}

export type ParsedPair =
  | { readonly ok: true; readonly verdict: PairVerdict }
  | { readonly ok: false; readonly faults: readonly string[] };

const schema = v.object({
  winner: v.pipe(
    v.string(),
    v.transform((text) =>
      text
        .trim()
        .replace(/^output /i, '')
        .toLowerCase()
    ),
    v.picklist(['a', 'b', 'tie'])
  ),
  explanation: v.nullish(v.string(), '')
});

/** The last object of a model's text that names a winner. */
export function parsePairVerdict(text: string): ParsedPair {
  const { values, fault } = findJson(text);
  for (const value of values.flatMap(unwrap).toReversed()) {
    const parsed = v.safeParse(schema, value);
    if (!parsed.success) continue;
    const { winner, explanation } = parsed.output;
    return {
      ok: true,
      verdict: { winner: winner === 'tie' ? 'tie' : winner === 'a' ? 'A' : 'B', explanation }
    };
  }
  return {
    ok: false,
    faults: [fault ?? 'there is no JSON object with a winner of A, B or tie in the answer']
  };
}

/** `{"verdict": {…}}`, and a text of JSON. */
const unwrap = (value: unknown): readonly unknown[] =>
  typeof value === 'string' ? findJson(value).values : [value, ...Object.values(value ?? {})];

/** JSON Schema of it, kept to what every provider's strict mode takes. */
export const pairSchema = {
  type: 'object',
  properties: { explanation: { type: 'string' }, winner: { type: 'string', enum: ['A', 'B', 'tie'] } },
  required: ['explanation', 'winner'],
  additionalProperties: false
};
