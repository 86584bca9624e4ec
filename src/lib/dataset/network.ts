/** Also in static/network.js, which reads it before anything else runs. */
const storageKey = 'medgen-bench-viewer:allowed-origins';

/**
 * Whether this tab may request the address: from the site itself, from a service that the viewer knows, from this
 * computer, or from an origin that the user allowed. The browser enforces the same list (static/network.js).
 */
export function isAllowed(url: string): boolean {
  if (!URL.canParse(url, location.href)) return false;
  const sought = new URL(url, location.href);
  return sought.origin === location.origin || readSources().some((source) => matches(source, sought));
}

/** Adds the origin for this tab's life, and reloads the page: a policy that is in force cannot be widened. */
export function allowOrigin(origin: string): void {
  const allowed = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as string[];
  sessionStorage.setItem(storageKey, JSON.stringify([...new Set([...allowed, origin])]));
  location.reload();
}

/** The sources of the policy in force, as static/network.js wrote them. */
function readSources(): readonly string[] {
  const policies = document.querySelectorAll<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]');
  const own = [...policies].find(({ content }) => content.startsWith("connect-src 'self'"));
  return own?.content.split(' ').slice(2) ?? [];
}

/** A source is an origin; `*` stands for any subdomain or any port. */
function matches(source: string, { protocol, hostname, port }: URL): boolean {
  const [, scheme, host, sourcePort = ''] = /^(https?:)\/\/([^:]+)(?::(.+))?$/.exec(source) ?? [];
  if (scheme !== protocol || host === undefined) return false;
  const isHost = host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host;
  return isHost && (sourcePort === '*' || sourcePort === port);
}
