import type { Cause } from '../../src/lib/judge/Cause';
import type { ProviderId } from '../../src/lib/judge/providers/Provider';
import { answer, firstOfTenths, sampleCount, tenths, type FaultScript } from './faultScript';
import { makeVerdictText, type Act } from './simulator/ProviderSimulator';

const raw = (body: unknown, headers: Record<string, string> = {}): Act => ({
  do: 'raw',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers
});

/** Under status 200, and no verdict: for every tenth sample at the first time. */
interface Odd {
  readonly name: string;
  readonly provider?: ProviderId;
  readonly act: Act;
  /** Null where a second try is right, and brings the verdict. */
  readonly end: { readonly cause: Cause; readonly reason: RegExp } | null;
  /** Requests for one; 1 when absent, 2 where `end` is null. */
  readonly requests?: number;
}

const usage = { prompt_tokens: 900, completion_tokens: 300, total_tokens: 1200 };
const choice = (message: object, finish = 'stop'): object => ({
  choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', ...message } }],
  usage
});
const candidate = (finishReason: string, parts?: object[]): object => ({
  candidates: [{ index: 0, finishReason, ...(parts && { content: { role: 'model', parts } }) }],
  usageMetadata: { promptTokenCount: 900, thoughtsTokenCount: 4096, totalTokenCount: 4996 }
});
const message = (stop_reason: string, content: object[] = []): object => ({
  type: 'message',
  role: 'assistant',
  content,
  stop_reason,
  usage: { input_tokens: 900, output_tokens: 1 }
});

const odd: readonly Odd[] = [
  {
    name: 'Gemini stops for recitation',
    provider: 'gemini',
    act: raw(candidate('RECITATION')),
    end: { cause: 'declined', reason: /declined: RECITATION, stopped, because it would repeat/ }
  },
  {
    name: 'Gemini stops for prohibited content',
    provider: 'gemini',
    act: raw(candidate('PROHIBITED_CONTENT')),
    end: { cause: 'declined', reason: /PROHIBITED_CONTENT/ }
  },
  {
    name: 'Gemini blocks the prompt',
    provider: 'gemini',
    act: raw({ promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 900 } }),
    end: { cause: 'declined', reason: /declined: SAFETY/ }
  },
  {
    name: 'Gemini thinks the limit away',
    provider: 'gemini',
    act: raw(candidate('MAX_TOKENS')),
    end: { cause: 'cut', reason: /cut at the output limit of 4,096 tokens, before the answer/ }
  },
  {
    name: 'Gemini gives no candidates',
    provider: 'gemini',
    act: raw({ usageMetadata: { promptTokenCount: 900, totalTokenCount: 900 } }),
    end: { cause: 'connection', reason: /^not judged: the response has another form/ }
  },
  {
    name: 'Claude refuses',
    provider: 'anthropic',
    act: raw(message('refusal')),
    end: { cause: 'declined', reason: /the judge declined: no words/ }
  },
  {
    name: 'Claude’s context is full',
    provider: 'anthropic',
    act: raw(message('model_context_window_exceeded')),
    end: { cause: 'cut', reason: /cut at the output limit/ }
  },
  {
    name: 'Claude is overloaded, under status 200',
    provider: 'anthropic',
    act: raw({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }),
    end: null
  },
  {
    name: 'Claude is overloaded, 529',
    provider: 'anthropic',
    act: { do: 'refuse', status: 529, code: 'overloaded_error', message: 'Overloaded' },
    end: null
  },
  {
    name: 'empty choices',
    act: raw({ id: 'x', choices: [], usage }),
    end: { cause: 'connection', reason: /^not judged: the response has another form/ }
  },
  {
    name: 'an error as a text under status 200',
    provider: 'compatible',
    act: raw({ error: 'model is not loaded yet' }),
    end: null
  },
  {
    name: 'an older vLLM’s error under status 200',
    provider: 'compatible',
    act: raw({ object: 'error', message: 'the model is busy', code: 503 }),
    end: null
  },
  {
    name: 'an answer of another form that says something',
    provider: 'compatible',
    act: raw({ detail: 'use /api/chat instead' }),
    end: { cause: 'connection', reason: /another form: use \/api\/chat instead/ }
  },
  {
    name: 'a rate limit in the middle of an answer',
    provider: 'openrouter',
    act: raw({
      choices: [
        {
          error: { code: 429, message: 'upstream is busy' },
          finish_reason: 'error',
          message: { content: '{' }
        }
      ]
    }),
    end: null
  },
  {
    name: 'an error whose code is a word in the middle of an answer',
    provider: 'openrouter',
    act: raw({
      choices: [
        {
          error: { code: 'server_error', message: 'broke' },
          finish_reason: 'error',
          message: { content: '' }
        }
      ]
    }),
    end: null
  },
  {
    name: 'moderation in the middle of an answer',
    provider: 'openrouter',
    act: raw({
      choices: [
        {
          error: { code: 403, message: 'Output flagged by moderation' },
          finish_reason: 'error',
          message: { content: '{"over' }
        }
      ]
    }),
    end: { cause: 'flagged', reason: /flagged by moderation/ }
  },
  {
    name: 'reasoning alone',
    provider: 'compatible',
    act: raw(choice({ content: null, reasoning_content: 'I think it is good.' })),
    end: null
  },
  {
    name: 'a tool that was not asked for',
    provider: 'compatible',
    act: raw(
      choice({ content: null, tool_calls: [{ function: { name: 'search', arguments: '{"q":"ct"}' } }] })
    ),
    end: null
  },
  { name: 'nothing at all, with a stop', act: raw(choice({ content: '' })), end: null },
  { name: 'an empty body', act: raw(''), end: null },
  {
    name: 'a body that says to be packed and is not',
    act: raw('not gzip', { 'content-encoding': 'gzip' }),
    end: null
  },
  {
    name: 'bytes of a picture',
    act: raw('\u0089PNG\r\n\u001a\n\u0000\u0000', { 'content-type': 'image/png' }),
    end: null
  },
  {
    name: 'a page to sign in, under status 200',
    act: raw('<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' }),
    end: null
  }
];

/** For every sample. */
const whole: readonly FaultScript[] = [
  {
    name: 'lines of JSON, as Ollama streams them',
    provider: 'compatible',
    script: () => () =>
      raw('{"message":{"content":"{"},"done":false}\n{"message":{"content":"}"},"done":true}\n'),
    ideal: 1,
    perQuestion: 1,
    unscored: { count: sampleCount, reason: /streams its answer/, cause: 'setup' }
  },
  {
    name: 'packed bodies that are none, always',
    script: () => () => raw('not gzip', { 'content-encoding': 'gzip' }),
    ideal: 10,
    perQuestion: 2,
    unscored: { count: sampleCount, reason: /the connection broke off|no connection/ }
  },
  {
    name: 'bodies that are cut, always',
    script: () => () => ({ do: 'cut' }),
    ideal: 10,
    perQuestion: 2,
    unscored: { count: sampleCount, reason: /the connection broke off/, cause: 'connection' }
  },
  {
    name: 'redirects, always',
    script: () => () => ({
      do: 'raw',
      status: 307,
      body: '',
      headers: { location: '/v1/chat/completions?again' }
    }),
    ideal: 10,
    unscored: { count: sampleCount, reason: /no connection, or the browser refused it/, cause: 'connection' }
  },
  {
    name: 'empty answers, always',
    script: () => () => raw(choice({ content: '' })),
    ideal: 16,
    perQuestion: 2,
    unscored: { count: sampleCount, reason: /no complete JSON object/ }
  },
  {
    name: 'a limit of a minute that is met by every second request',
    script: () => {
      let count = 0;
      return () => (++count % 2 === 0 ? { do: 'refuse', status: 429, message: 'Slow down' } : answer);
    },
    ideal: 2 * sampleCount,
    perQuestion: 12
  },
  {
    name: 'verdicts whose usage is nothing but nonsense',
    script:
      () =>
      ({ sample }) =>
        raw({
          ...choice({ content: makeVerdictText(sample) }),
          usage: { prompt_tokens: -1e9, completion_tokens: -5 }
        })
  }
];

export const answerScripts: readonly FaultScript[] = [
  ...odd.map(({ name, provider, act, end }): FaultScript => ({
    name,
    ...(provider && { provider }),
    script: firstOfTenths(act),
    ideal: end ? sampleCount : sampleCount + tenths,
    perQuestion: end ? 1 : 2,
    ...(end && { unscored: { count: tenths, ...end } })
  })),
  ...whole
];
