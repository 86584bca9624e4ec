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
  /** Sent beside the provider's own, for gateways: names in lower case; values can be secrets. */
  readonly headers?: readonly (readonly [name: string, value: ApiKey])[];
  /** Put behind every address, e.g. `api-version=2024-10-21`; without the question mark. */
  readonly query?: string;
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

/** How long a reasoning model may think; null leaves it to the model. */
export type Effort = 'low' | 'medium' | 'high' | null;
/** How closely a picture is looked at; null leaves it to the provider. */
export type ImageDetail = 'low' | 'high' | null;

/** What is asked, in no provider's words. */
export interface ChatRequest {
  readonly system: string;
  readonly turns: readonly Turn[];
  readonly maxOutputTokens: number;
  readonly effort: Effort;
  readonly detail: ImageDetail;
  /** JSON Schema of the answer; null for free text. */
  readonly schema: JsonSchema | null;
}

export type JsonSchema = { readonly [key: string]: unknown };

/** OpenAI's two names of one limit. */
export type LimitName = 'max_completion_tokens' | 'max_tokens';

/** What a server turned out to take; learned from its refusals, see `adapt`. Abilities are only ever taken away. */
export interface Abilities {
  /** How the answer's shape is asked for. */
  readonly structure: 'schema' | 'json' | 'none';
  /** Whether temperature 0 may be asked for; reasoning models refuse it. */
  readonly temperature: boolean;
  /** Whether effort may be named. */
  readonly effort: boolean;
  /** Whether the pictures' detail may be named. */
  readonly detail: boolean;
  /** The names that are not refused yet; the first is used. */
  readonly limitNames: readonly [LimitName, ...LimitName[]];
}

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The answer out of a provider's response. */
export interface Answer {
  /**
   * The answer itself; where it is empty or words alone, a called tool's arguments, too. Where there is neither, what a
   * reasoning model thought aloud, unless the limit cut it.
   */
  readonly text: string;
  /** `length`: cut at the limit. `refusal`: the model or the provider's filter declined. */
  readonly finish: 'stop' | 'length' | 'refusal';
  /** Null where the provider does not count, or not in full. */
  readonly usage: Usage | null;
  /** The model as the provider names it; null where it does not. */
  readonly model: string | null;
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
  /** Of kind `limit`: the largest output limit that the server names; absent where it names none. */
  readonly atMost?: number;
}

/**
 * `rate`, `overload`, `server`, `network`, `timeout`, `malformed` pass and are tried again. `no-key`, `no-access`,
 * `no-credit`, `no-model`, `no-vision`, `no-path`, `limit` (of output) and `streamed` hold for every request. `flagged`
 * (by moderation), `too-large` (for a limit a minute), `other-form` and `refused` are about this request alone, and no
 * further try changes them.
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
  | 'no-path'
  | 'limit'
  | 'streamed'
  | 'flagged'
  | 'too-large'
  | 'other-form'
  | 'refused';

export interface Reply {
  /** The body as it came, without the key. */
  readonly body: string;
  readonly answer: Answer;
}

export type Result =
  { readonly ok: true; readonly reply: Reply } | { readonly ok: false; readonly failure: Failure };

/** A model as the provider's own list has it. */
export interface ListedModel {
  readonly id: string;
  /** Null where the list does not say. */
  readonly readsImages: boolean | null;
  /** US dollars a million tokens; null where none is published there. */
  readonly price: { readonly input: number; readonly output: number } | null;
}

/** One wire format: pure translations in both directions. */
export interface Wire {
  readonly format: WireFormat;
  /** Without the endpoint's query. */
  address(endpoint: Pick<Endpoint, 'baseUrl' | 'model'>): string;
  /** Header names in lower case; nothing but what the provider needs, as each one more can fail the preflight. */
  headers(key: string | null, baseUrl: string): Readonly<Record<string, string>>;
  compose(request: ChatRequest, model: string, abilities: Abilities): unknown;
  /** Null where the body is no response of this format. */
  readAnswer(body: unknown): Answer | null;
  /** Where its models are listed. */
  listAddress(endpoint: Pick<Endpoint, 'baseUrl'>): string;
  /** Null where the body is no list of models. */
  readModels(body: unknown): readonly ListedModel[] | null;
}
