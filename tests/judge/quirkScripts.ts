import type { ProviderId } from '../../src/lib/judge/providers/Provider';
import { answer, firstOfTenths, sampleCount, tenths, type FaultScript } from './faultScript';
import { makeVerdictText, type Act, type Script, type SimulatedRequest } from './simulator/ProviderSimulator';

/** What is peculiar to single servers, gateways and models. */
const raw = (body: unknown): Act => ({
  do: 'raw',
  body: typeof body === 'string' ? body : JSON.stringify(body)
});
const usage = { prompt_tokens: 900, completion_tokens: 300 };
const choice = (message: object, finish = 'stop'): object => ({
  choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', ...message } }],
  usage
});
const say = (content: string, finish = 'stop'): Act => raw(choice({ content }, finish));
const always =
  (act: (request: SimulatedRequest) => Act): (() => Script) =>
  () =>
    act;
/** Every tenth sample, whenever it is asked. */
const tenthsAlways =
  (act: (request: SimulatedRequest) => Act): (() => Script) =>
  () =>
  (request) =>
    request.sample % 10 === 0 ? act(request) : answer;
const after =
  (answers: number, act: Act): (() => Script) =>
  () =>
  ({ index }) =>
    index < answers ? answer : act;

/** Of another sample: taken, it would be a wrong verdict. */
const draft = makeVerdictText(4);
const isOnce = { perQuestion: 1 };

/** A valid verdict in an odd place: scored by one request each. */
const places: readonly (readonly [string, (verdict: string, sample: number) => Act, ProviderId?])[] = [
  [
    'an error without a word in it beside the answer, as one-api has it',
    (content) => raw({ ...choice({ content }), error: { message: '', type: '', param: '', code: null } })
  ],
  [
    'words beside a tool that is called with the verdict',
    (text) =>
      raw(
        choice({
          content: 'I record my verdict.',
          tool_calls: [{ id: '1', type: 'function', function: { name: 'verdict', arguments: text } }]
        })
      )
  ],
  [
    'words beside a tool that Claude calls with the verdict',
    (text) =>
      raw({
        type: 'message',
        content: [
          { type: 'text', text: 'I record my verdict.' },
          { type: 'tool_use', id: '1', name: 'verdict', input: JSON.parse(text) as object }
        ],
        stop_reason: 'tool_use',
        usage: { input_tokens: 900, output_tokens: 300 }
      }),
    'anthropic'
  ],
  [
    'words beside a function that Gemini calls with the verdict',
    (text) =>
      raw({
        candidates: [
          {
            finishReason: 'STOP',
            content: {
              parts: [
                { text: 'I record my verdict.' },
                { functionCall: { name: 'verdict', args: JSON.parse(text) as object } }
              ]
            }
          }
        ],
        usageMetadata: { promptTokenCount: 900, candidatesTokenCount: 300 }
      }),
    'gemini'
  ],
  ['content that is the object itself', (text) => raw(choice({ content: JSON.parse(text) as object }))],
  ['a draft that was thought before', (text) => say(`<think>Perhaps ${draft}?</think>\n${text}`)],
  ['a thought that was begun in the prompt', (text) => say(`so ${draft} at first.\n</think>\n\n${text}`)],
  ['a draft in the reasoning', (content) => raw(choice({ content, reasoning_content: `Perhaps ${draft}` }))],
  [
    'blanks that keep the connection alive',
    (text) => raw(`${'\n'.repeat(5000)}${JSON.stringify(choice({ content: text }))}`)
  ],
  [
    'an explanation of a million letters',
    (text) => say(text.replace('simulated"}', `${'long '.repeat(200_000)}"}`))
  ],
  [
    'a stop that names the filter, with the verdict whole',
    (content) => raw(choice({ content }, 'content_filter'))
  ]
];

const placed = places.map(([name, act, provider]): FaultScript => ({
  name,
  ...(provider && { provider }),
  script: always(({ sample }) => act(makeVerdictText(sample), sample)),
  ...isOnce
}));

/** A draft is no verdict: what looks like one and is not the answer. */
const drafts: readonly FaultScript[] = [
  {
    name: 'a draft in reasoning that ends at the limit',
    script: tenthsAlways(() =>
      raw(choice({ content: null, reasoning_content: `Perhaps ${draft} but` }, 'length'))
    ),
    ...isOnce,
    unscored: {
      count: tenths,
      reason: /^cut at the output limit of 4,096 tokens, before the answer$/,
      cause: 'cut'
    }
  },
  {
    name: 'a draft in a thought that ends at the limit',
    script: tenthsAlways(() => say(`<think>\nPerhaps ${draft} but`, 'length')),
    ...isOnce,
    unscored: {
      count: tenths,
      reason: /^cut at the output limit of 4,096 tokens, before the answer$/,
      cause: 'cut'
    }
  },
  {
    name: 'a draft in a thought, and then no verdict',
    script: tenthsAlways(() => say(`<think>Perhaps ${draft}</think>I would rather not put a number on it.`)),
    ideal: sampleCount + tenths,
    perQuestion: 2,
    unscored: { count: tenths, reason: /^no valid verdict in two answers/, cause: 'no-verdict' }
  },
  {
    name: 'scores with a decimal comma',
    script: firstOfTenths(() => say(draft.replaceAll(/"score":(\d+)/g, '"score":"$1,5"'))),
    ideal: sampleCount + tenths
  },
  {
    name: 'a score that is not a number to JSON either',
    script: firstOfTenths(() => say(draft.replace(/"overall_score":\d+/, '"overall_score":NaN'))),
    ideal: sampleCount + tenths
  },
  {
    name: 'a verdict in two halves',
    script: firstOfTenths(() =>
      say(draft.replace(',"instruction_compliance"', '}{"instruction_compliance"'))
    ),
    ideal: sampleCount + tenths
  },
  {
    name: 'brackets without end',
    script: firstOfTenths(() => say('{"a":['.repeat(5000))),
    ideal: sampleCount + tenths
  }
];

/** Soon over, with the server's words. */
const told: readonly FaultScript[] = [
  [
    'a login that failed, under status 200, as MiniMax has it',
    raw({ choices: null, base_resp: { status_code: 1004, status_msg: 'login fail' } }),
    /login fail/
  ],
  [
    'an error of Baidu’s form, under status 200',
    raw({ error_code: 336003, error_msg: 'messages is not valid' }),
    /messages is not valid/
  ],
  [
    'an answer that is promised for later',
    raw({ id: 'p-1', status: 'starting', output: null }),
    /another form/
  ],
  ['Ollama’s own form', raw({ message: { role: 'assistant', content: draft }, done: true }), /another form/],
  [
    'the form of the Responses API',
    raw({ object: 'response', output: [{ type: 'message' }] }),
    /another form/
  ],
  [
    'a piece of a stream as the whole answer',
    raw({ object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: draft } }] }),
    /another form/
  ]
].map(([name, act, reason]): FaultScript => ({
  name: `${name as string}, always`,
  script: always(() => act as Act),
  ideal: 3,
  perQuestion: 1,
  unscored: { count: sampleCount, reason: reason as RegExp }
}));

const refusals: readonly FaultScript[] = [
  {
    name: 'a limit out of the range that DashScope names',
    script: always(() => ({
      do: 'refuse',
      status: 400,
      code: 'invalid_parameter_error',
      message: '<400> InternalError.Algo.InvalidParameter: Range of max_tokens should be [1, 2048]'
    })),
    // Under its other name first.
    ideal: 2,
    perQuestion: 2,
    unscored: { count: sampleCount, reason: /output limit of 4,096 tokens is refused, at most 2,048 here/ }
  },
  {
    name: 'a key that is taken back after twenty answers',
    script: after(20, { do: 'refuse', status: 401, message: 'the key was revoked' }),
    ideal: 22,
    unscored: { count: sampleCount - 20, reason: /the key was revoked/ }
  },
  {
    name: 'credit that ends after thirty answers',
    script: after(30, { do: 'refuse', status: 402, message: 'insufficient credits' }),
    ideal: 31,
    unscored: { count: sampleCount - 30, reason: /insufficient credits/ }
  },
  {
    name: 'one sample that is not for this project, others are',
    script:
      () =>
      ({ sample }) =>
        sample === 33
          ? { do: 'refuse', status: 403, message: 'your project may not use this asset' }
          : answer,
    unscored: { count: 1, reason: /may not use this asset/ }
  },
  {
    name: 'one sample whose picture no endpoint takes, others are taken',
    script:
      () =>
      ({ sample }) =>
        sample === 33
          ? { do: 'refuse', status: 404, message: 'No endpoints found that support image input' }
          : answer,
    unscored: { count: 1, reason: /No endpoints found/ }
  },
  {
    name: 'a context that is too short for one sample, told as a fault of the server',
    script:
      () =>
      ({ sample }) =>
        sample === 33 ? { do: 'refuse', status: 500, message: 'context_length_exceeded' } : answer,
    ideal: sampleCount + 3,
    perQuestion: 4,
    unscored: { count: 1, reason: /context_length_exceeded/ }
  },
  {
    name: '429 that may be tried again at once, always',
    script: always(() => ({
      do: 'refuse',
      status: 429,
      message: 'slow down',
      headers: { 'retry-after': '0' }
    })),
    simulator: { expose: 'retry-after' },
    ideal: 12,
    perQuestion: 12,
    unscored: { count: sampleCount, reason: /no answer in 10 tries; the last failed with: slow down/ }
  },
  {
    name: '429 with a Retry-After that is no time',
    script: firstOfTenths((sample) => ({
      do: 'refuse',
      status: 429,
      headers: { 'retry-after': sample % 20 === 0 ? 'soon' : '-5' }
    })),
    simulator: { expose: 'retry-after' },
    ideal: sampleCount + tenths
  }
];

export const quirkScripts: readonly FaultScript[] = [...placed, ...drafts, ...told, ...refusals];
