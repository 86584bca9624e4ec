import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface ServedFolder {
  readonly url: string;
  /** What was asked for and how many bytes of it were sent. */
  readonly log: { readonly path: string; readonly sentBytes: number }[];
  readonly server: Server;
}

export interface Host {
  /** GitHub Pages has them; the simplest servers give whole files. */
  readonly hasRanges: boolean;
  /** What another host would send in place of a file. */
  readonly change?: (path: string, bytes: Buffer) => Buffer;
}

/** A host of static files. */
export async function serveFolder(folder: string, { hasRanges, change }: Host): Promise<ServedFolder> {
  const log: ServedFolder['log'] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const file = await readFile(join(folder, path)).catch(() => null);
      const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'range' };
      if (request.method === 'OPTIONS') return response.writeHead(204, headers).end();
      if (!file) return response.writeHead(404, headers).end();
      const bytes = change?.(path, file) ?? file;
      const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      const part = hasRanges && start !== undefined ? bytes.subarray(Number(start), Number(end) + 1) : bytes;
      log.push({ path, sentBytes: part.length });
      const isPart = part !== bytes;
      const range = { 'content-range': `bytes ${start}-${end}/${bytes.length}` };
      response.writeHead(isPart ? 206 : 200, { ...headers, ...(isPart && range) }).end(part);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, log, server };
}
