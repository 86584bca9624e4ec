import type { BatchRequest } from '../providers/BatchWire';
import { toLines } from '../providers/openAiBatch';
import type { WireFormat } from '../providers/Provider';

/** The file of a batch to take along, one request a line, as the provider's own tools take it. */
export function writeBatchFile(requests: readonly BatchRequest[], wire: WireFormat): string {
  if (wire === 'openai-chat') return toLines(requests);
  const lines = requests.map(({ name, body }) =>
    JSON.stringify(wire === 'gemini' ? { key: name, request: body } : { custom_id: name, params: body })
  );
  return lines.map((line) => `${line}\n`).join('');
}
