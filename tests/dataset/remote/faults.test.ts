import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sample } from '../../../src/lib/core/sample';
import { Connection } from '../../../src/lib/dataset/remote/Connection';
import { openHub, type HubCache, type HubIndex } from '../../../src/lib/dataset/remote/openHub';
import type { SampleSource } from '../../../src/lib/dataset/SampleSource';
import { decoder } from '../parquet/decoder';
import { makeEditRows, makeShard, sha256 } from '../parquet/makeShard';
import { repository, revision, sendFile, startHub, type Fault, type HubServer } from './hubServer';

const names = [0, 1].map((i) => `parquet/image_editing/train-0000${i}-of-00002.parquet`);
const rows = makeEditRows(40, 20_000);
// Two row groups a shard, each a single page: an image costs its row group.
const shards = [rows.slice(0, 20), rows.slice(20)].map((part) => makeShard(part, { rowGroupSize: 10 }));
const files = new Map(names.map((name, i) => [name, shards[i]!]));

let hub: HubServer;
let waitedMs: number[];
let downloadedBytes: number;
let notes: string[];
let cached: Map<string, HubIndex>;

beforeEach(async () => {
  hub = await startHub(files);
  waitedMs = [];
  notes = [];
  downloadedBytes = 0;
  cached = new Map();
});

afterEach(() => hub.close());

function open(signal?: AbortSignal): Promise<SampleSource> {
  const cache: HubCache = {
    read: (key) => Promise.resolve(structuredClone(cached.get(key))),
    write: (key, index) => Promise.resolve(void cached.set(key, structuredClone(index)))
  };
  const connection = new Connection({
    ...(signal && { signal }),
    onBytes: (sizeBytes) => (downloadedBytes += sizeBytes),
    onNote: (note) => notes.push(note),
    wait: (ms) => {
      waitedMs.push(ms);
      return Promise.resolve();
    }
  });
  return openHub('hub', { origin: hub.origin, repository, revision }, { connection, decoder, cache });
}

const readReference = (source: SampleSource, row: number) =>
  source.find(source.samples[row]!.referenceImage!)!.read();

const hashOf = (row: number): string => sha256(rows[row]!.output_images![0]!.bytes!);

/** The first `count` requests for bytes that `applies` holds for end in `answer`. */
function failing(count: number, answer: Fault, applies: (count: number) => boolean = () => true): Fault {
  let failed = 0;
  return (asked) => failed < count && applies(asked.count) && answer(asked) && ++failed > 0;
}

const refuse =
  (status: number, headers: Readonly<Record<string, string>> = {}): Fault =>
  ({ response }) => {
    response.writeHead(status, headers).end();
    return true;
  };

/** Every answer of this server is damaged in one way or another; what is read is right, or there is a reason. */
async function expectRight(source: SampleSource): Promise<void> {
  for (const row of [0, 9, 10, 39]) expect(sha256(await readReference(source, row))).toBe(hashOf(row));
}

async function reasonOf(work: () => Promise<unknown>): Promise<string> {
  return work().then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.message.replaceAll(hub.origin, '') : String(error))
  );
}

describe('a hub that works', () => {
  it('gives every sample and image, and the bytes that it cost', async () => {
    const source = await open();
    expect(source.samples.map(({ instruction }: Sample) => instruction)).toEqual(
      rows.map(({ instruction }) => instruction)
    );
    expect(source).toMatchObject({ label: 'MedGEN-Bench', revision, problems: [] });
    await expectRight(source);
    // The list of files is counted, too.
    expect(downloadedBytes).toBeGreaterThan(hub.sentBytes);
    expect(downloadedBytes - hub.sentBytes).toBeLessThan(1_000);
  });

  it('is asked for text columns alone until an image is wanted', async () => {
    await open();
    const whole = [...files.values()].reduce((sum, { length }) => sum + length, 0);
    // The end of each shard, where its footer is, comes in one read of this length.
    expect(hub.sentBytes - 2 * 2 ** 16).toBeLessThan(whole * 0.01);
  });

  it('is not asked at all on the second visit, and only for images after it', async () => {
    await open();
    await hub.close();
    const source = await open();
    expect(source.samples).toHaveLength(40);
    expect(await reasonOf(() => readReference(source, 0))).toMatch(/could not be read.*Local shards/);
  });
});

describe('a hub that misbehaves', () => {
  it('without ranges (200): each shard is loaded once, and checked', async () => {
    hub.fault = (asked) => {
      sendFile({ ...asked, range: null });
      return true;
    };
    const source = await open();
    await expectRight(source);
    expect(hub.log.filter((line) => line.startsWith('/cdn/'))).toHaveLength(2);
  });

  it('without ranges, with another file than it lists: refused by its SHA-256', async () => {
    hub.wrongSha = 'f'.repeat(64);
    hub.fault = (asked) => {
      sendFile({ ...asked, range: null });
      return true;
    };
    expect(await reasonOf(open)).toMatch(
      /^parquet\/image_editing\/train-0000\d.*: not the file that is described: its SHA-256 differs/
    );
  });

  it('that says 416: what to do', async () => {
    const source = await open();
    hub.fault = refuse(416);
    expect(await reasonOf(() => readReference(source, 0))).toMatch(
      /shorter than.*got HTTP 416.*open the dataset again/
    );
  });

  it('that says 429 with Retry-After: waited for as long as it asks, then read', async () => {
    hub.fault = failing(2, refuse(429, { 'retry-after': '7' }));
    await expectRight(await open());
    expect(waitedMs).toContain(7_000);
    expect(notes).toContain('The server asks to wait 7 s');
    expect(notes.at(-1)).toBe('');
  });

  it('that says 429 with a date: waited until then', async () => {
    hub.fault = failing(1, refuse(429, { 'retry-after': new Date(Date.now() + 30_000).toUTCString() }));
    await expectRight(await open());
    expect(Math.max(...waitedMs)).toBeGreaterThan(25_000);
  });

  it('that says 429 without Retry-After: waited for longer and longer, then read', async () => {
    hub.fault = failing(2, refuse(429), (count) => count > 4);
    const source = await open();
    await expectRight(source);
    expect(waitedMs.every((ms) => ms >= 500 && ms <= 8_000)).toBe(true);
    expect(waitedMs.length).toBeGreaterThan(0);
  });

  it('that asks to wait an hour: says so instead of waiting', async () => {
    hub.fault = refuse(429, { 'retry-after': '3600' });
    expect(await reasonOf(open)).toMatch(
      /asked too often; got HTTP 429, expected an answer \(try again in 60 minutes/
    );
    expect(waitedMs).toEqual([]);
  });

  it('that fails for good: some tries, then a message', async () => {
    const source = await open();
    hub.fault = refuse(503);
    expect(await reasonOf(() => readReference(source, 0))).toMatch(/the server fails; got HTTP 503/);
    expect(waitedMs).toHaveLength(3);
  });

  it('whose redirect expires (403): asked anew where it leads', async () => {
    const source = await open();
    await readReference(source, 0);
    hub.expireRedirects();
    await expectRight(source);
  });

  it('that refuses the file itself (403): a message', async () => {
    hub.fault = refuse(403);
    expect(await reasonOf(open)).toMatch(/refuses the file; got HTTP 403, expected a public dataset/);
  });

  it('whose file changes between two ranges: nothing of it is used', async () => {
    const source = await open();
    hub.fault = ({ response, ...asked }) => {
      response.setHeader('etag', '"another"');
      const { range, content } = asked;
      response.writeHead(206, {
        'content-range': `bytes ${range!.start}-${range!.end - 1}/${content.length}`
      });
      response.end(content.subarray(range!.start, range!.end));
      return true;
    };
    expect(await reasonOf(() => readReference(source, 0))).toMatch(
      /has changed since it was opened; nothing of it is used.*open the dataset again/
    );
  });

  it('whose file has another length than before: nothing of it is used', async () => {
    const source = await open();
    hub.files.set(names[0]!, new Uint8Array([...shards[0]!, 0]));
    expect(await reasonOf(() => readReference(source, 0))).toMatch(/has changed since it was opened/);
  });

  it('with bodies cut short: read again, then a message', async () => {
    const source = await open();
    const cut: Fault = ({ response, content, range }) => {
      response.writeHead(206).end(content.subarray(range!.start, range!.end - 100));
      return true;
    };
    hub.fault = failing(2, cut);
    await expectRight(source);
    hub.fault = cut;
    const other = await open();
    expect(await reasonOf(() => readReference(other, 0))).toMatch(
      /another stretch of the file.*nothing of it is used; got \d+ bytes/
    );
  });

  it('with bodies longer than asked for: a message', async () => {
    const source = await open();
    hub.fault = ({ response, content, range }) => {
      response.writeHead(206).end(content.subarray(range!.start, range!.end + 100));
      return true;
    };
    expect(await reasonOf(() => readReference(source, 0))).toMatch(
      /another stretch of the file.*got more than \d+ bytes/
    );
  });

  it.each([1_000, -1_000])('that lies about Content-Length by %i bytes: never a wrong byte', async (lie) => {
    const source = await open();
    hub.fault = ({ response, content, range }) => {
      const body = content.subarray(range!.start, range!.end);
      // Node would not send such an answer.
      response.socket!.end(
        Buffer.concat([
          Buffer.from(
            `HTTP/1.1 206 Partial Content\r\naccess-control-allow-origin: *\r\ncontent-length: ${body.length + lie}\r\nconnection: close\r\n\r\n`
          ),
          body
        ])
      );
      return true;
    };
    expect(await reasonOf(() => readReference(source, 0))).toMatch(/could not be read|another stretch/);
    hub.fault = null;
  });

  it('that gives another stretch of the right length: refused by Content-Range', async () => {
    const source = await open();
    hub.fault = (asked) => {
      sendFile({ ...asked, range: { start: asked.range!.start - 1, end: asked.range!.end - 1 } });
      return true;
    };
    expect(await reasonOf(() => readReference(source, 0))).toMatch(/another stretch of the file/);
  });

  it('that gives another stretch and hides its headers: refused by the pages or by the name of the image', async () => {
    const source = await open();
    hub.fault = ({ response, content, range }) => {
      response.writeHead(206).end(content.subarray(range!.start - 1, range!.end - 1));
      return true;
    };
    expect(await reasonOf(() => readReference(source, 0))).toMatch(
      /output_images\.bytes|is not the one that its name says/
    );
  });

  it('with a shard of its series missing: the others are read, and the one is named', async () => {
    hub.files.delete(names[1]!);
    const source = await open();
    expect(source.samples).toHaveLength(20);
    expect(source.problems).toMatchObject([
      { code: 'shard-missing', where: { file: names[1] }, got: '1 of 2 shards' }
    ]);
  });

  it('with a listed shard that is not there (404): the others are read, and the next visit tries again', async () => {
    hub.fault = ({ path, response }) => {
      if (path === names[0]) response.writeHead(404).end();
      return path === names[0];
    };
    const source = await open();
    expect(source.samples).toHaveLength(20);
    expect(source.problems).toMatchObject([{ code: 'remote-missing', where: { file: names[0] } }]);
    hub.fault = null;
    expect((await open()).samples).toHaveLength(40);
  });

  it('that is not there at all: a message, and no long row of tries for each image', async () => {
    const source = await open();
    await hub.close();
    await reasonOf(() => readReference(source, 0));
    const before = waitedMs.length;
    expect(await reasonOf(() => readReference(source, 15))).toMatch(/could not be read.*Local shards/);
    expect(waitedMs.length).toBe(before);
  });

  it('whose list is no list: a message', async () => {
    hub.files.clear();
    expect(await reasonOf(open)).toMatch(/no Parquet files in this revision/);
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    hub.fault = () => {
      abort.abort(new Error('closed by the user'));
      return true;
    };
    expect(await reasonOf(() => open(abort.signal))).toBe('closed by the user');
  });
});
