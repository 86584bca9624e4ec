import { describeError } from '../core/describeError';
import { DataError } from '../core/problem';
import { PassingError } from './remote/PassingError';

export interface BytesRequest {
  readonly url: string;
  /** `HEAD` asks for the headers alone. */
  readonly method?: 'HEAD';
  /** The first byte, and the byte after the last. */
  readonly range?: { readonly start: number; readonly end: number };
  /** How long a body may be by status; what is longer is left unread. A status that is absent has no body that matters. */
  readonly maxBytes: Readonly<Partial<Record<number, number>>>;
  readonly signal: AbortSignal;
  /** Told of every piece that arrives. */
  readonly onBytes: (sizeBytes: number) => void;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Where it came from in the end. */
  readonly url: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The body is longer than it may be, and was not read. */
  readonly isTooLong: boolean;
}

/** A server that sends nothing for so long is asked again. */
const silenceMs = 30_000;

/**
 * One request, with its body.
 * @throws PassingError when the network fails on the way; the signal's reason once it is aborted
 */
export async function loadBytes(request: BytesRequest): Promise<Answer> {
  const { url, range, signal } = request;
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  const onPiece = (sizeBytes: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), silenceMs);
    request.onBytes(sizeBytes);
  };
  try {
    const response = await fetch(url, {
      method: request.method ?? 'GET',
      signal: AbortSignal.any([signal, silence.signal]),
      // A range of one revision must never come out of a cache that holds another; the site's own files are asked for anew.
      cache: new URL(url).origin === globalThis.location?.origin ? 'no-cache' : 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      ...(range && { headers: { range: `bytes=${range.start}-${range.end - 1}` } })
    });
    const { status, headers } = response;
    const { bytes, isTooLong } = await readBody(response, request.maxBytes[status] ?? 0, onPiece);
    return { status, headers, url: response.url, bytes, isTooLong };
  } catch (error) {
    signal.throwIfAborted();
    throw describeFailure(url, error, silence.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}

async function readBody(
  { body, headers }: Response,
  maxBytes: number,
  onPiece: (sizeBytes: number) => void
): Promise<Pick<Answer, 'bytes' | 'isTooLong'>> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  const reader = body?.getReader();
  try {
    // The header is only a hint: what counts is what comes.
    if (maxBytes === 0 || Number(headers.get('content-length')) > maxBytes) {
      return { bytes: new Uint8Array(), isTooLong: maxBytes > 0 };
    }
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      sizeBytes += next.value.length;
      onPiece(next.value.length);
      if (sizeBytes > maxBytes) return { bytes: new Uint8Array(), isTooLong: true };
      pieces.push(next.value);
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
  return { bytes: join(pieces, sizeBytes), isTooLong: false };
}

function join(pieces: readonly Uint8Array[], sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

/** A page is not told why a request failed: the two likely reasons are named. */
function describeFailure(url: string, error: unknown, isSilent: boolean): PassingError {
  const isOffline = globalThis.navigator?.onLine === false;
  const { origin } = new URL(url);
  const reason = describeError(error);
  return new PassingError(
    new DataError({
      code: isOffline ? 'offline' : 'network',
      where: { file: url },
      what: isOffline ? 'this computer is offline' : `${origin} could not be read`,
      got: isSilent ? `nothing for ${silenceMs / 1000} s` : reason,
      expected: isOffline
        ? 'a connection (or the files themselves: choose “Local shards”)'
        : 'a connection, and a server that lets this page read (CORS); otherwise download the files and choose “Local shards”'
    }),
    { isNetwork: true }
  );
}
