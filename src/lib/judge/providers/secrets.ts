import type { Endpoint } from './Provider';
import { providers } from './providers';

/** Headers of a request with the key and the user's own; the one place that reveals them. */
export function composeHeaders({ provider, baseUrl, key, headers = [] }: Endpoint): Record<string, string> {
  const own = headers.map(([name, value]) => [name, value.reveal()] as const);
  return { ...providers[provider].wire.headers(key?.reveal() ?? null, baseUrl), ...Object.fromEntries(own) };
}

/** Shorter values of headers are words, such as the name of a provider, that any answer may hold. */
const shortestSecret = 12;

/** What came back, without the key and the headers' values, should a server have echoed them. */
export function scrub({ key, headers = [] }: Endpoint, text: string): string {
  const long = headers.flatMap(([, value]) => (value.reveal().length >= shortestSecret ? [value] : []));
  const secrets = [...(key ? [key] : []), ...long];
  return secrets.reduce((clean, secret) => secret.scrub(clean), text);
}

export const addQuery = (address: string, { query = '' }: Pick<Endpoint, 'query'>): string =>
  query === '' ? address : `${address}${address.includes('?') ? '&' : '?'}${query}`;
