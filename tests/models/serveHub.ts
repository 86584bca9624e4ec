import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeHub {
  /** Scheme and host. */
  readonly origin: string;
  /** Every request: path, and range where there is one. */
  readonly requests: string[];
  /** Bytes after which the next answers of weights are cut, one an answer. */
  cuts: number[];
  /** What a cut waits for: bytes that nobody has read by then are lost with the connection. */
  beforeCut: () => Promise<unknown>;
  /** Answers a range with the whole file, as hosts without ranges do. */
  ignoresRanges: boolean;
  /** Status of the files of weights. */
  status: number;
  /** Changes the hash that is listed. */
  lies: boolean;
  close(): void;
}

const commit = 'a'.repeat(40);

/** Answers as the Hugging Face hub: a list with hashes, redirects to another path for the bytes, ranges, and cuts. */
export async function serveHub(
  repository: string,
  files: Readonly<Record<string, string>>
): Promise<FakeHub> {
  const contents = new Map(Object.entries(files).map(([name, path]) => [name, readFileSync(path)]));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    const range = request.headers.range ?? null;
    hub.requests.push(range === null ? pathname : `${pathname} ${range}`);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-expose-headers', 'content-range, accept-ranges');
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { 'access-control-allow-headers': 'range' }).end();
      return;
    }
    if (pathname === `/api/models/${repository}/revision/main`) {
      response.end(JSON.stringify({ sha: commit, siblings: [...contents].map((file) => list(...file)) }));
      return;
    }
    const name = pathname.slice(pathname.lastIndexOf('/') + 1);
    const content = contents.get(name);
    if (!content) response.writeHead(404).end();
    else if (pathname === `/${repository}/resolve/${commit}/${name}`)
      response.writeHead(302, { location: `/bridge/${name}` }).end();
    else if (pathname === `/bridge/${name}`) send(response, content, range, isLarge(name));
    else response.writeHead(404).end();
  });
  const isLarge = (name: string): boolean => /\.(bin|safetensors)$/.test(name);
  const list = (name: string, content: Buffer) => {
    const sha256 = hub.lies ? '0'.repeat(64) : createHash('sha256').update(content).digest('hex');
    const large = isLarge(name) && { lfs: { sha256, size: content.length, pointerSize: 134 } };
    return { rfilename: name, size: content.length, ...large };
  };
  const send = (response: ServerResponse, content: Buffer, range: string | null, large: boolean): void => {
    if (large && hub.status !== 200) {
      response.writeHead(hub.status).end();
      return;
    }
    const start = hub.ignoresRanges ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const body = content.subarray(start);
    const contentRange = `bytes ${start}-${content.length - 1}/${content.length}`;
    response.writeHead(start > 0 ? 206 : 200, {
      'content-length': body.length,
      ...(start > 0 && { 'content-range': contentRange })
    });
    const cut = large ? hub.cuts.shift() : undefined;
    if (cut === undefined) response.end(body);
    else response.write(body.subarray(0, cut), () => void hub.beforeCut().then(() => response.destroy()));
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const hub: FakeHub = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    cuts: [],
    beforeCut: () => new Promise((wake) => setTimeout(wake, 30)),
    ignoresRanges: false,
    status: 200,
    lies: false,
    close: () => {
      server.closeAllConnections();
      server.close();
    }
  };
  return hub;
}
