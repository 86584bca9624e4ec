import type { Cause } from './Cause';
import type { Failure, FailureKind } from './providers/Provider';

/**
 * What follows from a failed request. `wait`: the server is busy, asked again later. `again`: it may pass, asked again a few
 * times. `stop`: it holds for every request. `leave`: it is about this request alone.
 */
export type Consequence = 'wait' | 'again' | 'stop' | 'leave';

const consequences: Readonly<Record<FailureKind, Consequence>> = {
  rate: 'wait',
  overload: 'wait',
  server: 'again',
  network: 'again',
  timeout: 'again',
  malformed: 'again',
  'no-key': 'stop',
  'no-credit': 'stop',
  limit: 'stop',
  streamed: 'stop',
  'no-access': 'stop',
  'no-model': 'stop',
  'no-vision': 'stop',
  'no-path': 'stop',
  flagged: 'leave',
  'too-large': 'leave',
  'other-form': 'leave',
  refused: 'leave'
};

/** What the server itself disproved by answering: then it is about the one request, whatever it says. */
const disproved: ReadonlySet<FailureKind> = new Set([
  'no-access',
  'no-model',
  'no-vision',
  'no-path',
  'limit'
]);

/** A run that waits longer is one that has ended: it says so, and goes on when it is started again. */
const longestWaitMs = 24 * 3_600_000;

export const asksTooLong = ({ kind, retryAfterMs }: Failure): boolean =>
  (consequences[kind] === 'wait' || consequences[kind] === 'again') && (retryAfterMs ?? 0) > longestWaitMs;

export function followFailure(failure: Failure, hasAnswers: boolean): Consequence {
  if (hasAnswers && disproved.has(failure.kind)) return 'leave';
  return asksTooLong(failure) ? 'stop' : consequences[failure.kind];
}

/** So often a question is asked that fails though others are answered. What may have been paid is asked less often. */
export const triesOf = ({ kind, mayBePaid }: Failure): number =>
  mayBePaid || kind === 'malformed' || kind === 'timeout' ? 2 : 4;

const causesOfKinds: Readonly<Partial<Record<FailureKind, Cause>>> = {
  flagged: 'flagged',
  'too-large': 'too-large',
  limit: 'limit',
  refused: 'refused'
};

export function causeOf(kind: FailureKind): Cause {
  return causesOfKinds[kind] ?? (consequences[kind] === 'stop' ? 'setup' : 'connection');
}
