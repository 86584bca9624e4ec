import type { Endpoint } from './providers/Provider';
import { providers } from './providers/providers';

/** What a connection can fail by; `ready` is none of it. */
export type DiagnosisCode =
  | 'ready'
  | 'address'
  | 'offline'
  | 'blocked-here'
  | 'mixed-content'
  | 'local-network'
  | 'local-server'
  | 'ollama-origins'
  | 'cors'
  | 'cors-organisation'
  | 'unreachable'
  | 'no-key'
  | 'no-access'
  | 'no-credit'
  | 'no-model'
  | 'no-vision'
  | 'no-path'
  | 'cut'
  | 'limit'
  | 'declined'
  | 'streamed'
  | 'too-large'
  | 'refused'
  | 'rate-limit'
  | 'provider-trouble'
  | 'timeout'
  | 'not-understood';

export interface Diagnosis {
  readonly code: DiagnosisCode;
  readonly isReady: boolean;
  readonly what: string;
  /** What to do about it, exactly; empty when nothing is to be done. */
  readonly remedy: string;
  /** The provider's own words; empty where it said none. */
  readonly said: string;
  /** Of code `limit`: the largest output limit that the server names. */
  readonly atMost?: number;
}

/** What the page knows of itself; handed in, because this room knows no browser. */
export interface Surroundings {
  /** `https:` or `http:`. */
  readonly pageProtocol: string;
  /** E.g. `https://someone.github.io`. */
  readonly pageOrigin: string;
  readonly isOnline: boolean;
  /** Of the browser's local-network permission; `unknown` where it has none to ask for. */
  readonly localNetworkPermission: 'granted' | 'denied' | 'prompt' | 'unknown';
  /** Whether this tab's list of addresses admits the URL. */
  isAllowed(url: string): boolean;
}

interface Facts {
  readonly origin: string;
  readonly label: string;
  readonly keyPage: string;
  readonly model: string;
  readonly around: Surroundings;
  readonly address: string;
  /** Names of what a request carries, in words. */
  readonly headers: string;
  readonly atMost: number | undefined;
}

type Words = readonly [what: string, remedy: string];

const described: Readonly<Record<DiagnosisCode, (facts: Facts) => Words>> = {
  ready: ({ model, label }) => [`${model} of ${label} answers and reads pictures.`, ''],
  address: () => [
    'This is not the address of a server.',
    'Give the whole address up to the version, for example http://localhost:11434/v1.'
  ],
  offline: () => ['This computer is offline.', 'Connect it to the network and test again.'],
  'blocked-here': ({ origin }) => [
    `This tab does not admit requests to ${origin}.`,
    `Allow ${origin} for this tab; the page then reloads, and nothing else can be reached from it.`
  ],
  'mixed-content': ({ origin }) => [
    `This page came by https, and browsers do not let such a page ask ${origin} by http.`,
    'Give the server a certificate and an https address, or serve this viewer from the same computer by http (npm start).'
  ],
  'local-network': ({ around, origin }) => [
    around.localNetworkPermission === 'denied'
      ? `The browser was told not to let this page reach ${origin} in your network.`
      : `The browser did not let this page reach ${origin}, or no server runs there.`,
    `Check that the server runs. In Chrome and Edge, open the site settings (left of the address), set “Local network access” to “Allow” and reload. Safari never lets an https page reach this computer: use another browser, or serve this viewer here by http (npm start).`
  ],
  'local-server': ({ origin }) => [
    `No server answers at ${origin}.`,
    'Start it, and check the port: Ollama has 11434, LM Studio 1234, vLLM 8000.'
  ],
  'ollama-origins': ({ around }) => [
    'Ollama runs, and refuses pages of this site.',
    `Quit Ollama and start it with OLLAMA_ORIGINS=${around.pageOrigin} in its environment: on a Mac “launchctl setenv OLLAMA_ORIGINS ${around.pageOrigin}”, on Linux “systemctl edit ollama” with Environment="OLLAMA_ORIGINS=${around.pageOrigin}", on Windows under the user's environment variables.`
  ],
  cors: ({ origin, around, headers }) => [
    `${origin} is there, but does not let pages of this site read its answers (CORS).`,
    `Set the server to allow the origin ${around.pageOrigin} with the headers ${headers}: vLLM --allowed-origins '["${around.pageOrigin}"]', LM Studio “Enable CORS”. Azure and some gateways cannot be asked from a page.`
  ],
  'cors-organisation': () => [
    'Your organisation at Anthropic does not allow requests from pages.',
    'Use a key of another organisation, or ask its administrator to allow browser (CORS) requests.'
  ],
  unreachable: ({ origin }) => [
    `${origin} cannot be reached.`,
    'Check the address. If it is right, a firewall, a VPN or an extension that blocks requests stands between: allow it for this site.'
  ],
  'no-key': ({ label, keyPage }) => [
    `${label} does not know this key.`,
    keyPage === '' ? 'Check the key that the server was started with.' : `Make or copy one at ${keyPage}.`
  ],
  'no-access': ({ model }) => [
    `The key is known, but may not use ${model}.`,
    'Give the key, or its project, access to the model, or choose another model.'
  ],
  'no-credit': ({ label }) => [
    `There is no credit left at ${label}.`,
    'Add credit or raise the limit in its billing settings.'
  ],
  'no-model': ({ model, label }) => [
    model.trim() === '' ? 'No model is named.' : `${label} has no model called ${model}.`,
    'Copy the exact name from the list of models; on Ollama, “ollama pull” it first.'
  ],
  'no-vision': ({ model }) => [
    `${model} does not read pictures.`,
    'Choose a model with vision: the judge has to see the images.'
  ],
  'no-path': ({ address }) => [
    `There is nothing at ${address}.`,
    'Check the address up to the version: usually it ends with /v1, for Gemini with /v1beta; Azure has /openai/v1, or /openai/deployments/… with ?api-version=….'
  ],
  cut: ({ model }) => [
    `${model} used up the output limit before it answered.`,
    'Raise the output limit, or lower the reasoning effort: what a reasoning model thinks counts as output.'
  ],
  limit: ({ atMost }) => [
    atMost === undefined
      ? 'The output limit is not what this server takes.'
      : `The output limit is too large; at most ${atMost.toLocaleString('en')} here.`,
    'Set a lower output limit (under Advanced) and test again.'
  ],
  declined: ({ model }) => [
    `${model} or its filter declined to read the test picture.`,
    'Test again; if it stays, choose another model: this one will decline many samples.'
  ],
  streamed: () => [
    'The server streams its answer although it was asked for a whole one.',
    'Turn streaming off in the server or the gateway between.'
  ],
  'too-large': () => [
    'The request alone is larger than the provider’s limit a minute for this key.',
    'Lower the output limit, or ask the provider for a higher limit: waiting does not help.'
  ],
  refused: () => [
    'The server refused the request.',
    'Its words say why; the model or an option under Advanced may be the reason.'
  ],
  'rate-limit': () => [
    'Everything is right, but the provider is at its limit for this key now.',
    'Wait a minute and test again; a run waits by itself.'
  ],
  'provider-trouble': () => ['The provider has trouble of its own.', 'Test again in some minutes.'],
  timeout: () => [
    'No answer came within a minute.',
    'Test again; a local server may still be loading the model.'
  ],
  'not-understood': () => [
    'The answer is not of the form that this provider has.',
    'Check that the right provider is chosen, and that the address is that of its API and not of a web page.'
  ]
};

interface Told {
  /** The provider's words, which never hold the key. */
  readonly said?: string;
  readonly atMost?: number | undefined;
}

export function describeDiagnosis(
  code: DiagnosisCode,
  { provider, baseUrl, model, key, headers: own = [] }: Endpoint,
  around: Surroundings,
  { said = '', atMost }: Told = {}
): Diagnosis {
  const { label, keyPage, wire } = providers[provider];
  const origin = URL.canParse(baseUrl) ? new URL(baseUrl).origin : baseUrl;
  const address = wire.address({ baseUrl, model });
  const sent = Object.keys(wire.headers(key && '', baseUrl));
  const headers = ['content-type', ...sent, ...own.map(([name]) => name)].join(', ');
  const [what, remedy] = described[code]({ origin, label, keyPage, model, around, address, headers, atMost });
  return { code, isReady: code === 'ready', what, remedy, said, ...(atMost !== undefined && { atMost }) };
}
