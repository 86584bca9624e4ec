import { ApiKey } from '../../../src/lib/judge/ApiKey';
import type { Fetcher } from '../../../src/lib/judge/providers/BatchWire';
import type { Endpoint } from '../../../src/lib/judge/providers/Provider';
import { canaryKey } from '../judgeTools';

export const endpoint: Endpoint = {
  provider: 'openai',
  baseUrl: 'https://api.example/v1',
  model: 'gpt-test',
  key: new ApiKey(canaryKey)
};

/** When the batch that is looked for was handed over. */
export const submittedAt = '2026-01-10T12:00:00Z';

/** A provider that gives these answers one after another, and what it was asked. */
export function makeProvider(...answers: unknown[]) {
  const asked: { readonly address: string; readonly method: string; readonly body: unknown }[] = [];
  const ask: Fetcher = (address, init) => {
    asked.push({ address, method: init?.method ?? 'GET', body: init?.body });
    const answer = answers.shift() ?? {};
    return Promise.resolve(typeof answer === 'string' ? answer : JSON.stringify(answer));
  };
  return { ask, asked, addresses: () => asked.map((one) => one.address) };
}
