import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';

/** MIME types as GitHub Pages sends them. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'application/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
  '.zip': 'application/zip',
  '.webmanifest': 'application/manifest+json'
};

/** Of the site's origin and without code, for what is stored before a page is opened. */
export const blankPath = 'blank';

/** With an icon: else the browser asks for one by itself. */
const blankPage = '<!doctype html><link rel="icon" href="data:,">';

/**
 * Serves a built site below `base` as GitHub Pages does: no COOP/COEP headers, `404.html` with status 404, a redirect to
 * the address with a trailing slash.
 */
export async function serveSite(
  folder: string,
  base: string,
  port = 0
): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    if (request.url === `${base}/${blankPath}`)
      return void response.setHeader('content-type', 'text/html').end(blankPage);
    void respond(folder, base, request.url ?? '/').then(({ status, file, location }) => {
      if (location) response.writeHead(status, { location }).end();
      else {
        response.writeHead(status, {
          'content-type': types[extname(file)] ?? 'application/octet-stream',
          // What is named by its content is asked for once: a page that is loaded again costs a third.
          ...(file.includes('immutable') && { 'cache-control': 'max-age=600' })
        });
        createReadStream(file).pipe(response);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}${base}/`, server };
}

interface Answer {
  readonly status: number;
  readonly file: string;
  readonly location?: string;
}

async function respond(folder: string, base: string, requested: string): Promise<Answer> {
  const { pathname } = new URL(requested, 'http://localhost');
  const notFound = { status: 404, file: join(folder, '404.html') };
  if (!pathname.startsWith(`${base}/`)) return notFound;
  const file = join(folder, normalize(decodeURIComponent(pathname.slice(base.length))));
  const info = await stat(file).catch(() => null);
  if (info?.isFile()) return { status: 200, file };
  if (!info?.isDirectory()) return notFound;
  if (!pathname.endsWith('/')) return { status: 301, file, location: `${pathname}/` };
  return { status: 200, file: join(file, 'index.html') };
}
