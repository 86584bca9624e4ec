import * as v from 'valibot';
import type { Abilities, Answer, ChatRequest, JsonSchema, PromptPart, Wire } from './Provider';

const response = v.object({
  candidates: v.nullish(
    v.array(
      v.object({
        finishReason: v.nullish(v.string()),
        content: v.nullish(
          v.object({
            parts: v.nullish(
              v.array(v.looseObject({ text: v.nullish(v.string()), thought: v.nullish(v.boolean()) }))
            )
          })
        )
      })
    )
  ),
  promptFeedback: v.nullish(v.object({ blockReason: v.nullish(v.string()) })),
  usageMetadata: v.nullish(
    v.object({
      promptTokenCount: v.nullish(v.number()),
      candidatesTokenCount: v.nullish(v.number()),
      thoughtsTokenCount: v.nullish(v.number())
    })
  )
});

const refusals: ReadonlySet<string> = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'IMAGE_SAFETY'
]);

/** `POST {base}/models/{model}:generateContent`, the native format: its OpenAI look-alike fails preflights more often. */
export const geminiContent: Wire = {
  format: 'gemini',
  address: ({ baseUrl, model }) =>
    `${baseUrl}/models/${encodeURIComponent(model.replace(/^models\//, ''))}:generateContent`,
  headers: (key) => (key === null ? {} : { 'x-goog-api-key': key }),
  compose,
  readAnswer
};

function compose({ system, turns, maxOutputTokens, schema }: ChatRequest, _model: string, can: Abilities) {
  return {
    ...(system !== '' && { systemInstruction: { parts: [{ text: system }] } }),
    contents: turns.map(({ role, parts }) => ({
      role: role === 'assistant' ? 'model' : 'user',
      parts: parts.map(toContent)
    })),
    generationConfig: {
      maxOutputTokens,
      ...(can.temperature && { temperature: 0 }),
      ...(schema && can.structure !== 'none' && { responseMimeType: 'application/json' }),
      ...(schema && can.structure === 'schema' && { responseSchema: withoutClosing(schema) })
    }
  };
}

function toContent(part: PromptPart) {
  if (part.kind === 'text') return { text: part.text };
  return { inlineData: { mimeType: 'image/png', data: part.image.base64 } };
}

/** Gemini's schemas are of OpenAPI, which has no `additionalProperties: false` there. */
function withoutClosing(schema: JsonSchema): JsonSchema {
  const clean = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([key]) => key !== 'additionalProperties');
    return Object.fromEntries(entries.map(([key, item]) => [key, clean(item)]));
  };
  return clean(schema) as JsonSchema;
}

function readAnswer(body: unknown): Answer | null {
  const read = v.safeParse(response, body);
  if (!read.success) return null;
  const { candidates, promptFeedback, usageMetadata } = read.output;
  const [candidate] = candidates ?? [];
  const reason = promptFeedback?.blockReason ?? candidate?.finishReason ?? '';
  if (!candidate && !promptFeedback?.blockReason) return null;
  const parts = candidate?.content?.parts ?? [];
  const text = parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('');
  const isRefusal = promptFeedback?.blockReason || refusals.has(reason);
  return {
    text: isRefusal && text === '' ? reason : text,
    finish: isRefusal ? 'refusal' : reason === 'MAX_TOKENS' ? 'length' : 'stop',
    usage: usageMetadata
      ? {
          inputTokens: usageMetadata.promptTokenCount ?? 0,
          outputTokens: (usageMetadata.candidatesTokenCount ?? 0) + (usageMetadata.thoughtsTokenCount ?? 0)
        }
      : null
  };
}
