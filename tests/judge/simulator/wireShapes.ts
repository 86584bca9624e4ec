/** What each provider answers and refuses with, as its documentation shows it. */
export type Shape = 'openai' | 'anthropic' | 'gemini';

export interface SimulatedUsage {
  readonly input: number;
  readonly output: number;
}

export type Finish = 'stop' | 'length' | 'refusal';

export function shapeOf(path: string): Shape | null {
  if (path.endsWith('/chat/completions')) return 'openai';
  if (path.endsWith('/messages')) return 'anthropic';
  return /\/models\/[^/]+:generateContent$/.test(path) ? 'gemini' : null;
}

/** Whole, as the providers' own libraries describe it. */
export function writeAnswer(shape: Shape, text: string, finish: Finish, usage: SimulatedUsage): unknown {
  const write = { openai: writeOpenAi, anthropic: writeAnthropic, gemini: writeGemini }[shape];
  return write(text, finish, usage);
}

function writeOpenAi(text: string, finish: Finish, { input, output }: SimulatedUsage) {
  const message = finish === 'refusal' ? { content: null, refusal: text } : { content: text, refusal: null };
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1767225600,
    model: 'gpt-test-2026-01-01',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', ...message },
        logprobs: null,
        finish_reason: finish === 'length' ? 'length' : 'stop'
      }
    ],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output }
  };
}

function writeAnthropic(text: string, finish: Finish, { input, output }: SimulatedUsage) {
  const reasons = { stop: 'end_turn', length: 'max_tokens', refusal: 'refusal' };
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-test-20260101',
    content: [{ type: 'text', text, citations: null }],
    stop_reason: reasons[finish],
    stop_sequence: null,
    stop_details: null,
    container: null,
    diagnostics: null,
    usage: {
      input_tokens: input,
      output_tokens: output,
      output_tokens_details: null,
      cache_creation: null,
      cache_creation_input_tokens: null,
      cache_read_input_tokens: null,
      inference_geo: null,
      server_tool_use: null,
      service_tier: 'standard',
      speed: null
    }
  };
}

function writeGemini(text: string, finish: Finish, { input, output }: SimulatedUsage) {
  const reasons = { stop: 'STOP', length: 'MAX_TOKENS', refusal: 'SAFETY' };
  const content = finish === 'refusal' ? {} : { content: { role: 'model', parts: [{ text }] } };
  return {
    candidates: [{ ...content, finishReason: reasons[finish], index: 0 }],
    usageMetadata: {
      promptTokenCount: input,
      candidatesTokenCount: output,
      totalTokenCount: input + output
    },
    modelVersion: 'gemini-test-001',
    responseId: 'response-1'
  };
}

/** The list of models. */
export function writeModels(shape: Shape, ids: readonly string[]): unknown {
  if (shape === 'gemini') {
    const models = ids.map((id) => ({ name: `models/${id}`, displayName: id, version: '001' }));
    return { models: models.map((one) => ({ ...one, supportedGenerationMethods: ['generateContent'] })) };
  }
  const data = ids.map((id) =>
    shape === 'anthropic'
      ? { ...anthropicModel, id, display_name: id }
      : { id, object: 'model', created: 1767225600, owned_by: 'simulator' }
  );
  return shape === 'anthropic'
    ? { data, has_more: false, first_id: ids[0] ?? null, last_id: ids.at(-1) ?? null }
    : { object: 'list', data };
}

const anthropicModel = {
  type: 'model',
  created_at: '2026-01-01T00:00:00Z',
  capabilities: null,
  deprecated_at: null,
  lifecycle: 'active',
  line: null,
  max_input_tokens: null,
  max_tokens: null,
  retires_at: null
};

export function writeError(shape: Shape, status: number, message: string, code = 'error'): unknown {
  if (shape === 'anthropic') return { type: 'error', error: { type: code, message } };
  if (shape === 'gemini') return { error: { code: status, message, status: code } };
  return { error: { message, type: code, param: null, code } };
}

/** Where each provider wants its key; null when it is not there. */
export function readKey(shape: Shape, headers: Readonly<Record<string, unknown>>): string | null {
  const name = { openai: 'authorization', anthropic: 'x-api-key', gemini: 'x-goog-api-key' }[shape];
  const value = headers[name];
  return typeof value === 'string' ? value.replace(/^Bearer /, '') : null;
}

/** All texts of a request's last user turns, the model, and whether an assistant's turn is among them. */
export function readRequest(shape: Shape, path: string, body: Record<string, unknown>) {
  const text = JSON.stringify(body);
  const model =
    shape === 'gemini'
      ? decodeURIComponent(/\/models\/([^/]+):/.exec(path)?.[1] ?? '')
      : String(body['model'] ?? '');
  return { text, model, isRepair: /"role":"(assistant|model)"/.test(text) };
}
