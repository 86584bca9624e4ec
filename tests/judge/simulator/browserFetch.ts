import type { VirtualClock } from './VirtualClock';

/** Headers that a page may send without asking, and those of a response that it may always read. */
const safeRequest = ['accept'];
const safeResponse = ['cache-control', 'content-language', 'content-length', 'content-type', 'expires'];

/**
 * `fetch` as a page on another origin has it: with a preflight, refused without the right CORS headers by a TypeError that
 * tells nothing, and with response headers hidden unless they are exposed. The clock stands still meanwhile.
 */
export function makeBrowserFetch(origin: string, clock?: VirtualClock): typeof fetch {
  return async (input, init) => {
    clock?.begin();
    try {
      const url = String(input);
      if (init?.mode === 'no-cors') {
        await fetch(url, { ...init, mode: 'cors' });
        return new Response(null, { status: 204 });
      }
      await preflight(url, origin, init);
      const headers = { ...(init?.headers as Record<string, string>), origin };
      const response = await fetch(url, { ...init, headers });
      if (!isAllowed(response, origin)) throw new TypeError('Failed to fetch');
      return await copy(response);
    } catch (error) {
      init?.signal?.throwIfAborted();
      if (error instanceof TypeError) throw new TypeError('Failed to fetch', { cause: error });
      throw error;
    } finally {
      clock?.end();
    }
  };
}

async function preflight(url: string, origin: string, init: RequestInit | undefined): Promise<void> {
  const names = Object.keys((init?.headers ?? {}) as Record<string, string>).filter(
    (name) => !safeRequest.includes(name)
  );
  const response = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': init?.method ?? 'GET',
      'access-control-request-headers': names.join(',')
    },
    signal: init?.signal ?? null
  });
  const allowed = (response.headers.get('access-control-allow-headers') ?? '').toLowerCase();
  const isRefused = !response.ok || names.some((name) => !allowed.includes(name.toLowerCase()));
  if (isRefused || !isAllowed(response, origin)) throw new TypeError('Failed to fetch');
}

function isAllowed(response: Response, origin: string): boolean {
  const allowed = response.headers.get('access-control-allow-origin');
  return allowed === '*' || allowed === origin;
}

/** With only the headers that a page sees. A body that breaks off breaks off for the reader, after the headers. */
async function copy(response: Response): Promise<Response> {
  const exposed = (response.headers.get('access-control-expose-headers') ?? '').toLowerCase();
  const headers = [...response.headers].filter(
    ([name]) => exposed === '*' || safeResponse.includes(name) || exposed.includes(name)
  );
  const body = await response.text().catch(() => null);
  const content = body ?? new ReadableStream({ start: (reader) => reader.error(new TypeError('cut')) });
  return new Response(content, { status: response.status, headers });
}
