import type { ProviderId } from '../../src/lib/judge/providers/Provider';
import { answer, sampleCount, type FaultScript } from './faultScript';
import { gemini, openAi } from './Refusal';

/** Waits, and how they are told. */
const waits: readonly (readonly [
  name: string,
  provider: ProviderId,
  body: unknown,
  headers?: Record<string, string>
])[] = [
  [
    'Azure’s 26 seconds in words',
    'openai',
    openAi(
      'Requests to the ChatCompletions_Create Operation have exceeded the token rate limit of your current OpenAI S0 pricing tier. Please retry after 26 seconds.'
    )
  ],
  [
    'a wait in hours, minutes and seconds',
    'openai',
    openAi('Rate limit reached. Please try again in 1h2m3.5s.')
  ],
  [
    'Gemini’s quota, which is a rate',
    'gemini',
    gemini(
      429,
      'RESOURCE_EXHAUSTED',
      'You exceeded your current quota, please check your plan and billing details. Please retry in 32.5s.'
    )
  ],
  [
    'a Retry-After in the past',
    'openai',
    openAi('Slow down'),
    { 'retry-after': 'Thu, 01 Jan 2015 00:00:00 GMT' }
  ],
  ['a Retry-After that is a word', 'openai', openAi('Slow down'), { 'retry-after': 'soon' }]
];

export const waitScripts: readonly FaultScript[] = [
  ...waits.map(([name, provider, body, headers]): FaultScript => ({
    name,
    provider,
    simulator: { expose: 'retry-after' },
    script: () => {
      let left = 2;
      return ({ index }) => {
        if (index < 10 || left === 0) return answer;
        left--;
        return { do: 'refuse', status: 429, body, ...(headers && { headers }) };
      };
    },
    ideal: sampleCount + 2
  })),
  {
    name: 'a Retry-After of thirty years',
    simulator: { expose: 'retry-after' },
    script:
      () =>
      ({ index }) =>
        index < 10 ? answer : { do: 'refuse', status: 429, headers: { 'retry-after': '1000000000' } },
    ideal: 14,
    perQuestion: 1,
    unscored: { count: 50, reason: /asks to wait until 20\d\d-/, cause: 'connection' }
  }
];
