import type { Endpoint } from './Provider';

/** A request of a batch: its name and the body that would be sent alone. */
export interface BatchRequest {
  readonly name: string;
  readonly body: unknown;
}

export interface RemoteBatch {
  readonly id: string;
  /** `running` may be long; `ended` has what came of it; `failed` has nothing. */
  readonly state: 'running' | 'ended' | 'failed';
  /** Where the lines of results are; several where errors have a file of their own. */
  readonly results: readonly string[];
  readonly note: string;
}

/** One line of results. */
export interface BatchLine {
  readonly name: string;
  /** The response's body as it would have come alone; null where the provider has none. */
  readonly body: unknown;
  /** Why there is no body; empty where there is one. */
  readonly failure: string;
}

/** Asks an address and gives the text of its answer. @throws DataError `batch` with the provider's words, `batch-lost` without an answer */
export type Fetcher = (
  address: string,
  init?: { readonly method: string; readonly body?: BodyInit }
) => Promise<string>;

/** A batch that was handed over, and whose answer was lost. */
export interface SoughtBatch {
  /** As it was handed over with. */
  readonly name: string;
  /** ISO 8601, by this machine's clock. */
  readonly submittedAt: string;
  readonly requests: number;
}

/** How a provider takes batches. */
export interface BatchWire {
  /** Whether it tells batches by the name that they were handed over with. */
  readonly keepsName: boolean;
  /**
   * @param name to find it again by, where the provider keeps one
   * @throws DataError of code `batch` where nothing was handed over; after anything else it may have been
   */
  submit(
    endpoint: Endpoint,
    requests: readonly BatchRequest[],
    name: string,
    ask: Fetcher
  ): Promise<RemoteBatch>;
  /** Those of the provider's list that may be the one. */
  find(endpoint: Endpoint, sought: SoughtBatch, ask: Fetcher): Promise<readonly RemoteBatch[]>;
  check(endpoint: Endpoint, id: string, ask: Fetcher): Promise<RemoteBatch>;
  cancel(endpoint: Endpoint, id: string, ask: Fetcher): Promise<void>;
}
