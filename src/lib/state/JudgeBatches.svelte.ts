import { describeError } from '../core/describeError';
import { batchWires, isRefusal, makeFetcher } from '../judge/batch/askBatch';
import { batchDiscount, type BatchJob } from '../judge/batch/BatchJob';
import { composeBatch, type ComposedBatch } from '../judge/batch/composeBatch';
import { endTwins } from '../judge/batch/endTwins';
import { arrivalUnknown, describeFind, describeLoss, findLostBatch } from '../judge/batch/findLostBatch';
import { readBatchLines } from '../judge/batch/readBatchLines';
import { storeBatchLines } from '../judge/batch/storeBatchLines';
import { writeBatchFile } from '../judge/batch/writeBatchFile';
import { Pace } from '../judge/Pace';
import type { Abilities, Endpoint } from '../judge/providers/Provider';
import type { BatchWire, RemoteBatch } from '../judge/providers/BatchWire';
import { providers } from '../judge/providers/providers';
import { askTest } from '../judge/testConnection';
import { makeVerdictSchema } from '../judge/verdictSchema';
import { judgeAnswers } from '../store/judgeAnswers';
import { listBatches, listHandedOver, removeBatch, writeBatch } from '../store/judgeBatches';
import type { JudgeDesk } from './JudgeDesk.svelte';
import { saveFile } from '../report/saveFile';

/** Batches that were handed over or taken along; they outlive the tab. */
export class JudgeBatches {
  jobs = $state.raw<readonly BatchJob[]>([]);
  isBusy = $state(false);
  failure = $state('');
  /** What was done last, in words. */
  note = $state('');
  /** The batch that is on its way just now; empty when none is. */
  sendingId = $state('');
  readonly #desk: JudgeDesk;
  readonly #abort = new AbortController();

  /** Whether pages may hand batches over to the chosen provider. */
  readonly canSubmit = $derived.by(() => batchWires[this.#desk.connection.provider] !== undefined);

  constructor(desk: JudgeDesk) {
    this.#desk = desk;
  }

  load(): Promise<void> {
    return this.#do(() => this.#reload());
  }

  /** Hands the open questions over; the cap is checked before anything is sent. */
  submit(): Promise<void> {
    return this.#do(async () => {
      const { endpoint } = this.#desk.connection;
      const wire = batchWires[endpoint.provider];
      if (!wire) return;
      const batch = await this.#compose(await this.#learn(), batchDiscount);
      if (!batch) return;
      // Kept before it is sent: an answer that is lost, or a tab that dies, must not have it paid for twice.
      const job = this.#describe(batch, 'unsure', batchDiscount);
      this.sendingId = job.id;
      await this.#keep(job);
      const remote = await this.#handOver(wire, batch, job);
      await this.#keepRemote(job, remote, remote.note);
      this.note = `${batch.entries.length} requests are handed over; come back within a day to collect.`;
    });
  }

  /** Writes the open questions into a file, for providers that do not take batches from pages. */
  takeAlong(): Promise<void> {
    return this.#do(async () => {
      const { wire, abilities } = providers[this.#desk.connection.provider];
      const batch = await this.#compose(abilities, 1);
      if (!batch) return;
      const text = writeBatchFile(batch.requests, wire.format);
      saveFile({ name: 'judge_batch.jsonl', blob: new Blob([text], { type: 'application/jsonl' }) });
      await this.#keep(this.#describe(batch, 'file', 1));
      this.note = 'Hand the file over yourself, and read the file of answers back here.';
    });
  }

  /** Asks how it stands, and stores what has come. */
  collect(job: BatchJob): Promise<void> {
    return this.#do(async () => {
      const endpoint = this.#endpointOf(job);
      const remote = await batchWires[job.provider]!.check(endpoint, job.remoteId!, this.#fetcher);
      if (remote.state === 'running') return this.#keep({ ...job, note: `Not ended: ${remote.note}` });
      const texts = await Promise.all(remote.results.map((address) => this.#fetcher(address)));
      await this.#store(job, texts.join('\n'), remote);
    });
  }

  /** Looks for a batch whose answer was lost. */
  find(job: BatchJob): Promise<void> {
    return this.#do(async () => {
      const wire = batchWires[job.provider]!;
      const found = await findLostBatch(job, this.#known, wire, this.#endpointOf(job), this.#fetcher);
      const note = describeFind(found);
      if (found.kind !== 'found') return this.#keep({ ...job, note });
      await this.#keepRemote(job, found.remote, note);
    });
  }

  /** @param files answers that came back, as lines */
  read(job: BatchJob, files: readonly File[]): Promise<void> {
    return this.#do(async () => {
      const texts = await Promise.all(files.map((file) => file.text()));
      await this.#store(job, texts.join('\n'), null);
    });
  }

  forget(job: BatchJob): Promise<void> {
    return this.#do(async () => {
      await removeBatch(job.id);
      await this.#reload();
    });
  }

  close(): void {
    this.#abort.abort(new DOMException('the page was left', 'AbortError'));
  }

  async #handOver(wire: BatchWire, { requests }: ComposedBatch, job: BatchJob): Promise<RemoteBatch> {
    const { endpoint } = this.#desk.connection;
    try {
      return await wire.submit(endpoint, requests, job.id, this.#fetcher);
    } catch (error) {
      if (!isRefusal(error)) throw new Error(describeLoss(error), { cause: error });
      await removeBatch(job.id);
      await this.#reload();
      throw error;
    }
  }

  /** Keeps it at once, then sees whether it arrived more than once. */
  async #keepRemote(job: BatchJob, { id: remoteId }: RemoteBatch, note: string): Promise<void> {
    const kept = { ...job, state: 'submitted' as const, remoteId, note };
    await this.#keep(kept);
    const wire = batchWires[job.provider]!;
    const twins = await endTwins(kept, this.#known, wire, this.#endpointOf(job), this.#fetcher).catch(
      (error: unknown) => `whether it arrived more than once is not known: ${describeError(error)}`
    );
    if (twins !== '') await this.#keep({ ...kept, note: [note, twins].filter(Boolean).join('; ') });
  }

  /** The provider's names of all batches of this browser. */
  get #known(): ReadonlySet<string> {
    return new Set(this.jobs.flatMap(({ remoteId }) => remoteId ?? []));
  }

  #endpointOf({ provider, baseUrl }: BatchJob): Endpoint {
    const { endpoint } = this.#desk.connection;
    if (endpoint.provider === provider && endpoint.baseUrl === baseUrl) return endpoint;
    throw new Error(`This batch is at ${baseUrl}: choose ${providers[provider].label} with its key.`);
  }

  async #store(job: BatchJob, text: string, remote: RemoteBatch | null): Promise<void> {
    const { lines, faulty } = readBatchLines(text);
    const { answered, lost, strange, open } = await storeBatchLines(
      job,
      lines,
      judgeAnswers,
      new Date().toISOString()
    );
    const failures = [...lost].map(([reason, count]) => `${count} × ${reason}`);
    const others = [
      open > 0 && `${open} without a line`,
      strange > 0 && `${strange} lines of other batches`,
      faulty > 0 && `${faulty} lines that cannot be read`
    ];
    const note = [`${answered} answers stored`, ...failures, ...others].filter(Boolean).join('; ');
    const state = remote?.state === 'failed' ? 'failed' : remote || answered > 0 ? 'collected' : job.state;
    const told = remote?.state === 'failed' ? `The provider gave it up: ${remote.note}` : note;
    await this.#keep({ ...job, state, answered, lost: job.entries.length - answered, note: told });
    this.note = 'Press Start scoring: stored answers are read without paying, only the rest is asked.';
  }

  /** One small question: what the model refuses would fail every request of the batch, a day later. */
  async #learn(): Promise<Abilities> {
    const { connection, rules } = this.#desk;
    const tools = { signal: this.#abort.signal, rules };
    const { result, abilities } = await askTest(connection.endpoint, tools, makeVerdictSchema(rules.scale));
    if (result.ok) return abilities;
    throw new Error(`Nothing was handed over, because a small question failed: ${result.failure.message}`);
  }

  /** Null when nothing is open. */
  async #compose(abilities: Abilities, share: number): Promise<ComposedBatch | null> {
    const { connection, rules, price, capUsd, images, parts } = this.#desk;
    const questions = parts.flatMap((part) => part.questions);
    const options = {
      endpoint: connection.endpoint,
      rules,
      price,
      capUsd,
      store: judgeAnswers,
      handedOver: await listHandedOver(),
      pace: new Pace(),
      concurrency: 1,
      signal: this.#abort.signal,
      kernels: await images.loadKernels()
    };
    const batch = await composeBatch(questions, options, abilities, share);
    if (batch.entries.length > 0) return batch;
    this.note = 'Every question has an answer already, or is in a batch that is not collected.';
    return null;
  }

  #describe({ entries, sent, mostUsd }: ComposedBatch, state: 'unsure' | 'file', share: number): BatchJob {
    const { connection, price } = this.#desk;
    const { provider, baseUrl, model } = connection.endpoint;
    return {
      id: crypto.randomUUID(),
      provider,
      baseUrl,
      model,
      wire: providers[provider].wire.format,
      remoteId: null,
      state,
      submittedAt: new Date().toISOString(),
      entries,
      sent,
      price: price && {
        input: share * price.inputUsdPerMillion,
        output: share * price.outputUsdPerMillion
      },
      mostUsd,
      answered: 0,
      lost: 0,
      note: state === 'unsure' ? arrivalUnknown : ''
    };
  }

  get #fetcher() {
    return makeFetcher(this.#desk.connection.endpoint, { signal: this.#abort.signal });
  }

  async #keep(job: BatchJob): Promise<void> {
    await writeBatch(job);
    await this.#reload();
  }

  async #reload(): Promise<void> {
    this.jobs = await listBatches();
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.failure = '';
    this.note = '';
    try {
      await work();
    } catch (error) {
      if (!this.#abort.signal.aborted) this.failure = describeError(error);
    }
    this.isBusy = false;
    this.sendingId = '';
  }
}
