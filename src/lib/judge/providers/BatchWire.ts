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

/** Asks an address and gives the text of its answer. @throws DataError with the provider's words */
export type Fetcher = (
  address: string,
  init?: { readonly method: string; readonly body?: BodyInit }
) => Promise<string>;

/** How a provider takes batches. */
export interface BatchWire {
  submit(endpoint: Endpoint, requests: readonly BatchRequest[], ask: Fetcher): Promise<RemoteBatch>;
  check(endpoint: Endpoint, id: string, ask: Fetcher): Promise<RemoteBatch>;
  cancel(endpoint: Endpoint, id: string, ask: Fetcher): Promise<void>;
}
