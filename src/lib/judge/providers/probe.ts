/**
 * Whether anything answers at an address, by a request without key or content whose response the page may not read.
 * It tells a server that refuses this page from one that is not there.
 */
export async function probe(
  url: string,
  { signal, fetch: send = fetch }: { readonly signal: AbortSignal; readonly fetch?: typeof fetch }
): Promise<boolean> {
  try {
    await send(url, {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal
    });
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
