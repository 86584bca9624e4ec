import { answer, firstOfTenths, sampleCount, tenths, type FaultScript } from './faultScript';
import { refusalScripts, verdictScripts } from './contentScripts';
import { quirkScripts } from './quirkScripts';
import { realScripts } from './realScripts';
import { answerScripts } from './answerScripts';
import { waitScripts } from './waitScripts';
import { wordScripts } from './wordScripts';
import type { Act, Script } from './simulator/ProviderSimulator';

/** So many questions in each window of time; more are refused, and told when the next begins. */
function limited(
  aWindow: number,
  windowMs: number,
  refuse: (leftMs: number, endMs: number) => Act
): () => Script {
  return () => {
    const counts = new Map<number, number>();
    return ({ nowMs }) => {
      const window = Math.floor(nowMs / windowMs);
      const count = (counts.get(window) ?? 0) + 1;
      if (count > aWindow) {
        const endMs = (window + 1) * windowMs;
        return refuse(endMs - nowMs, endMs);
      }
      counts.set(window, count);
      return answer;
    };
  };
}

/** Fails for a time after the twentieth question. */
const outage = (lastsMs: number, act: Act) => (): Script => {
  let beganMs: number | null = null;
  return ({ index, nowMs }) => {
    if (index < 20) return answer;
    beganMs ??= nowMs;
    return nowMs - beganMs < lastsMs ? act : answer;
  };
};

const minute = 60_000;
const busy = (headers: Record<string, string>): Act => ({ do: 'refuse', status: 429, headers });

/** No more than two at a time, each of a second. */
function twoAtATime(): Script {
  let ends: number[] = [];
  return ({ nowMs }) => {
    ends = ends.filter((end) => end > nowMs);
    if (ends.length >= 2) return busy({ 'retry-after': '1' });
    ends.push(nowMs + 1000);
    return { do: 'slow', ms: 1000 };
  };
}

/** One fault in five of many kinds, by the sample's number. */
function chaos(): Script {
  const faults: readonly Act[] = [
    busy({ 'retry-after': '3' }),
    { do: 'refuse', status: 500 },
    { do: 'cut' },
    { do: 'answer', text: 'I would say 7.' },
    { do: 'drop' },
    { do: 'refuse', status: 529 }
  ];
  return ({ sample, seen }) =>
    sample % 5 === 0 && seen === 0 ? faults[(sample / 5) % faults.length]! : answer;
}

const limits: readonly FaultScript[] = [
  {
    name: '429 with Retry-After in seconds',
    script: limited(30, minute, (left) => busy({ 'retry-after': String(Math.ceil(left / 1000)) })),
    simulator: { expose: 'retry-after' }
  },
  {
    name: '429 with a Retry-After that the browser hides',
    script: limited(30, minute, (left) => busy({ 'retry-after': String(Math.ceil(left / 1000)) }))
  },
  {
    name: '429 with retry-after-ms',
    script: limited(20, minute, (left) => busy({ 'retry-after-ms': String(left) })),
    simulator: { expose: 'retry-after-ms' }
  },
  {
    name: '429 with Retry-After as a date',
    script: limited(20, minute, (_, end) => busy({ 'retry-after': new Date(end).toUTCString() })),
    simulator: { expose: '*' }
  },
  {
    name: '429 with RetryInfo in the body',
    provider: 'gemini',
    script: limited(20, minute, (left) => ({
      do: 'refuse',
      status: 429,
      body: {
        error: {
          code: 429,
          status: 'RESOURCE_EXHAUSTED',
          message: 'Quota exceeded',
          details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${left / 1000}s` }]
        }
      }
    }))
  },
  {
    name: '429 that says in words when to come again',
    script: limited(20, minute, (left) => ({
      do: 'refuse',
      status: 429,
      code: 'rate_limit_exceeded',
      message: `Rate limit reached for gpt-test. Please try again in ${left / 1000}s.`
    }))
  },
  {
    name: '429 with a Retry-After of two hours',
    script: limited(30, 120 * minute, (left) => busy({ 'retry-after': String(left / 1000) })),
    simulator: { expose: 'retry-after' }
  },
  { name: '429 above two requests at a time', script: twoAtATime, simulator: { expose: 'retry-after' } },
  {
    name: '503 with Retry-After',
    script: limited(20, minute, (left) => ({
      do: 'refuse',
      status: 503,
      headers: { 'retry-after': String(left / 1000) }
    })),
    simulator: { expose: 'retry-after' }
  }
];

const breakdowns: readonly FaultScript[] = [
  {
    name: '529 for a minute',
    provider: 'anthropic',
    script: outage(minute, { do: 'refuse', status: 529, code: 'overloaded_error' })
  },
  { name: '500 for half a minute', script: outage(minute / 2, { do: 'refuse', status: 500 }) },
  { name: 'no connection for half a minute', script: outage(minute / 2, { do: 'drop' }) },
  { name: '500 now and then', script: firstOfTenths({ do: 'refuse', status: 500 }), ideal: 60 + tenths },
  {
    name: '500 for one sample, always',
    script:
      () =>
      ({ sample }) =>
        sample === 7 ? { do: 'refuse', status: 500 } : answer,
    unscored: { count: 1, reason: /simulated 500 \(4 tries\)/ }
  },
  { name: 'bodies that are cut', script: firstOfTenths({ do: 'cut' }), ideal: 60 + tenths },
  {
    name: 'bodies that are cut, of Anthropic',
    provider: 'anthropic',
    script: firstOfTenths({ do: 'cut' }),
    ideal: 60 + tenths
  },
  {
    name: 'one sample that is always cut, and may be paid each time',
    script:
      () =>
      ({ sample }) =>
        sample === 7 ? { do: 'cut' } : answer,
    perQuestion: 2,
    unscored: { count: 1, reason: /the connection broke off.* \(2 tries\)/ }
  },
  { name: 'connections that end', script: firstOfTenths({ do: 'drop' }), ideal: 60 + tenths },
  { name: 'slow bodies', script: () => () => ({ do: 'slow', ms: 90_000 }) },
  { name: 'one request that hangs', script: firstOfTenths({ do: 'hang' }), ideal: 60 + tenths },
  {
    name: 'one sample that always hangs',
    script:
      () =>
      ({ sample }) =>
        sample === 7 ? { do: 'hang' } : answer,
    unscored: { count: 1, reason: /no answer within 240 s/ }
  },
  {
    name: 'a proxy that answers with a page',
    script: firstOfTenths({ do: 'raw', body: '<html>try later</html>' }),
    ideal: 60 + tenths
  },
  {
    name: 'errors under status 200',
    provider: 'openrouter',
    script: firstOfTenths({ do: 'raw', body: '{"error":{"code":502,"message":"upstream failed"}}' }),
    ideal: 60 + tenths
  },
  {
    name: 'a server that goes down for good',
    script: outage(Infinity, { do: 'refuse', status: 500 }),
    unscored: { count: 40, reason: /simulated 500/ }
  },
  { name: 'all of it mixed', script: chaos, ideal: 60 + sampleCount / 5 }
];

export const faultScripts: readonly FaultScript[] = [
  { name: 'no fault, OpenAI', script: () => () => answer },
  { name: 'no fault, Anthropic', provider: 'anthropic', script: () => () => answer },
  { name: 'no fault, Gemini', provider: 'gemini', script: () => () => answer },
  ...limits,
  ...breakdowns,
  ...verdictScripts,
  ...refusalScripts,
  ...realScripts,
  ...wordScripts,
  ...waitScripts,
  ...answerScripts,
  ...quirkScripts
];
