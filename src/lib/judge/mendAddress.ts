import type { ProviderId } from './providers/Provider';
import { providers } from './providers/providers';

export interface MendedAddress {
  readonly baseUrl: string;
  /** Without the question mark; empty where there is none. */
  readonly query: string;
  /** What was changed, in words; empty when nothing was. */
  readonly note: string;
}

/** What documentation shows behind the base: whole addresses are pasted from there. */
const operations =
  /\/(?:chat\/completions|completions|responses|embeddings|messages(?:\/batches)?|models(?:\/[^/]+)?(?::(?:streamG|g)enerateContent)?|batches)$/;

/**
 * The base address out of whatever was pasted: without an operation, a query or slashes at its end, and with the version
 * where the address is a host alone. What is no address stays as it is.
 */
export function mendAddress(text: string, provider: ProviderId, query = ''): MendedAddress {
  const typed = text.trim();
  const withScheme = addScheme(typed);
  const url = URL.canParse(withScheme) ? new URL(withScheme) : null;
  // "my.server:port" has a scheme to the browser, and no host.
  if (!url?.host) return { baseUrl: typed, query, note: '' };
  const changes: string[] = [];
  if (withScheme !== typed) changes.push(`${url.protocol}// was added`);
  let path = url.pathname.replace(/\/+$/, '');
  const operation = operations.exec(path)?.[0];
  if (operation) {
    changes.push(`${operation} was taken off: the page adds it`);
    path = path.slice(0, -operation.length).replace(/\/+$/, '');
  }
  if (path === '') {
    path = versionOf(url, provider);
    changes.push(`${path} was added`);
  }
  const own = url.search.replace(/^\?/, '');
  if (own !== '') changes.push(`?${own} goes behind every address`);
  const note = changes.length === 0 ? '' : `The address was mended: ${changes.join('; ')}.`;
  return { baseUrl: `${url.origin}${path}`, query: own || query, note };
}

/** "localhost:1234/v1" and "api.example.com/v1" are addresses to everybody but the browser. */
function addScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !/^[\w.-]+(?::\d+)?(?:\/|$)/.test(text)) return text;
  if (/^(?:localhost|127\.|\d+\.\d+\.\d+\.\d+)/.test(text)) return `http://${text}`;
  return /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:\/.*)?$/.test(text) ? `https://${text}` : text;
}

/** The provider's own path on its own host; elsewhere what its look-alikes have. */
function versionOf({ origin }: URL, provider: ProviderId): string {
  const { baseUrl } = providers[provider];
  if (baseUrl !== '' && new URL(baseUrl).origin === origin) return new URL(baseUrl).pathname;
  return provider === 'gemini' ? '/v1beta' : '/v1';
}
