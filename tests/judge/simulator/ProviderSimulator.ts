import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../../src/lib/judge/Clock';
import { realClock } from '../../../src/lib/judge/Clock';
import type { VirtualClock } from './VirtualClock';
import {
  readKey,
  readRequest,
  shapeOf,
  writeAnswer,
  writeError,
  writeModels,
  type Finish,
  type Shape,
  type SimulatedUsage
} from './wireShapes';

/** One question as the simulator sees it. */
export interface SimulatedRequest {
  readonly shape: Shape;
  /** Counts from 0 over all questions. */
  readonly index: number;
  /** From the marker `sample-<number>` in the prompt; 0 where there is none. */
  readonly sample: number;
  /** How often the sample was asked before. */
  readonly seen: number;
  /** The request carries an answer that was no verdict. */
  readonly isRepair: boolean;
  readonly nowMs: number;
  readonly body: Record<string, unknown>;
}

/** What it does about a question. */
export type Act =
  | {
      readonly do: 'answer';
      readonly text?: string;
      readonly finish?: Finish;
      readonly usage?: SimulatedUsage;
    }
  | {
      readonly do: 'refuse';
      readonly status: number;
      readonly message?: string;
      readonly code?: string;
      readonly headers?: Record<string, string>;
      /** Instead of the provider's own shape. */
      readonly body?: unknown;
    }
  /** This body as it is; under status 200 where none is given. */
  | {
      readonly do: 'raw';
      readonly body: string;
      readonly status?: number;
      readonly headers?: Record<string, string>;
    }
  /** Half of the answer, then the connection ends. */
  | { readonly do: 'cut' }
  /** No response at all, the connection ends. */
  | { readonly do: 'drop' }
  | { readonly do: 'hang' }
  | { readonly do: 'slow'; readonly ms: number };

export type Script = (request: SimulatedRequest) => Act;

export interface SimulatorOptions {
  readonly script?: Script;
  /** The key that is accepted; every one when absent. */
  readonly key?: string;
  /** Models that exist; every one when absent. */
  readonly models?: readonly string[];
  /** Instead of the list of them. */
  readonly list?: unknown;
  /** `off`: no CORS headers at all. `ollama`: other origins than localhost get 403. */
  readonly cors?: 'open' | 'off' | 'ollama';
  /** Response headers that a page may read, `access-control-expose-headers`. */
  readonly expose?: string;
  /** Request headers that are allowed beside the providers' own, in lower case. */
  readonly headers?: readonly string[];
  readonly clock?: Clock | VirtualClock;
}

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  /** With its question mark; empty where there is none. */
  readonly search: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const allowedHeaders = [
  'content-type',
  'authorization',
  'x-api-key',
  'x-goog-api-key',
  'anthropic-version',
  'anthropic-dangerous-direct-browser-access'
];

/** A verdict whose scores follow from the sample's number. */
export function makeVerdictText(sample: number, highest = 10): string {
  const score = 1 + (sample % highest);
  const part = { score, explanation: `simulated explanation of sample ${sample}` };
  return JSON.stringify({
    anatomical_accuracy: part,
    clinical_finding_accuracy: part,
    instruction_compliance: part,
    cross_modal_consistency: part,
    hallucination_omission_control: part,
    overall_score: score,
    final_thoughts: 'simulated'
  });
}

/**
 * A real HTTP server with the paths, headers, CORS rules and error shapes of OpenAI, Anthropic and Gemini. Base addresses:
 * `{url}/v1` for the first two, `{url}/v1beta` for Gemini. Use it from Node and from pages; `close` it.
 */
export class ProviderSimulator {
  /** Questions in the order of their arrival; preflights are not among them. */
  readonly requests: LoggedRequest[] = [];
  /** Of the list of models. */
  readonly listings: LoggedRequest[] = [];
  readonly #options: SimulatorOptions;
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #seen = new Map<number, number>();
  #answered = 0;
  #usage = { input: 0, output: 0 };

  private constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#clock = options.clock ?? realClock;
    this.#server = createServer((request, response) => {
      this.#respond(request, response).catch(() => response.destroy());
    });
  }

  static async open(options: SimulatorOptions = {}): Promise<ProviderSimulator> {
    const simulator = new ProviderSimulator(options);
    await new Promise<void>((resolve) => simulator.#server.listen(0, '127.0.0.1', resolve));
    return simulator;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Answers given, whole or cut. */
  get answered(): number {
    return this.#answered;
  }

  /** Tokens that a bill would count. */
  get usage(): SimulatedUsage {
    return this.#usage;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, search } = new URL(request.url ?? '/', 'http://localhost');
    if (!this.#allow(request, response)) return;
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (request.method === 'GET') return this.#list(request, response);
    const body = await readText(request);
    const shape = shapeOf(path);
    if (!shape || request.method !== 'POST') return void response.writeHead(404).end('not found');
    this.requests.push({ method: 'POST', path, search, headers: request.headers, body });
    const parsed = JSON.parse(body) as Record<string, unknown>;
    const read = readRequest(shape, path, parsed);
    const refusal = this.#check(shape, request, read.model);
    if (refusal) return this.#act(refusal, shape, response, 0);
    const sample = Number(/sample-(\d+)/.exec(read.text)?.[1] ?? 0);
    const seen = this.#seen.get(sample) ?? 0;
    this.#seen.set(sample, seen + 1);
    const index = this.requests.length - 1;
    const facts = {
      shape,
      index,
      sample,
      seen,
      isRepair: read.isRepair,
      nowMs: this.#clock.now(),
      body: parsed
    };
    await this.#act(this.#options.script?.(facts) ?? { do: 'answer' }, shape, response, sample);
  }

  /** The list of its models, to those who have the key. */
  #list(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (!pathname.endsWith('/models')) return void response.writeHead(404).end('not found');
    this.listings.push({ method: 'GET', path: pathname, search, headers: request.headers, body: '' });
    const shape = searchParams.has('pageSize')
      ? 'gemini'
      : searchParams.has('limit')
        ? 'anthropic'
        : 'openai';
    const ids = this.#options.models ?? ['gpt-test'];
    const refusal = this.#check(shape, request, ids[0] ?? '');
    if (refusal) return void this.#act(refusal, shape, response, 0);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(this.#options.list ?? writeModels(shape, ids)));
  }

  /** Sets the CORS headers; false when the request is refused for its origin or its headers. */
  #allow({ headers, method }: IncomingMessage, response: ServerResponse): boolean {
    const { cors = 'open', expose, headers: more = [] } = this.#options;
    const allowed = [...allowedHeaders, ...more];
    const isForeign = headers.origin !== undefined && !/^http:\/\/(localhost|127\.)/.test(headers.origin);
    if (cors === 'ollama' && isForeign) {
      response.writeHead(403).end();
      return false;
    }
    if (cors === 'off') return true;
    const asked = String(headers['access-control-request-headers'] ?? '').toLowerCase();
    const names = asked.split(',').filter(Boolean);
    const unknown = names.find((name) => !allowed.includes(name.trim()));
    const isAnthropic = shapeOf(new URL(String(response.req.url), 'http://x').pathname) === 'anthropic';
    const direct = 'anthropic-dangerous-direct-browser-access';
    const isDirect = method === 'OPTIONS' ? asked.includes(direct) : headers[direct] !== undefined;
    if (unknown || (isAnthropic && !isDirect)) return true;
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-methods', 'POST, GET, OPTIONS');
    response.setHeader('access-control-allow-headers', allowed.join(', '));
    const exposed = expose ?? (isAnthropic ? '*' : '');
    if (exposed !== '') response.setHeader('access-control-expose-headers', exposed);
    return true;
  }

  #check(shape: Shape, { headers }: IncomingMessage, model: string): Act | null {
    const { key, models } = this.#options;
    if (key !== undefined && readKey(shape, headers) !== key) return refuseKey(shape);
    if (models === undefined || models.includes(model)) return null;
    return {
      do: 'refuse',
      status: 404,
      code: 'model_not_found',
      message: `The model \`${model}\` does not exist`
    };
  }

  async #act(act: Act, shape: Shape, response: ServerResponse, sample: number): Promise<void> {
    const json = { 'content-type': 'application/json' };
    if (act.do === 'drop') return void response.destroy();
    if (act.do === 'hang') return this.#park(Number.MAX_SAFE_INTEGER / 2, response);
    if (act.do === 'slow') await this.#park(act.ms, response);
    if (act.do === 'raw') {
      return void response.writeHead(act.status ?? 200, { ...json, ...act.headers }).end(act.body);
    }
    if (act.do === 'refuse') {
      const { status, message = `simulated ${status}`, code, headers, body } = act;
      const content = body ?? writeError(shape, status, message, code);
      return void response.writeHead(status, { ...json, ...headers }).end(JSON.stringify(content));
    }
    const own: Extract<Act, { do: 'answer' }> = act.do === 'answer' ? act : { do: 'answer' };
    const usage = own.usage ?? { input: 900, output: 300 };
    this.#answered++;
    this.#usage = { input: this.#usage.input + usage.input, output: this.#usage.output + usage.output };
    const answer = writeAnswer(shape, own.text ?? makeVerdictText(sample), own.finish ?? 'stop', usage);
    const text = JSON.stringify(answer);
    if (act.do !== 'cut') return void response.writeHead(200, json).end(text);
    response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(text) });
    response.write(text.slice(0, text.length / 2), () => response.destroy());
  }

  /** Waits without holding a virtual clock up. */
  async #park(ms: number, response: ServerResponse): Promise<void> {
    const clock = this.#clock;
    const virtual = 'begin' in clock ? (clock as VirtualClock) : null;
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    virtual?.end();
    try {
      await clock.sleep(ms, gone.signal);
    } finally {
      virtual?.begin();
    }
  }
}

function refuseKey(shape: Shape): Act {
  if (shape === 'gemini') {
    return {
      do: 'refuse',
      status: 400,
      code: 'INVALID_ARGUMENT',
      message: 'API key not valid. Please pass a valid API key.'
    };
  }
  const code = shape === 'anthropic' ? 'authentication_error' : 'invalid_api_key';
  const message = shape === 'anthropic' ? 'invalid x-api-key' : 'Incorrect API key provided.';
  return { do: 'refuse', status: 401, code, message };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
