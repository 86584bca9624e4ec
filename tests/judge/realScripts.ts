import { answer, firstOfTenths, sampleCount, tenths, type FaultScript } from './faultScript';
import { makeVerdictText, type Act, type Script } from './simulator/ProviderSimulator';

/** What servers that others wrote were seen to do. */
const refuse = (status: number, message: string, code = 'error'): Act => ({
  do: 'refuse',
  status,
  message,
  code
});
const raw = (body: unknown): Act => ({ do: 'raw', body: JSON.stringify(body) });

/** The name of the output limit that a request used. */
const nameOf = (body: Record<string, unknown>): string =>
  'max_tokens' in body ? 'max_tokens' : 'max_completion_tokens';

/** For every sample, without an exception. */
const always = (act: Act) => (): Script => () => act;

const adapting: readonly FaultScript[] = [
  {
    name: 'a limit that is too large, named as it was sent',
    script:
      () =>
      ({ body }) =>
        refuse(
          400,
          `${nameOf(body)} is too large: 4096. This model supports at most 1024 completion tokens.`
        ),
    ideal: 1,
    perQuestion: 1,
    unscored: {
      count: sampleCount,
      reason: /^not judged: the output limit of 4,096 tokens is refused, at most 1,024 here/
    }
  },
  {
    name: 'a limit that is refused under both names',
    script:
      () =>
      ({ body }) =>
        refuse(400, `'${nameOf(body)}' is not a value that this server takes.`),
    ideal: 2,
    perQuestion: 2,
    unscored: { count: sampleCount, reason: /the output limit of 4,096 tokens is refused: / }
  },
  {
    name: 'a server that names a limit and takes neither name',
    script:
      () =>
      ({ body }) =>
        refuse(
          422,
          `Unsupported parameter: '${nameOf(body)}'. Use '${nameOf(body) === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens'}' instead.`
        ),
    ideal: 2,
    perQuestion: 2,
    unscored: { count: sampleCount, reason: /the output limit of 4,096 tokens is refused/ }
  },
  {
    name: 'a server that refuses each parameter in its turn',
    script:
      () =>
      ({ body }) => {
        if ('temperature' in body) return refuse(400, "'temperature' is not supported");
        if ('max_completion_tokens' in body) {
          return refuse(400, "Unrecognized request argument supplied: 'max_completion_tokens'");
        }
        return 'response_format' in body ? refuse(400, 'response_format is not supported') : answer;
      },
    ideal: 64,
    perQuestion: 5
  }
];

const rows: readonly FaultScript[] = [
  {
    name: 'samples that moderation flags, 403',
    provider: 'openrouter',
    script: firstOfTenths(
      refuse(403, 'Your chosen model requires moderation and your input was flagged for "self-harm"')
    ),
    unscored: { count: tenths, reason: /requires moderation/ }
  },
  {
    name: 'the first sample flagged, all others well',
    script:
      () =>
      ({ sample }) =>
        sample === 1 ? refuse(400, 'The response was filtered due to the content management policy') : answer,
    unscored: { count: 1, reason: /content management policy/ }
  },
  {
    name: 'a picture that is not taken',
    script: firstOfTenths(
      refuse(400, 'You uploaded an unsupported image. Please make sure your image is valid.')
    ),
    unscored: { count: tenths, reason: /unsupported image/ }
  },
  {
    name: '403 inside a 200',
    provider: 'openrouter',
    script: firstOfTenths(raw({ error: { code: 403, message: 'Input was flagged by moderation' } })),
    unscored: { count: tenths, reason: /flagged by moderation/ }
  },
  {
    name: 'an error in the middle of an answer',
    provider: 'openrouter',
    script: firstOfTenths(
      raw({
        choices: [
          {
            error: { code: 502, message: 'upstream broke off' },
            finish_reason: 'error',
            message: { content: '{"anatomical' }
          }
        ]
      })
    ),
    ideal: sampleCount + tenths
  },
  {
    name: 'JSON of another form',
    script: firstOfTenths(raw({ result: 'fine' })),
    perQuestion: 1,
    unscored: { count: tenths, reason: /the response has another form/ }
  },
  {
    name: 'requests larger than the limit a minute',
    script: firstOfTenths(
      refuse(
        429,
        'Request too large for gpt-test in organization org on tokens per min (TPM): Limit 3000, Requested 4400.',
        'rate_limit_exceeded'
      )
    ),
    perQuestion: 1,
    unscored: { count: tenths, reason: /Request too large/ }
  },
  {
    name: 'answers that the model used the limit up for',
    script: firstOfTenths({ do: 'answer', text: '', finish: 'length' }),
    perQuestion: 1,
    unscored: { count: tenths, reason: /^cut at the output limit of 4,096 tokens, before the answer$/ }
  }
];

const whole: readonly FaultScript[] = [
  {
    name: 'every request larger than the limit a minute',
    script: always(refuse(429, 'Request too large for gpt-test: Limit 300, Requested 4400')),
    ideal: 3,
    perQuestion: 1,
    unscored: { count: sampleCount, reason: /Request too large/ }
  },
  {
    name: 'a quota of nothing',
    provider: 'gemini',
    script: always(refuse(429, 'Quota exceeded for metric requests, limit: 0, model: gemini-2.5-pro')),
    ideal: 1,
    perQuestion: 1,
    unscored: { count: sampleCount, reason: /limit: 0/ }
  },
  {
    name: 'a server that streams although it is not asked to',
    script: always({ do: 'raw', body: 'data: {"choices":[{"delta":{"content":"{"}}]}\n\ndata: [DONE]\n\n' }),
    ideal: 1,
    perQuestion: 1,
    unscored: { count: sampleCount, reason: /streams its answer/ }
  },
  {
    name: 'a path that there is not',
    script: always(refuse(404, 'Not Found')),
    ideal: 1,
    perQuestion: 1,
    unscored: { count: sampleCount, reason: /Not Found/ }
  },
  {
    name: 'every sample refused with the same words',
    script: always(refuse(400, 'Invalid value: messages[1]')),
    ideal: 3,
    perQuestion: 1,
    unscored: { count: sampleCount, reason: /Invalid value/ }
  },
  {
    name: 'a judge that never answers in JSON',
    script: always({ do: 'answer', text: 'Very good, 9 of 10.' }),
    // Five rows in a row, each with its repair, and what was under way by then.
    ideal: 16,
    perQuestion: 2,
    unscored: { count: sampleCount, reason: /no complete JSON object/ }
  },
  {
    name: 'a judge that declines from the thirtieth sample on',
    script:
      () =>
      ({ sample }) =>
        sample < 30
          ? { do: 'answer', text: makeVerdictText(sample) }
          : { do: 'answer', text: 'I cannot help with that.', finish: 'refusal' },
    ideal: 45,
    perQuestion: 1,
    unscored: { count: 31, reason: /the judge declined: I cannot help/ }
  },
  {
    name: 'pages instead of answers, always',
    script: always({ do: 'raw', body: '<html>sign in</html>' }),
    ideal: 10,
    perQuestion: 2,
    unscored: { count: sampleCount, reason: /the response is cut or no JSON/ }
  }
];

export const realScripts: readonly FaultScript[] = [...adapting, ...rows, ...whole];
