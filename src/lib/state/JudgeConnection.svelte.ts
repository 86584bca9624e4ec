import { describeError } from '../core/describeError';
import { ApiKey } from '../judge/ApiKey';
import type { Diagnosis, Surroundings } from '../judge/diagnosis';
import { mendAddress } from '../judge/mendAddress';
import { parseHeaders } from '../judge/parseHeaders';
import type { Endpoint, ListedModel, ProviderId } from '../judge/providers/Provider';
import { providers } from '../judge/providers/providers';
import type { ConnectionTools } from '../judge/testConnection';
import { isAllowed } from '../dataset/network';
import { tabStore } from '../store/tabStore';

const listTimeoutMs = 20_000;
const keptKeyName = 'judge-key';
const consentName = 'judge-consent';

/** Who is asked, and with which key. A key belongs to the origin that it was entered for and is used for no other. */
export class JudgeConnection {
  provider = $state<ProviderId>('openai');
  baseUrl = $state('');
  model = $state('');
  /** Behind every address, without the question mark. */
  query = $state('');
  /** How the address was mended; empty when it was not. */
  addressNote = $state('');
  /** What the endpoint lists; null while it was not asked. */
  models = $state.raw<readonly ListedModel[] | null>(null);
  /** Why there is no list, or what is wrong with a header; empty when nothing is. */
  listFault = $state('');
  headerFault = $state('');
  /** Why the key that was entered is none; empty when there is nothing to say. */
  keyFault = $state('');
  /** The key stays in this tab's session storage until the tab is closed. */
  keepsKey = $state(false);
  diagnosis = $state.raw<Diagnosis | null>(null);
  isTesting = $state(false);
  /** Like the key, for one origin alone. */
  #headers = $state.raw<{ readonly origin: string | null; readonly list: NonNullable<Endpoint['headers']> }>({
    origin: null,
    list: []
  });
  #key = $state.raw<{ readonly origin: string; readonly key: ApiKey } | null>(null);
  #consents = $state.raw<readonly string[]>(readConsents());
  #abort: AbortController | null = null;

  /** Null where the address is none. */
  readonly origin = $derived(readOrigin(this.baseUrl));
  readonly key = $derived(this.#key !== null && this.#key.origin === this.origin ? this.#key.key : null);
  /** The origin that the key was entered for, where it is another one now. */
  readonly keyOrigin = $derived(
    this.#key !== null && this.#key.origin !== this.origin ? this.#key.origin : null
  );
  readonly isAllowed = $derived(this.origin !== null && isAllowed(this.baseUrl));
  readonly hasConsent = $derived(this.origin !== null && this.#consents.includes(this.origin));
  readonly endpoint: Endpoint = $derived({
    provider: this.provider,
    baseUrl: this.baseUrl.trim().replace(/\/+$/, ''),
    model: this.model.trim(),
    key: this.key,
    headers: this.#headers.origin === this.origin ? this.#headers.list : [],
    query: this.query
  });

  /** Why nothing can be asked yet; null when it can. */
  readonly lack = $derived.by(() => {
    if (this.origin === null) return 'Give the address of the endpoint';
    if (!this.isAllowed) return `Allow ${this.origin} first`;
    if (this.endpoint.model === '') return 'Name the model';
    if (providers[this.provider].needsKey && this.key === null) return 'Enter the API key';
    return null;
  });

  constructor({ provider, baseUrl, model, query }: Required<Omit<Endpoint, 'key' | 'headers'>>) {
    this.provider = provider;
    this.baseUrl = baseUrl;
    this.model = model;
    this.query = query;
    this.#readKept();
  }

  chooseProvider(provider: ProviderId): void {
    this.provider = provider;
    this.baseUrl = providers[provider].baseUrl;
    this.model = '';
    this.query = '';
    this.addressNote = '';
    this.models = null;
    this.listFault = '';
    this.enterKey('');
  }

  /** Takes what was pasted for an address. */
  mendAddress(): void {
    const { baseUrl, query, note } = mendAddress(this.baseUrl, this.provider, this.query);
    this.baseUrl = baseUrl;
    this.query = query;
    this.addressNote = note;
    this.models = null;
  }

  /** @param text one `name: value` a line; only the field that it comes from keeps it */
  enterHeaders(text: string): void {
    const { headers, fault } = parseHeaders(text);
    this.#headers = { origin: this.origin, list: headers };
    this.headerFault = fault;
    this.diagnosis = null;
  }

  enterKey(text: string): void {
    this.diagnosis = null;
    this.keyFault = '';
    this.#key = null;
    if (text.trim() !== '' && this.origin !== null) {
      try {
        this.#key = { origin: this.origin, key: new ApiKey(text) };
      } catch {
        // The message of the error would do, but no text of a key's field should travel in one.
        this.keyFault = 'This is not a key: one line without spaces is expected, as the provider shows it.';
      }
    }
    this.#keep(text);
  }

  /** @param text of the field, which alone knows the key */
  setKept(kept: boolean, text: string): void {
    // A key that came back with the tab is not in the field: it can be forgotten, not kept once more.
    this.keepsKey = kept && (text.trim() !== '' || this.#key === null);
    this.#keep(text);
  }

  consent(): void {
    if (this.origin === null) return;
    this.#consents = [...new Set([...this.#consents, this.origin])];
    tabStore.write(consentName, JSON.stringify(this.#consents));
  }

  /** Never rejects; `models` or `listFault` tells. */
  async listModels(): Promise<void> {
    const { endpoint } = this;
    this.listFault = '';
    const [{ listModels }, { realClock }] = await Promise.all([
      import('../judge/providers/listModels'),
      import('../judge/Clock')
    ]);
    const signal = AbortSignal.timeout(listTimeoutMs);
    const listed = await listModels(endpoint, { clock: realClock, signal }).catch((error: unknown) => ({
      ok: false as const,
      failure: { message: describeError(error) }
    }));
    if (listed.ok) this.models = listed.models;
    else this.listFault = `No list: ${listed.failure.message}. Type the model's name.`;
  }

  cancelTest(): void {
    this.#abort?.abort();
    this.isTesting = false;
  }

  /** Never rejects; `diagnosis` tells. */
  async test(rules: ConnectionTools['rules']): Promise<void> {
    this.#abort?.abort();
    const { signal } = (this.#abort = new AbortController());
    this.isTesting = true;
    this.diagnosis = null;
    try {
      const [{ testConnection }, surroundings] = await Promise.all([
        import('../judge/testConnection'),
        readSurroundings()
      ]);
      const diagnosis = await testConnection(this.endpoint, { ...surroundings, rules, signal });
      if (!signal.aborted) this.diagnosis = diagnosis;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (this.#abort.signal === signal) this.isTesting = false;
    }
  }

  close(): void {
    this.#abort?.abort();
  }

  #keep(text: string): void {
    if (this.keepsKey && this.#key)
      tabStore.write(keptKeyName, JSON.stringify({ origin: this.#key.origin, key: text.trim() }));
    else tabStore.remove(keptKeyName);
  }

  #readKept(): void {
    try {
      const kept = JSON.parse(tabStore.read(keptKeyName) ?? 'null') as { origin: string; key: string } | null;
      if (!kept) return;
      this.#key = { origin: kept.origin, key: new ApiKey(kept.key) };
      this.keepsKey = true;
    } catch {
      tabStore.remove(keptKeyName);
    }
  }
}

function readOrigin(address: string): string | null {
  if (!URL.canParse(address.trim())) return null;
  const { protocol, origin } = new URL(address.trim());
  return protocol === 'https:' || protocol === 'http:' ? origin : null;
}

function readConsents(): readonly string[] {
  try {
    const read: unknown = JSON.parse(tabStore.read(consentName) ?? '[]');
    return Array.isArray(read) ? read.filter((origin) => typeof origin === 'string') : [];
  } catch {
    return [];
  }
}

async function readSurroundings(): Promise<Surroundings> {
  return {
    pageProtocol: location.protocol,
    pageOrigin: location.origin,
    isOnline: navigator.onLine,
    localNetworkPermission: await readLocalNetworkPermission(),
    isAllowed
  };
}

async function readLocalNetworkPermission(): Promise<Surroundings['localNetworkPermission']> {
  try {
    // Chrome's name, which the types do not know yet.
    const name = 'local-network-access' as PermissionName;
    return (await navigator.permissions.query({ name })).state;
  } catch {
    return 'unknown';
  }
}
