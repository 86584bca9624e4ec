import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { makeVerdictText } from './ProviderSimulator';
import { writeAnswer } from './wireShapes';

/** What becomes of a request of a batch: an answer, an error, or no line at all. */
export type BatchFate = 'answer' | 'error' | 'never';

export interface BatchSimulatorOptions {
  readonly shape: 'openai' | 'anthropic';
  /** So often the batch is said to be running before it has ended. */
  readonly checks?: number;
  /** By the sample's number. */
  readonly fate?: (sample: number) => BatchFate;
  /** The whole batch is given up. */
  readonly fails?: boolean;
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
    this.paths.push(`${request.method} ${path}`);
    this.headers.push(request.headers);
    response.setHeader('access-control-allow-origin', '*');
    response.end(this.#options.shape === 'openai' ? this.#openAi(path, body) : this.#anthropic(path, body));
  }

  #openAi(path: string, body: string): string {
    if (path === '/v1/files') {
      const lines = body.split(/\r?\n/).filter((line) => line.startsWith('{"custom_id"'));
      this.asked = lines.map((line) => read((JSON.parse(line) as { custom_id: string }).custom_id, line));
      return JSON.stringify({ id: 'file-in' });
    }
    if (path.endsWith('/files/file-out/content')) return this.#lines('answer');
    if (path.endsWith('/files/file-errors/content')) return this.#lines('error');
    const isRunning = path !== '/v1/batches' && this.#isRunning();
    const status = this.#options.fails
      ? 'failed'
      : path === '/v1/batches' || isRunning
        ? 'in_progress'
        : 'completed';
    const files = status === 'completed' ? { output_file_id: 'file-out', error_file_id: 'file-errors' } : {};
    return JSON.stringify({
      id: 'batch-1',
      status,
      ...files,
      errors: { data: [{ message: 'file is empty' }] }
    });
  }

  #anthropic(path: string, body: string): string {
    if (path.endsWith('/results')) return `${this.#lines('answer')}\n${this.#lines('error')}`;
    if (body !== '') {
      const { requests } = JSON.parse(body) as { requests: { custom_id: string }[] };
      this.asked = requests.map((one) => read(one.custom_id, JSON.stringify(one)));
    }
    const hasEnded = body === '' && !this.#isRunning();
    return JSON.stringify({ id: 'batch-1', processing_status: hasEnded ? 'ended' : 'in_progress' });
  }

  #isRunning(): boolean {
    return this.#checks++ < (this.#options.checks ?? 0);
  }

  #lines(fate: BatchFate): string {
    const { shape, fate: fateOf = () => 'answer' as const } = this.#options;
    return this.asked
      .filter(({ sample }) => fateOf(sample) === fate)
      .map(({ name, sample }) => {
        const content = writeAnswer(shape, makeVerdictText(sample), 'stop', { input: 900, output: 300 });
        const message = 'the request is not valid';
        if (shape === 'openai') {
          const body = fate === 'answer' ? content : { error: { message } };
          return JSON.stringify({
            custom_id: name,
            response: { status_code: fate === 'answer' ? 200 : 400, body }
          });
        }
        const result =
          fate === 'answer'
            ? { type: 'succeeded', message: content }
            : {
                type: 'errored',
                error: { type: 'error', error: { type: 'invalid_request_error', message } }
              };
        return JSON.stringify({ custom_id: name, result });
      })
      .join('\n');
  }
}

const read = (name: string, text: string): Asked => ({
  name,
  sample: Number(/sample-(\d+)/.exec(text)?.[1] ?? 0)
});
