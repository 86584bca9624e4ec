import { captionImage } from './captionImage';
import { encodePng } from './encodePng';
import { realClock, type Clock } from './Clock';
import { describeDiagnosis, type Diagnosis, type Surroundings } from './diagnosis';
import { adapt } from './providers/adapt';
import type { JudgeRules } from './JudgeQuestion';
import type {
  Abilities,
  Answer,
  ChatRequest,
  Endpoint,
  Failure,
  FailureKind,
  JsonSchema,
  Result
} from './providers/Provider';
import { probe } from './providers/probe';
import { providers } from './providers/providers';
import { sendRequest } from './providers/sendRequest';

export interface ConnectionTools extends Surroundings {
  /** As the run will ask: a limit or an effort that the server does not take is found here. */
  readonly rules: Pick<JudgeRules, 'maxOutputTokens' | 'effort' | 'imageDetail'>;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  readonly timeoutMs?: number;
}

/** What the test picture shows: a model without eyes cannot know it. */
const number = '4718';

/**
 * Asks one small question with a picture, and says what stands in the way of judging, with the remedy. Costs less than a
 * tenth of a cent at the listed prices. Nothing of the user's data is sent.
 */
export async function testConnection(endpoint: Endpoint, tools: ConnectionTools): Promise<Diagnosis> {
  const before = findObstacle(endpoint, tools);
  if (before) return describeDiagnosis(before, endpoint, tools);
  const { result } = await askTest(endpoint, tools, null);
  if (result.ok) return describeDiagnosis(readTest(result.reply.answer), endpoint, tools);
  const { message: said, kind, atMost } = result.failure;
  const code = kind === 'network' ? await explainSilence(endpoint, tools) : codeOf(result.failure);
  // Of a broken connection only the browser says something.
  const isSilent = kind === 'network' || kind === 'timeout';
  return describeDiagnosis(code, endpoint, tools, { said: isSilent ? '' : said, atMost });
}

/** An empty answer says nothing of the model's eyes. */
function readTest({ text, finish }: Answer): Diagnosis['code'] {
  if (text.replaceAll(/\D/g, '').includes(number)) return 'ready';
  if (finish === 'length') return 'cut';
  return finish === 'refusal' ? 'declined' : 'no-vision';
}

/** What is known to fail without asking. */
function findObstacle({ baseUrl, provider, key, model }: Endpoint, around: Surroundings) {
  if (!URL.canParse(baseUrl)) return 'address';
  const { protocol, hostname } = new URL(baseUrl);
  if (protocol !== 'http:' && protocol !== 'https:') return 'address';
  if (model.trim() === '') return 'no-model';
  if (providers[provider].needsKey && key === null) return 'no-key';
  if (!around.isOnline && !isLoopback(hostname)) return 'offline';
  if (around.pageProtocol === 'https:' && protocol === 'http:' && !isLoopback(hostname))
    return 'mixed-content';
  return around.isAllowed(baseUrl) ? null : 'blocked-here';
}

/** The small question, and what the server took of it. @param schema what the answer is to be; null for free text */
export async function askTest(
  endpoint: Endpoint,
  tools: Pick<ConnectionTools, 'signal' | 'clock' | 'timeoutMs' | 'fetch' | 'rules'>,
  schema: JsonSchema | null
): Promise<{ readonly result: Result; readonly abilities: Abilities }> {
  const { signal, clock = realClock, timeoutMs = 60_000, fetch: send } = tools;
  const options = { signal, clock, timeoutMs, ...(send && { fetch: send }) };
  const request = { ...(await composeQuestion(tools.rules)), schema };
  let abilities = providers[endpoint.provider].abilities;
  let result = await sendRequest(endpoint, request, abilities, options);
  while (!result.ok) {
    const fewer = adapt(abilities, result.failure, request);
    if (!fewer) break;
    abilities = fewer;
    result = await sendRequest(endpoint, request, abilities, options);
  }
  return { result, abilities };
}

async function composeQuestion({
  maxOutputTokens,
  effort,
  imageDetail
}: ConnectionTools['rules']): Promise<ChatRequest> {
  // So wide that the digits are 28 pixels high, which every model with eyes can read.
  const blank = { width: 1024, height: 32, rgb: new Uint8Array(3 * 1024 * 32).fill(255) };
  const picture = captionImage(blank, number);
  const bytes = await encodePng(picture);
  const base64 = btoa(String.fromCharCode(...bytes));
  const text = 'A number is written in the picture. Answer with its digits only.';
  const image = { caption: number, base64, width: picture.width, height: picture.height };
  return {
    system: '',
    turns: [
      {
        role: 'user',
        parts: [
          { kind: 'text', text },
          { kind: 'image', image }
        ]
      }
    ],
    maxOutputTokens,
    effort,
    detail: imageDetail,
    schema: null
  };
}

function codeOf({ kind, message }: Failure): Diagnosis['code'] {
  if (/CORS requests are not allowed/i.test(message)) return 'cors-organisation';
  return codes[kind];
}

const codes: Readonly<Record<FailureKind, Diagnosis['code']>> = {
  'no-key': 'no-key',
  'no-access': 'no-access',
  'no-credit': 'no-credit',
  'no-model': 'no-model',
  'no-vision': 'no-vision',
  'no-path': 'no-path',
  timeout: 'timeout',
  limit: 'limit',
  flagged: 'declined',
  streamed: 'streamed',
  'too-large': 'too-large',
  refused: 'refused',
  rate: 'rate-limit',
  overload: 'provider-trouble',
  server: 'provider-trouble',
  network: 'unreachable',
  malformed: 'not-understood',
  'other-form': 'not-understood'
};

/** The browser tells nothing of why; whether the server can be reached at all, without reading it, tells much. */
async function explainSilence({ baseUrl, provider }: Endpoint, tools: ConnectionTools) {
  const { hostname, port } = new URL(baseUrl);
  const isLocal = isLoopback(hostname) || isPrivate(hostname);
  const reached = await probe(baseUrl, { signal: tools.signal, ...(tools.fetch && { fetch: tools.fetch }) });
  if (reached) return provider === 'compatible' && port === '11434' ? 'ollama-origins' : 'cors';
  if (!isLocal) return 'unreachable';
  const isOtherSpace = tools.pageProtocol === 'https:';
  if (isOtherSpace && tools.localNetworkPermission !== 'granted') return 'local-network';
  return 'local-server';
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\]|.*\.localhost)$/.test(host);
const isPrivate = (host: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[f[cd])|\.local$/.test(host);
