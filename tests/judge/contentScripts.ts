import { answer, firstOfTenths, tenths, type FaultScript } from './faultScript';
import { makeVerdictText, type Script } from './simulator/ProviderSimulator';

const changeVerdict = (sample: number, change: Record<string, unknown>): string =>
  JSON.stringify({ ...(JSON.parse(makeVerdictText(sample)) as object), ...change });

/** What is wrong with answers. */
export const verdictScripts: readonly FaultScript[] = [
  {
    name: 'words instead of JSON',
    script: firstOfTenths({ do: 'answer', text: 'Very good, 9 of 10.' }),
    ideal: 60 + tenths
  },
  {
    name: 'scores off the scale',
    script: firstOfTenths((sample) => ({
      do: 'answer',
      text: changeVerdict(sample, { overall_score: sample % 20 === 0 ? 0 : 11 })
    })),
    ideal: 60 + tenths
  },
  {
    name: 'a score off the scale, always',
    script:
      () =>
      ({ sample }) =>
        sample === 7 ? { do: 'answer', text: changeVerdict(7, { overall_score: 0 }) } : answer,
    ideal: 61,
    unscored: { count: 1, reason: /overall_score is not from 1 to 10; got 0/ }
  },
  {
    name: 'a score that is a text',
    provider: 'anthropic',
    script: firstOfTenths((sample) => ({
      do: 'answer',
      text: changeVerdict(sample, { overall_score: String(1 + (sample % 10)) })
    })),
    perQuestion: 1
  },
  {
    name: 'a score that is words',
    provider: 'anthropic',
    script: firstOfTenths((sample) => ({
      do: 'answer',
      text: changeVerdict(sample, { overall_score: 'eight' })
    })),
    ideal: 60 + tenths
  },
  {
    name: 'a dimension that is missing',
    provider: 'gemini',
    script: firstOfTenths((sample) => ({
      do: 'answer',
      text: changeVerdict(sample, { anatomical_accuracy: undefined })
    })),
    ideal: 60 + tenths
  },
  {
    name: 'JSON cut at the output limit',
    script: firstOfTenths((sample) => ({
      do: 'answer',
      text: makeVerdictText(sample).slice(0, 90),
      finish: 'length'
    })),
    ideal: 60 + tenths
  },
  {
    name: 'refusals',
    script: firstOfTenths({ do: 'answer', text: 'I cannot help with that.', finish: 'refusal' }),
    unscored: { count: tenths, reason: /the judge declined: I cannot help/ }
  },
  {
    name: "Gemini's safety filter",
    provider: 'gemini',
    script: firstOfTenths({ do: 'answer', finish: 'refusal' }),
    unscored: { count: tenths, reason: /the judge declined: SAFETY/ }
  }
];

const refuse = (status: number, code: string, message: string) => (): Script => () => ({
  do: 'refuse',
  status,
  code,
  message
});

/** What no retry helps against. */
export const refusalScripts: readonly FaultScript[] = [
  {
    name: 'CORS off',
    script: () => () => answer,
    simulator: { cors: 'off' },
    unscored: { count: 60, reason: /no connection, or the browser refused it/ }
  },
  {
    name: 'a wrong key',
    script: () => () => answer,
    simulator: { key: 'sk-another-key-of-somebody' },
    ideal: 1,
    unscored: { count: 60, reason: /Incorrect API key/ }
  },
  {
    name: 'a wrong key for Gemini, under status 400',
    provider: 'gemini',
    script: () => () => answer,
    simulator: { key: 'another-key-of-somebody' },
    ideal: 1,
    unscored: { count: 60, reason: /API key not valid/ }
  },
  {
    name: 'a model that does not exist',
    script: () => () => answer,
    simulator: { models: ['gpt-other'] },
    ideal: 1,
    unscored: { count: 60, reason: /does not exist/ }
  },
  {
    name: 'no credit left',
    script: refuse(429, 'insufficient_quota', 'You exceeded your current quota'),
    ideal: 1,
    unscored: { count: 60, reason: /exceeded your current quota/ }
  },
  {
    name: 'a model without eyes',
    script: refuse(400, 'invalid_request_error', 'This model does not support image inputs'),
    ideal: 1,
    unscored: { count: 60, reason: /does not support image/ }
  },
  {
    name: 'a model that takes no temperature',
    script:
      () =>
      ({ body }) =>
        'temperature' in body
          ? {
              do: 'refuse',
              status: 400,
              message: "Unsupported value: 'temperature' does not support 0 with this model."
            }
          : answer
  },
  {
    name: 'a server without structured output',
    provider: 'compatible',
    script:
      () =>
      ({ body }) =>
        'response_format' in body
          ? { do: 'refuse', status: 400, message: 'response_format is not supported' }
          : answer
  },
  {
    name: 'a request that is refused for three samples',
    script:
      () =>
      ({ sample }) =>
        sample > 20 && sample < 24 ? { do: 'refuse', status: 413, message: 'too large' } : answer,
    unscored: { count: 3, reason: /refused the request: too large/ }
  }
];
