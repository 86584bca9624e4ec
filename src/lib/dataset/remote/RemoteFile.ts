import { DataError } from '../../core/problem';
import type { Answer } from '../loadBytes';
import type { ByteSource } from '../parquet/ByteSource';
import { requireFile } from '../requireFile';
import type { Connection } from './Connection';
import { PassingError } from './PassingError';
import { requireAnswer } from './requireAnswer';

export interface RemotePlace {
  readonly name: string;
  /** May redirect to an address that expires. */
  readonly url: string;
  readonly byteLength: number;
  /** Of the whole file, 64 hexadecimal digits; null where nobody says. */
  readonly sha256: string | null;
  /** It is small, and comes whole with the first read. */
  readonly isSmall?: boolean;
}

/** A server without ranges gives the whole file or nothing; larger ones are refused instead of loaded for one image. */
const maxWholeBytes = 2 ** 28;

/** An address that was good before: it has expired, and the first one knows the next. */
const expiries: ReadonlySet<number> = new Set([400, 401, 403, 404, 410]);

/**
 * A file on a server, read by ranges. Every answer must be exactly the stretch that was asked for, of the file that was
 * asked for: what cannot be checked by the answer's headers (many servers hide them from pages) is checked by its length.
 */
export class RemoteFile implements ByteSource {
  readonly name: string;
  readonly byteLength: number;
  readonly #place: RemotePlace;
  readonly #connection: Connection;
  /** Where the last redirect led. */
  #resolved: string | null = null;
  /** By host: storages name the same bytes differently. */
  readonly #etags = new Map<string, string>();
  #whole: Promise<Uint8Array<ArrayBuffer>> | null = null;
  #first: Promise<unknown> | null = null;

  constructor(place: RemotePlace, connection: Connection) {
    this.#place = place;
    this.#connection = connection;
    this.name = place.name;
    this.byteLength = place.byteLength;
  }

  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    if (end <= start) return new Uint8Array();
    // Only the first answer shows whether there are ranges; without them each further request would load the whole file.
    // Not even a moment passes where there is none yet: of several reads at once exactly one must be the first.
    if (this.#first) await this.#first.catch(() => undefined);
    if (this.#whole) return (await this.#whole).slice(start, end);
    const reading = this.#connection.persist(() => this.#readRange(start, end));
    this.#first ??= reading;
    return reading;
  }

  async #readRange(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const answer = requireAnswer(this.name, await this.#request(start, end));
    this.#requireSameFile(answer);
    if (answer.status === 200) return (await this.#keepWhole(answer)).slice(start, end);
    this.#requireRange(answer, start, end);
    return answer.bytes;
  }

  /** Asks where the last redirect led; if that has expired, the address itself. */
  async #request(start: number, end: number): Promise<Answer> {
    const range = this.#place.isSmall ? {} : { range: { start, end } };
    const maxBytes = { 200: Math.min(this.byteLength, maxWholeBytes), 206: end - start };
    const resolved = this.#resolved;
    if (resolved !== null) {
      const answer = await this.#connection
        .load({ url: resolved, ...range, maxBytes })
        .catch((error: unknown) => {
          if (!(error instanceof PassingError)) throw error;
          return null;
        });
      if (answer && !expiries.has(answer.status)) return answer;
      if (this.#resolved === resolved) this.#resolved = null;
    }
    const answer = await this.#connection.load({ url: this.#place.url, ...range, maxBytes });
    if (answer.status === 206 && answer.url !== this.#place.url) this.#resolved = answer.url;
    return answer;
  }

  #requireSameFile({ headers, url }: Answer): void {
    const etag = headers.get('etag')?.replace(/^W\//, '');
    if (etag === undefined) return;
    const { host } = new URL(url);
    const known = this.#etags.get(host);
    this.#etags.set(host, etag);
    if (known === undefined || known === etag) return;
    throw this.#describeChange(`ETag ${etag} after ${known}`);
  }

  #requireRange({ headers, bytes, isTooLong }: Answer, start: number, end: number): void {
    const range = headers.get('content-range');
    const expected = `bytes ${start}-${end - 1}/${this.byteLength}`;
    if (range !== null && range !== expected && range !== expected.replace(/\d+$/, '*')) {
      if (/\/\d+$/.exec(range)?.[0] !== `/${this.byteLength}`) throw this.#describeChange(range);
      throw this.#describeRange(range, expected);
    }
    if (isTooLong || bytes.length !== end - start) {
      const got = isTooLong ? `more than ${end - start} bytes` : `${bytes.length} bytes`;
      throw new PassingError(this.#describeRange(got, `${end - start} bytes`));
    }
  }

  /** The server gave all of it, so it is all here: checked, and kept for further reads. */
  #keepWhole({ bytes, isTooLong }: Answer): Promise<Uint8Array<ArrayBuffer>> {
    if (isTooLong && this.byteLength > maxWholeBytes) throw this.#describeNoRanges();
    if (isTooLong) throw this.#describeChange(`more than ${this.byteLength} bytes`);
    if (bytes.length < this.byteLength) {
      throw new PassingError(this.#describeRange(`${bytes.length} bytes`, `${this.byteLength} bytes`));
    }
    const whole = this.#whole ?? this.#check(bytes);
    this.#whole = whole;
    whole.catch(() => (this.#whole = null));
    return whole;
  }

  async #check(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const { sha256 } = this.#place;
    if (sha256 !== null) await requireFile(bytes, { file: this.name, byteLength: this.byteLength, sha256 });
    return bytes;
  }

  #describeRange(got: string, expected: string): DataError {
    return new DataError({
      code: 'remote-range',
      where: { file: this.name },
      what: 'the server gives another stretch of the file than it was asked for; nothing of it is used',
      got,
      expected: `${expected} (if this stays, download the file and choose “Local shards”)`
    });
  }

  #describeChange(got: string): DataError {
    return new DataError({
      code: 'remote-changed',
      where: { file: this.name },
      what: 'the file on the server has changed since it was opened; nothing of it is used',
      got,
      expected: `the same ${this.byteLength} bytes (open the dataset again)`
    });
  }

  #describeNoRanges(): DataError {
    return new DataError({
      code: 'remote-no-ranges',
      where: { file: this.name },
      what: 'the server gives only whole files, and this one is too large to be loaded for a few images',
      got: `${this.byteLength} bytes`,
      expected: `ranges, or at most ${maxWholeBytes} bytes (download the file and choose “Local shards”)`
    });
  }
}
