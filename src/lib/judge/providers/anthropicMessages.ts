import * as v from 'valibot';
import type { Abilities, Answer, ChatRequest, PromptPart, Wire } from './Provider';

const response = v.object({
  content: v.array(v.looseObject({ type: v.string(), text: v.optional(v.string()) })),
  stop_reason: v.nullish(v.string()),
  usage: v.object({
    input_tokens: v.number(),
    output_tokens: v.number(),
    cache_creation_input_tokens: v.nullish(v.number()),
    cache_read_input_tokens: v.nullish(v.number())
  })
});

/** `POST {base}/messages`. Without the third header Anthropic sends a page no CORS headers at all. */
export const anthropicMessages: Wire = {
  format: 'anthropic-messages',
  address: ({ baseUrl }) => `${baseUrl}/messages`,
  headers: (key) => ({
    ...(key !== null && { 'x-api-key': key }),
    'anthropic-version': '2023-06-01',
    'anthropic-dangerous-direct-browser-access': 'true'
  }),
  compose,
  readAnswer
};

function compose({ system, turns, maxOutputTokens, schema }: ChatRequest, model: string, can: Abilities) {
  return {
    model,
    max_tokens: maxOutputTokens,
    ...(system !== '' && { system }),
    messages: turns.map(({ role, parts }) => ({ role, content: parts.map(toContent) })),
    ...(can.temperature && { temperature: 0 }),
    ...(schema &&
      can.structure === 'schema' && { output_config: { format: { type: 'json_schema', schema } } })
  };
}

function toContent(part: PromptPart) {
  if (part.kind === 'text') return { type: 'text', text: part.text };
  return { type: 'image', source: { type: 'base64', media_type: 'image/png', data: part.image.base64 } };
}

function readAnswer(body: unknown): Answer | null {
  const read = v.safeParse(response, body);
  if (!read.success) return null;
  const { content, stop_reason: reason, usage } = read.output;
  return {
    text: content.map(({ type, text }) => (type === 'text' ? (text ?? '') : '')).join(''),
    finish: reason === 'refusal' ? 'refusal' : reason === 'max_tokens' ? 'length' : 'stop',
    usage: {
      inputTokens:
        usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0),
      outputTokens: usage.output_tokens
    }
  };
}
