import { isJsonObject, type JsonValue } from '../../core/json';
import type { BatchLine } from '../providers/BatchWire';
import { readMessage } from '../providers/readError';

/** Lines of results, as OpenAI and its look-alikes, Anthropic or Google write them; what is neither is passed over and counted. */
export function readBatchLines(text: string): {
  readonly lines: readonly BatchLine[];
  readonly faulty: number;
} {
  const lines: BatchLine[] = [];
  let faulty = 0;
  for (const one of text.split('\n')) {
    if (one.trim() === '') continue;
    const line = readLine(one);
    if (line) lines.push(line);
    else faulty++;
  }
  return { lines, faulty };
}

function readLine(text: string): BatchLine | null {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
  if (!isJsonObject(value)) return null;
  const { response, result, error, custom_id: id, key } = value;
  const name = id ?? key;
  if (typeof name !== 'string') return null;
  if (isJsonObject(result)) {
    const message = result['message'];
    if (result['type'] === 'succeeded' && message) return { name, body: message, failure: '' };
    return { name, body: null, failure: readMessage(result['error']) || String(result['type']) };
  }
  if (isJsonObject(response)) {
    // Google's lines have the response itself.
    if (!('body' in response) && !('status_code' in response)) return { name, body: response, failure: '' };
    const status = Number(response['status_code'] ?? 200);
    const body = response['body'];
    if (status < 300 && body) return { name, body, failure: '' };
    return { name, body: null, failure: readMessage(body) || `HTTP ${status}` };
  }
  if (isJsonObject(error)) return { name, body: null, failure: readMessage({ error }) || 'no answer' };
  return null;
}
