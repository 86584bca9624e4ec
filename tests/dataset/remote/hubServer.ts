import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request for a file's bytes, behind the redirect. */
export interface FileRequest {
  readonly path: string;
  readonly content: Buffer;
  /** Null for the whole file. */
  readonly range: { readonly start: number; readonly end: number } | null;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Of all requests for files, from 0. */
  readonly count: number;
}

/** Answers in place of the server and returns true, or leaves it to it. */
export type Fault = (asked: FileRequest) => boolean;

export interface HubServer {
  /** Scheme and host. */
  readonly origin: string;
  /** Path in the repository → bytes; may be changed while it runs. */
  readonly files: Map<string, Uint8Array>;
  fault: Fault | null;
  /** What the list of files says of a file's SHA-256 instead of the truth. */
  wrongSha: string | null;
  hasCors: boolean;
  /** Redirects that were given before do not lead anywhere any more. */
  expireRedirects(): void;
  /** Paths of all requests, in order; those for bytes with their range. */
  readonly log: string[];
  /** Bytes of bodies sent. */
  sentBytes: number;
  close(): Promise<void>;
}

export const repository = 'Jack04810/MedGEN-Bench';
export const revision = 'cee5e7ae410f7c5be12d5fa55464afb094c099b7';

/** A server that speaks the paths of the Hugging Face hub: the list of files, and files behind a redirect that expires. */
export async function startHub(files: ReadonlyMap<string, Uint8Array>): Promise<HubServer> {
  let token = 1;
  let count = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    const range = parseRange(request.headers.range);
    hub.log.push(range ? `${pathname} ${range.start}-${range.end}` : pathname);
    if (hub.hasCors) response.setHeader('access-control-allow-origin', '*');
    if (hub.hasCors) response.setHeader('access-control-expose-headers', '*');
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-headers', 'range');
      response.writeHead(204).end();
      return;
    }
    const [, given = '', path = ''] = /^\/cdn\/(\d+)\/(.+)$/.exec(decodeURIComponent(pathname)) ?? [];
    const resolved = /^\/datasets\/[^/]+\/[^/]+\/resolve\/[^/]+\/(.+)$/.exec(
      decodeURIComponent(pathname)
    )?.[1];
    if (pathname.startsWith('/api/')) answerApi(pathname, response);
    else if (resolved !== undefined)
      response.writeHead(302, { location: `/cdn/${token}/${encodeURI(resolved)}` }).end();
    else if (given !== '' && given !== String(token)) response.writeHead(403).end('expired');
    else {
      const content = hub.files.get(path);
      if (!content) return void response.writeHead(404).end();
      const asked = { path, content: Buffer.from(content), range, request, response, count: count++ };
      if (!hub.fault?.(asked)) answerFile(asked);
    }
  });

  function answerApi(pathname: string, response: ServerResponse): void {
    if (pathname.includes('/revision/')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ sha: revision }));
      return;
    }
    const list = [...hub.files].map(([path, content]) => ({
      type: 'file',
      path,
      size: content.length,
      lfs: {
        oid: hub.wrongSha ?? createHash('sha256').update(content).digest('hex'),
        size: content.length,
        pointerSize: 134
      }
    }));
    const body = JSON.stringify([{ type: 'directory', path: 'parquet' }, ...list]);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  }

  const hub: HubServer = {
    origin: '',
    files: new Map(files),
    fault: null,
    wrongSha: null,
    hasCors: true,
    expireRedirects: () => void token++,
    log: [],
    sentBytes: 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      })
  };

  function answerFile(asked: FileRequest): void {
    hub.sentBytes += sendFile(asked);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(hub, { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** The answer of a server that does everything right; gives the length of its body. */
export function sendFile({ content, range, request, response }: FileRequest): number {
  const etag = `"${createHash('md5').update(content).digest('hex')}"`;
  const body = range ? content.subarray(range.start, range.end) : content;
  const headers = { etag, 'accept-ranges': 'bytes', 'content-length': body.length };
  const contentRange = range && `bytes ${range.start}-${range.end - 1}/${content.length}`;
  response.writeHead(range ? 206 : 200, {
    ...headers,
    ...(contentRange && { 'content-range': contentRange })
  });
  response.end(request.method === 'HEAD' ? undefined : body);
  return body.length;
}

function parseRange(header: string | undefined): FileRequest['range'] {
  const [, start, last] = /^bytes=(\d+)-(\d+)$/.exec(header ?? '') ?? [];
  return start === undefined ? null : { start: Number(start), end: Number(last) + 1 };
}
