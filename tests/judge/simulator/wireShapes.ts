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

export function writeAnswer(shape: Shape, text: string, finish: Finish, usage: SimulatedUsage): unknown {
  if (shape === 'anthropic') {
    const reasons = { stop: 'end_turn', length: 'max_tokens', refusal: 'refusal' };
    return {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text }],
      stop_reason: reasons[finish],
      usage: { input_tokens: usage.input, output_tokens: usage.output }
    };
  }
  if (shape === 'gemini') {
    const reasons = { stop: 'STOP', length: 'MAX_TOKENS', refusal: 'SAFETY' };
    const content = finish === 'refusal' ? {} : { content: { role: 'model', parts: [{ text }] } };
    return {
      candidates: [{ ...content, finishReason: reasons[finish], index: 0 }],
      usageMetadata: { promptTokenCount: usage.input, candidatesTokenCount: usage.output }
    };
  }
  const message = finish === 'refusal' ? { content: null, refusal: text } : { content: text, refusal: null };
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'gpt-test-2026-01-01',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', ...message },
        finish_reason: finish === 'length' ? 'length' : 'stop'
      }
    ],
    usage: {
      prompt_tokens: usage.input,
      completion_tokens: usage.output,
      total_tokens: usage.input + usage.output
    }
  };
}

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
