import type { DataError } from '../../core/problem';

interface Options {
  /** How long the server asks to wait; null where it does not say. */
  readonly afterMs?: number | null;
  /** The network failed, rather than the server. */
  readonly isNetwork?: boolean;
}

/** A failure that another try may not meet again. */
export class PassingError extends Error {
  override name = 'PassingError';
  /** What is said when no more tries are left. */
  readonly reason: DataError;
  readonly afterMs: number | null;
  readonly isNetwork: boolean;

  constructor(reason: DataError, { afterMs = null, isNetwork = false }: Options = {}) {
    super(reason.message);
    this.reason = reason;
    this.afterMs = afterMs;
    this.isNetwork = isNetwork;
  }
}
