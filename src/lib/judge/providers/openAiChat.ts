import * as v from 'valibot';
import { addArguments } from './addArguments';
import { countUsage } from './countUsage';
import type { Abilities, Answer, ChatRequest, ListedModel, PromptPart, Wire } from './Provider';

const words = v.nullish(v.string());
/** A text, or a list of parts as Mistral, vLLM and some gateways send it. */
const part = v.union([
  v.string(),
  v.looseObject({ type: words, text: v.optional(v.unknown()), refusal: v.optional(v.unknown()) })
]);
const called = v.looseObject({ function: v.nullish(v.looseObject({ arguments: v.optional(v.unknown()) })) });

const response = v.looseObject({
  model: words,
  choices: v.pipe(
    v.array(
      v.looseObject({
        finish_reason: words,
        message: v.looseObject({
          content: v.nullish(v.union([v.string(), v.array(part), v.looseObject({})])),
          refusal: words,
          tool_calls: v.nullish(v.array(called)),
          reasoning_content: v.optional(v.unknown()),
          reasoning: v.optional(v.unknown())
        })
      })
    ),
    v.minLength(1)
  ),
  usage: v.optional(v.unknown())
});
type Message = v.InferOutput<typeof response>['choices'][number]['message'];

const usage = v.looseObject({ prompt_tokens: v.number(), completion_tokens: v.number() });

/** `POST {base}/chat/completions`: OpenAI, OpenRouter, vLLM, Ollama, LM Studio and most gateways. */
export const openAiChat: Wire = {
  format: 'openai-chat',
  address: ({ baseUrl }) => `${baseUrl}/chat/completions`,
  headers: (key, baseUrl) => {
    if (key === null) return {};
    return isAzure(baseUrl) ? { 'api-key': key } : { authorization: `Bearer ${key}` };
  },
  compose,
  readAnswer,
  listAddress: ({ baseUrl }) => `${baseUrl}/models`,
  readModels
};

/** Azure takes keys under a name of its own. */
const isAzure = (baseUrl: string): boolean =>
  URL.canParse(baseUrl) && new URL(baseUrl).hostname.endsWith('.azure.com');

function compose(request: ChatRequest, model: string, can: Abilities) {
  const { system, turns, maxOutputTokens, schema, effort, detail } = request;
  const seen = can.detail ? detail : null;
  return {
    model,
    messages: [
      ...(system === '' ? [] : [{ role: 'system', content: system }]),
      ...turns.map(({ role, parts }) => ({ role, content: parts.map((one) => toContent(one, seen)) }))
    ],
    [can.limitNames[0]]: maxOutputTokens,
    ...(can.temperature && { temperature: 0 }),
    ...(can.effort && effort && { reasoning_effort: effort }),
    ...(schema && can.structure !== 'none' && { response_format: toFormat(schema, can) })
  };
}

function toFormat(schema: ChatRequest['schema'], { structure }: Abilities) {
  if (structure === 'json') return { type: 'json_object' };
  return { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema } };
}

function toContent(one: PromptPart, detail: ChatRequest['detail']) {
  if (one.kind === 'text') return { type: 'text', text: one.text };
  const url = `data:image/png;base64,${one.image.base64}`;
  return { type: 'image_url', image_url: { url, ...(detail && { detail }) } };
}

function readAnswer(body: unknown): Answer | null {
  const read = v.safeParse(response, body);
  if (!read.success) return null;
  const { choices, model } = read.output;
  const { finish_reason: reason, message } = choices[0]!;
  const said = addArguments(readContent(message), readArguments(message));
  const refusal = said === '' ? readRefusal(message) : '';
  const isCut = reason === 'length';
  const isRefusal = refusal !== '' || reason === 'content_filter';
  const counted = v.safeParse(usage, read.output.usage);
  return {
    text: said || refusal || (isCut ? '' : readThoughts(message)),
    finish: isRefusal ? 'refusal' : isCut ? 'length' : 'stop',
    usage: counted.success
      ? countUsage(counted.output.prompt_tokens, counted.output.completion_tokens)
      : null,
    model: model ?? null
  };
}

function readContent({ content }: Message): string {
  if (!Array.isArray(content)) return toText(content);
  const texts = content.map((one) => {
    if (typeof one === 'string') return one;
    return /^(?:output_)?text$/.test(one.type ?? 'text') ? toText(one.text) : '';
  });
  return texts.join('');
}

function readRefusal({ refusal, content }: Message): string {
  if (refusal) return refusal;
  if (!Array.isArray(content)) return '';
  return content.map((one) => (typeof one === 'string' ? '' : toText(one.refusal))).join('');
}

/** Of the tools that were called. */
const readArguments = ({ tool_calls: calls }: Message): string =>
  (calls ?? []).map((call) => toText(call.function?.arguments)).join('');

const readThoughts = ({ reasoning_content: first, reasoning }: Message): string =>
  toText(first) || toText(reasoning);

/** Arguments come as a text, from some servers as the object itself. */
function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : '';
}

const dollars = v.nullish(v.union([v.string(), v.number()]));
const models = v.looseObject({
  data: v.array(
    v.looseObject({
      id: v.string(),
      architecture: v.nullish(v.looseObject({ input_modalities: v.nullish(v.array(v.string())) })),
      pricing: v.nullish(v.looseObject({ prompt: dollars, completion: dollars }))
    })
  )
});

/** OpenRouter publishes modalities, and prices in dollars a token, in the same list that others keep to names. */
function readModels(body: unknown): readonly ListedModel[] | null {
  const read = v.safeParse(models, body);
  if (!read.success) return null;
  return read.output.data.map(({ id, architecture, pricing }) => {
    const modalities = architecture?.input_modalities;
    const [input, output] = [toMillion(pricing?.prompt), toMillion(pricing?.completion)];
    return {
      id,
      readsImages: modalities ? modalities.includes('image') : null,
      price: input === null || output === null ? null : { input, output }
    };
  });
}

function toMillion(aToken: string | number | null | undefined): number | null {
  const price = Number(aToken ?? NaN) * 1e6;
  // A negative price is OpenRouter's word for "depends".
  return Number.isFinite(price) && price >= 0 ? Number(price.toPrecision(12)) : null;
}
