import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { makeVerdictText } from './ProviderSimulator';
import { writeAnswer } from './wireShapes';

/** What becomes of a request of a batch: an answer, an error, or no line at all. */
export type BatchFate = 'answer' | 'error' | 'never';

export interface BatchSimulatorOptions {
  readonly shape: 'openai' | 'anthropic';
  /** So often the batch is said to be running before it has ended. */
  readonly checks?: number;
  /** By the sample's number, and its place in the batch from 0. */
  readonly fate?: (sample: number, place: number) => BatchFate;
  /** The whole batch is given up. */
  readonly fails?: boolean;
  /** Where the connection breaks: while the file comes in, before the batch is made, or when it is. */
  readonly breaks?: 'file' | 'before' | 'after';
  /** How often it does; a browser asks once more by itself. Once if absent. */
  readonly breaksSoOften?: number;
  /** Batches that are not of this page, as the provider lists them. */
  readonly others?: readonly unknown[];
}

interface Asked {
  readonly name: string;
  readonly sample: number;
}

/** Batches as OpenAI's files and batches, or Anthropic's message batches, answer for them. */
export class BatchSimulator {
  readonly headers: IncomingMessage['headers'][] = [];
  readonly paths: string[] = [];
  asked: readonly Asked[] = [];
  /** Questions that were asked outside of the batch. */
  alone = 0;
  /** Batches that were made, each to be paid for unless it is ended, by their names of this kind: `batch-1`. */
  made = 0;
  readonly ended: string[] = [];
  #metadata: unknown = null;
  #broken = 0;
  readonly #options: BatchSimulatorOptions;
  readonly #server: Server;
  #checks = 0;

  private constructor(options: BatchSimulatorOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#respond(request, response));
  }

  static async open(options: BatchSimulatorOptions): Promise<BatchSimulator> {
    const simulator = new BatchSimulator(options);
    await new Promise<void>((resolve) => simulator.#server.listen(0, '127.0.0.1', resolve));
    return simulator;
  }

  get baseUrl(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return `http://127.0.0.1:${address.port}/v1`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const path = request.url ?? '';
    if (request.method !== 'OPTIONS') {
      this.paths.push(`${request.method} ${path}`);
      this.headers.push(request.headers);
    }
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (path.endsWith('/chat/completions')) return void response.end(this.#answerAlone(body));
    if (this.#breaks(request.method ?? '', path, body)) return void response.destroy();
    response.end(this.#options.shape === 'openai' ? this.#openAi(path, body) : this.#anthropic(path, body));
  }

  #breaks(method: string, path: string, body: string): boolean {
    const { breaks, breaksSoOften = 1 } = this.#options;
    const isFile = path.endsWith('/files');
    const isOrder = method === 'POST' && path.endsWith('/batches');
    if (this.#broken === breaksSoOften || !breaks || !(breaks === 'file' ? isFile : isOrder)) return false;
    this.#broken++;
    if (breaks === 'after') this.#make(body);
    return true;
  }

  #make(body: string): void {
    this.made++;
    const order = JSON.parse(body) as { metadata?: unknown; requests?: { custom_id: string }[] };
    this.#metadata = order.metadata;
    if (order.requests) this.asked = order.requests.map((one) => read(one.custom_id, JSON.stringify(one)));
  }

  #list(): string {
    const { shape, others = [] } = this.#options;
    // To be listed is not to be asked for.
    const isRunning = this.#checks < (this.#options.checks ?? 0);
    const facts =
      shape === 'openai'
        ? { metadata: this.#metadata, created_at: Math.floor(Date.now() / 1000) }
        : { created_at: new Date().toISOString(), request_counts: countAll(this.asked.length, isRunning) };
    const own = Array.from({ length: this.made }, (_, i) => ({ ...facts, id: `batch-${i + 1}` }));
    const state = isRunning ? 'in_progress' : 'completed';
    const data = [...others, ...own.map((one) => writeBatch(shape, state, one))];
    return JSON.stringify({ data, has_more: false });
  }

  /** Outside of the batch: the small question before, and what is asked afterwards. */
  #answerAlone(body: string): string {
    const isTest = body.includes('A number is written');
    if (!isTest) this.alone++;
    const text = isTest ? '4718' : makeVerdictText(3);
    return JSON.stringify(writeAnswer('openai', text, 'stop', { input: 900, output: 300 }));
  }

  #openAi(path: string, body: string): string {
    if (path === '/v1/files') {
      const lines = body.split(/\r?\n/).filter((line) => line.startsWith('{"custom_id"'));
      this.asked = lines.map((line) => read((JSON.parse(line) as { custom_id: string }).custom_id, line));
      return JSON.stringify({ id: 'file-in' });
    }
    if (path.endsWith('/files/file-out/content')) return this.#lines('answer');
    if (path.endsWith('/files/file-errors/content')) return this.#lines('error');
    if (path.startsWith('/v1/batches?')) return this.#list();
    if (path.endsWith('/cancel')) this.ended.push(path.split('/').at(-2)!);
    if (path === '/v1/batches') this.#make(body);
    const isRunning = path !== '/v1/batches' && this.#isRunning();
    const status = this.#options.fails
      ? 'failed'
      : path === '/v1/batches' || isRunning
        ? 'in_progress'
        : 'completed';
    return JSON.stringify(writeBatch('openai', status));
  }

  #anthropic(path: string, body: string): string {
    if (path.endsWith('/results')) return `${this.#lines('answer')}\n${this.#lines('error')}`;
    if (path.includes('?')) return this.#list();
    if (body !== '') this.#make(body);
    const hasEnded = body === '' && !this.#isRunning();
    return JSON.stringify(writeBatch('anthropic', hasEnded ? 'completed' : 'in_progress'));
  }

  #isRunning(): boolean {
    return this.#checks++ < (this.#options.checks ?? 0);
  }

  #lines(fate: BatchFate): string {
    const { shape, fate: fateOf = () => 'answer' as const } = this.#options;
    return this.asked
      .filter(({ sample }, place) => fateOf(sample, place) === fate)
      .map(({ name, sample }) => JSON.stringify(writeBatchLine(shape, name, fate === 'answer', sample)))
      .join('\n');
  }
}

const read = (name: string, text: string): Asked => ({
  name,
  sample: Number(/sample-(\d+)/.exec(text)?.[1] ?? 0)
});

/** What is said of a batch, whole, as the providers' own libraries describe it. */
export function writeBatch(
  shape: BatchSimulatorOptions['shape'],
  state: 'in_progress' | 'completed' | 'failed',
  facts: object = {}
): unknown {
  if (shape === 'openai') {
    return {
      id: 'batch-1',
      object: 'batch',
      completion_window: '24h',
      created_at: 1767225600,
      endpoint: '/v1/chat/completions',
      input_file_id: 'file-in',
      status: state,
      ...(state === 'completed' && { output_file_id: 'file-out', error_file_id: 'file-errors' }),
      ...(state === 'failed' && { errors: { object: 'list', data: [{ message: 'file is empty' }] } }),
      ...facts
    };
  }
  const hasEnded = state === 'completed';
  return {
    id: 'batch-1',
    type: 'message_batch',
    processing_status: hasEnded ? 'ended' : 'in_progress',
    request_counts: countAll(1, !hasEnded),
    created_at: '2026-01-01T00:00:00Z',
    expires_at: '2026-01-02T00:00:00Z',
    ended_at: hasEnded ? '2026-01-01T01:00:00Z' : null,
    archived_at: null,
    cancel_initiated_at: null,
    results_url: hasEnded ? 'https://elsewhere.invalid/results' : null,
    ...facts
  };
}

const countAll = (count: number, isRunning: boolean) => ({
  canceled: 0,
  errored: 0,
  expired: 0,
  processing: isRunning ? count : 0,
  succeeded: isRunning ? 0 : count
});

/** A line of results: an answer, or an error. */
export function writeBatchLine(
  shape: BatchSimulatorOptions['shape'],
  name: string,
  isAnswered: boolean,
  sample: number
) {
  const content = writeAnswer(shape, makeVerdictText(sample), 'stop', { input: 900, output: 300 });
  const message = 'the request is not valid';
  if (shape === 'openai') {
    const body = isAnswered ? content : { error: { message } };
    return { custom_id: name, response: { status_code: isAnswered ? 200 : 400, body } };
  }
  const error = { type: 'error', request_id: null, error: { type: 'invalid_request_error', message } };
  const result = isAnswered ? { type: 'succeeded', message: content } : { type: 'errored', error };
  return { custom_id: name, result };
}
