import * as v from 'valibot';
import { addArguments } from './addArguments';
import { countUsage } from './countUsage';
import type { Abilities, Answer, ChatRequest, JsonSchema, ListedModel, PromptPart, Wire } from './Provider';

const response = v.looseObject({
  modelVersion: v.nullish(v.string()),
  candidates: v.nullish(
    v.array(
      v.looseObject({
        finishReason: v.nullish(v.string()),
        finishMessage: v.nullish(v.string()),
        content: v.nullish(
          v.looseObject({
            parts: v.nullish(
              v.array(
                v.looseObject({
                  text: v.nullish(v.string()),
                  thought: v.nullish(v.boolean()),
                  functionCall: v.nullish(v.looseObject({ args: v.optional(v.unknown()) }))
                })
              )
            )
          })
        )
      })
    )
  ),
  promptFeedback: v.nullish(v.looseObject({ blockReason: v.nullish(v.string()) })),
  usageMetadata: v.optional(v.unknown())
});
type Candidate = NonNullable<v.InferOutput<typeof response>['candidates']>[number];

const counts = v.looseObject({
  promptTokenCount: v.number(),
  candidatesTokenCount: v.nullish(v.number()),
  thoughtsTokenCount: v.nullish(v.number())
});

/** Every end but the two usual ones is the provider's, with nothing or a part of an answer. */
const usualEnds: ReadonlySet<string> = new Set(['', 'STOP', 'MAX_TOKENS', 'FINISH_REASON_UNSPECIFIED']);

const endings: Readonly<Record<string, string>> = {
  SAFETY: 'stopped by the safety filter',
  IMAGE_SAFETY: 'stopped by the safety filter for pictures',
  RECITATION: 'stopped, because it would repeat protected text',
  BLOCKLIST: 'stopped by a list of forbidden words',
  PROHIBITED_CONTENT: 'stopped, because the content counts as prohibited',
  SPII: 'stopped, because it would tell personal data',
  LANGUAGE: 'stopped, because the language is not supported',
  MALFORMED_FUNCTION_CALL: 'stopped at a faulty function call',
  MALFORMED_RESPONSE: 'stopped at a faulty answer',
  OTHER: 'stopped without a reason'
};

/** `POST {base}/models/{model}:generateContent`, the native format: its OpenAI look-alike fails preflights more often. */
export const geminiContent: Wire = {
  format: 'gemini',
  address: ({ baseUrl, model }) =>
    `${baseUrl}/models/${encodeURIComponent(model.replace(/^models\//, ''))}:generateContent`,
  headers: (key) => (key === null ? {} : { 'x-goog-api-key': key }),
  compose,
  readAnswer,
  listAddress: ({ baseUrl }) => `${baseUrl}/models?pageSize=1000`,
  readModels
};

function compose(request: ChatRequest, _model: string, can: Abilities) {
  const { system, turns, maxOutputTokens, schema, effort, detail } = request;
  return {
    ...(system !== '' && { systemInstruction: { parts: [{ text: system }] } }),
    contents: turns.map(({ role, parts }) => ({
      role: role === 'assistant' ? 'model' : 'user',
      parts: parts.map(toContent)
    })),
    generationConfig: {
      maxOutputTokens,
      ...(can.temperature && { temperature: 0 }),
      ...(can.effort && effort && { thinkingConfig: { thinkingLevel: effort.toUpperCase() } }),
      ...(can.detail && detail && { mediaResolution: `MEDIA_RESOLUTION_${detail.toUpperCase()}` }),
      ...(schema && can.structure !== 'none' && { responseMimeType: 'application/json' }),
      ...(schema && can.structure === 'schema' && { responseSchema: toOpenApi(schema) })
    }
  };
}

function toContent(part: PromptPart) {
  if (part.kind === 'text') return { text: part.text };
  return { inlineData: { mimeType: 'image/png', data: part.image.base64 } };
}

/** Gemini's schemas are of OpenAPI, with names of types in capitals and without `additionalProperties: false`. */
function toOpenApi(schema: JsonSchema): JsonSchema {
  const translate = (value: unknown, key: string): unknown => {
    if (key === 'type' && typeof value === 'string') return value.toUpperCase();
    if (Array.isArray(value)) return value.map((item) => translate(item, ''));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(([name]) => name !== 'additionalProperties');
    return Object.fromEntries(entries.map(([name, item]) => [name, translate(item, name)]));
  };
  return translate(schema, '') as JsonSchema;
}

function readAnswer(body: unknown): Answer | null {
  const read = v.safeParse(response, body);
  if (!read.success) return null;
  const { candidates, promptFeedback, usageMetadata, modelVersion } = read.output;
  const [candidate] = candidates ?? [];
  const blocked = promptFeedback?.blockReason ?? '';
  if (!candidate && blocked === '') return null;
  const reason = blocked || (candidate?.finishReason ?? '');
  const isRefusal = blocked !== '' || !usualEnds.has(reason);
  const text = candidate ? readText(candidate) : '';
  return {
    text: isRefusal && text === '' ? describeEnd(reason, candidate) : text,
    finish: isRefusal ? 'refusal' : reason === 'MAX_TOKENS' ? 'length' : 'stop',
    usage: readUsage(usageMetadata),
    model: modelVersion ?? null
  };
}

/** What is said aloud. */
function readText({ content }: Candidate): string {
  const parts = content?.parts ?? [];
  const said = parts.map((part) => (part.thought ? '' : (part.text ?? ''))).join('');
  const given = parts.map(({ functionCall: call }) => (call?.args ? JSON.stringify(call.args) : ''));
  return addArguments(said, given.join(''));
}

function describeEnd(reason: string, candidate: Candidate | undefined): string {
  const words = candidate?.finishMessage ?? endings[reason] ?? '';
  return words === '' ? reason : `${reason}, ${words}`;
}

function readUsage(usage: unknown): Answer['usage'] {
  const read = v.safeParse(counts, usage);
  if (!read.success) return null;
  const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount } = read.output;
  return countUsage(promptTokenCount, (candidatesTokenCount ?? 0) + (thoughtsTokenCount ?? 0));
}

const models = v.looseObject({
  models: v.array(
    v.looseObject({ name: v.string(), supportedGenerationMethods: v.nullish(v.array(v.string())) })
  )
});

function readModels(body: unknown): readonly ListedModel[] | null {
  const read = v.safeParse(models, body);
  if (!read.success) return null;
  return read.output.models.flatMap(({ name, supportedGenerationMethods: methods }) =>
    methods && !methods.includes('generateContent')
      ? []
      : [{ id: name.replace(/^models\//, ''), readsImages: null, price: null }]
  );
}
