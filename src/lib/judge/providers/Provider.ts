import type { ApiKey } from '../ApiKey';

export type ProviderId = 'openai' | 'anthropic' | 'gemini' | 'openrouter' | 'compatible';
export type WireFormat = 'openai-chat' | 'anthropic-messages' | 'gemini';

/** Where requests go and as whom. */
export interface Endpoint {
  readonly provider: ProviderId;
  /** Without a slash at the end, e.g. `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Null where the server wants none. */
  readonly key: ApiKey | null;
}

/** A PNG ready to be sent. */
export interface SentImage {
  /** The words under the picture. */
  readonly caption: string;
  readonly base64: string;
  readonly width: number;
  readonly height: number;
}

export type PromptPart =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'image'; readonly image: SentImage };

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly PromptPart[];
}

/** What is asked, in no provider's words. */
export interface ChatRequest {
  readonly system: string;
  readonly turns: readonly Turn[];
  readonly maxOutputTokens: number;
  /** JSON Schema of the answer; null for free text. */
  readonly schema: JsonSchema | null;
}

export type JsonSchema = { readonly [key: string]: unknown };

/** What a server turned out to take; learned from its refusals, see `adapt`. */
export interface Abilities {
  /** How the answer's shape is asked for. */
  readonly structure: 'schema' | 'json' | 'none';
  /** Whether temperature 0 may be asked for; reasoning models refuse it. */
  readonly temperature: boolean;
  /** OpenAI's two names of one limit. */
  readonly limitName: 'max_completion_tokens' | 'max_tokens';
}

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The answer out of a provider's response. */
export interface Answer {
  readonly text: string;
  /** `length`: cut at the limit. `refusal`: the model or the provider's filter declined. */
  readonly finish: 'stop' | 'length' | 'refusal';
  readonly usage: Usage | null;
}

/** What went wrong with one request. */
export interface Failure {
  readonly kind: FailureKind;
  /** Null where no response came. */
  readonly status: number | null;
  /** What the provider said, without the key; never the prompt. */
  readonly message: string;
  /** Null where the provider does not say or the browser hides it. */
  readonly retryAfterMs: number | null;
  /** The provider may have answered, and charged, although the answer did not come through. */
  readonly mayBePaid: boolean;
}

/**
 * `rate`, `overload`, `server`, `network`, `timeout`, `malformed` pass and are tried again. `no-key`, `no-access`,
 * `no-credit`, `no-model`, `no-vision` hold for every request and end the run. `refused` is about this request alone.
 */
export type FailureKind =
  | 'rate'
  | 'overload'
  | 'server'
  | 'network'
  | 'timeout'
  | 'malformed'
  | 'no-key'
  | 'no-access'
  | 'no-credit'
  | 'no-model'
  | 'no-vision'
  | 'refused';

export interface Reply {
  /** The body as it came, without the key. */
  readonly body: string;
  readonly answer: Answer;
}

export type Result =
  { readonly ok: true; readonly reply: Reply } | { readonly ok: false; readonly failure: Failure };

/** One wire format: pure translations in both directions. */
export interface Wire {
  readonly format: WireFormat;
  address(endpoint: Pick<Endpoint, 'baseUrl' | 'model'>): string;
  /** Header names in lower case; nothing but what the provider needs, as each one more can fail the preflight. */
  headers(key: string | null): Readonly<Record<string, string>>;
  compose(request: ChatRequest, model: string, abilities: Abilities): unknown;
  /** Null where the body is no response of this format. */
  readAnswer(body: unknown): Answer | null;
}
