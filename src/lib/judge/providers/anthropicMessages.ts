import * as v from 'valibot';
import { addArguments } from './addArguments';
import { countUsage } from './countUsage';
import type { Abilities, Answer, ChatRequest, ListedModel, PromptPart, Wire } from './Provider';

const response = v.looseObject({
  model: v.nullish(v.string()),
  content: v.array(
    v.looseObject({ type: v.string(), text: v.optional(v.unknown()), input: v.optional(v.unknown()) })
  ),
  stop_reason: v.nullish(v.string()),
  usage: v.optional(v.unknown())
});
type Content = v.InferOutput<typeof response>['content'];

const counts = v.looseObject({
  input_tokens: v.number(),
  output_tokens: v.number(),
  cache_creation_input_tokens: v.nullish(v.number()),
  cache_read_input_tokens: v.nullish(v.number())
});

/**
 * `POST {base}/messages`. Without the third header Anthropic sends a page no CORS headers at all. The version is not the
 * newest: that of 2026-10-21 takes no temperature from any model, and judges are asked at 0 where they can be.
 */
export const anthropicMessages: Wire = {
  format: 'anthropic-messages',
  address: ({ baseUrl }) => `${baseUrl}/messages`,
  headers: (key) => ({
    ...(key !== null && { 'x-api-key': key }),
    'anthropic-version': '2023-06-01',
    'anthropic-dangerous-direct-browser-access': 'true'
  }),
  compose,
  readAnswer,
  listAddress: ({ baseUrl }) => `${baseUrl}/models?limit=1000`,
  readModels
};

function compose(request: ChatRequest, model: string, can: Abilities) {
  const { system, turns, maxOutputTokens, schema, effort } = request;
  const format = schema && can.structure === 'schema' && { format: { type: 'json_schema', schema } };
  const output = { ...format, ...(can.effort && effort && { effort }) };
  return {
    model,
    max_tokens: maxOutputTokens,
    ...(system !== '' && { system }),
    messages: turns.map(({ role, parts }) => ({ role, content: parts.map(toContent) })),
    ...(can.temperature && { temperature: 0 }),
    ...(Object.keys(output).length > 0 && { output_config: output })
  };
}

function toContent(part: PromptPart) {
  if (part.kind === 'text') return { type: 'text', text: part.text };
  return { type: 'image', source: { type: 'base64', media_type: 'image/png', data: part.image.base64 } };
}

function readAnswer(body: unknown): Answer | null {
  const read = v.safeParse(response, body);
  if (!read.success) return null;
  const { content, stop_reason: reason, usage, model } = read.output;
  return {
    text: readText(content),
    finish: reason === 'refusal' ? 'refusal' : isCut(reason) ? 'length' : 'stop',
    usage: readUsage(usage),
    model: model ?? null
  };
}

const isCut = (reason: string | null | undefined): boolean =>
  reason === 'max_tokens' || reason === 'model_context_window_exceeded';

function readText(content: Content): string {
  const said = content.map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : ''));
  const inputs = content.map(({ type, input }) =>
    type === 'tool_use' && input ? JSON.stringify(input) : ''
  );
  return addArguments(said.join(''), inputs.join(''));
}

function readUsage(usage: unknown): Answer['usage'] {
  const read = v.safeParse(counts, usage);
  if (!read.success) return null;
  const { input_tokens: input, output_tokens: outputTokens, ...cached } = read.output;
  const stored = (cached.cache_creation_input_tokens ?? 0) + (cached.cache_read_input_tokens ?? 0);
  return countUsage(input + stored, outputTokens);
}

const models = v.looseObject({
  data: v.array(
    v.looseObject({
      id: v.string(),
      capabilities: v.nullish(
        v.looseObject({ image_input: v.nullish(v.looseObject({ supported: v.boolean() })) })
      )
    })
  )
});

function readModels(body: unknown): readonly ListedModel[] | null {
  const read = v.safeParse(models, body);
  if (!read.success) return null;
  return read.output.data.map(({ id, capabilities }) => ({
    id,
    readsImages: capabilities?.image_input?.supported ?? null,
    price: null
  }));
}
