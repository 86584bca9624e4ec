import * as v from 'valibot';
import type { Abilities, Answer, ChatRequest, PromptPart, Wire } from './Provider';

const response = v.object({
  choices: v.pipe(
    v.array(
      v.object({
        finish_reason: v.nullish(v.string()),
        message: v.object({ content: v.nullish(v.string()), refusal: v.nullish(v.string()) })
      })
    ),
    v.minLength(1)
  ),
  usage: v.nullish(v.object({ prompt_tokens: v.number(), completion_tokens: v.number() }))
});

/** `POST {base}/chat/completions`: OpenAI, OpenRouter, vLLM, Ollama, LM Studio and most gateways. */
export const openAiChat: Wire = {
  format: 'openai-chat',
  address: ({ baseUrl }) => `${baseUrl}/chat/completions`,
  headers: (key) => (key === null ? {} : { authorization: `Bearer ${key}` }),
  compose,
  readAnswer
};

function compose({ system, turns, maxOutputTokens, schema }: ChatRequest, model: string, can: Abilities) {
  return {
    model,
    messages: [
      ...(system === '' ? [] : [{ role: 'system', content: system }]),
      ...turns.map(({ role, parts }) => ({ role, content: parts.map(toContent) }))
    ],
    [can.limitName]: maxOutputTokens,
    ...(can.temperature && { temperature: 0 }),
    ...(schema && can.structure !== 'none' && { response_format: toFormat(schema, can) })
  };
}

function toFormat(schema: ChatRequest['schema'], { structure }: Abilities) {
  if (structure === 'json') return { type: 'json_object' };
  return { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema } };
}

function toContent(part: PromptPart) {
  if (part.kind === 'text') return { type: 'text', text: part.text };
  return { type: 'image_url', image_url: { url: `data:image/png;base64,${part.image.base64}` } };
}

function readAnswer(body: unknown): Answer | null {
  const read = v.safeParse(response, body);
  if (!read.success) return null;
  const { finish_reason: reason, message } = read.output.choices[0]!;
  const usage = read.output.usage;
  return {
    text: message.refusal ?? message.content ?? '',
    finish:
      message.refusal || reason === 'content_filter' ? 'refusal' : reason === 'length' ? 'length' : 'stop',
    usage: usage ? { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } : null
  };
}
