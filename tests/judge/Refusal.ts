import type { Cause } from '../../src/lib/judge/Cause';
import type { ProviderId } from '../../src/lib/judge/providers/Provider';

/** Words that providers and servers refuse with, as they were published or seen. */
export interface Refusal {
  readonly name: string;
  readonly provider?: ProviderId;
  readonly status: number;
  /** The body: JSON, or a text as it comes. */
  readonly body: unknown;
  readonly cause: Cause;
  readonly reason: RegExp;
  /** Requests in all, where it is for every sample; 1 when absent. */
  readonly ideal?: number;
}

/** The forms of three providers' refusals. */
export const openAi = (message: string, code: string | null = null, type = 'invalid_request_error') => ({
  error: { message, type, param: null, code }
});
export const anthropic = (type: string, message: string) => ({ type: 'error', error: { type, message } });
export const gemini = (code: number, status: string, message: string) => ({
  error: { code, message, status }
});
