import { describeError } from '../core/describeError';
import {
  clearKind,
  measureKinds,
  measureSite,
  persistSite,
  type KindUse,
  type RebuiltKind,
  type SiteUse
} from '../store/storageUse';

/** What this site keeps in the browser, and whether it stays. */
export class StorageUse {
  kinds = $state.raw<readonly KindUse[] | null>(null);
  site = $state.raw<SiteUse | null>(null);
  /** Why the storage could not be measured or changed; empty when it could. */
  failure = $state('');
  /** The browser was asked to keep the data, and has not promised it. */
  isDeclined = $state(false);

  async load(): Promise<void> {
    await this.#try(() => Promise.resolve());
  }

  async clear(kind: RebuiltKind): Promise<void> {
    await this.#try(() => clearKind(kind));
  }

  async persist(): Promise<void> {
    await this.#try(async () => {
      this.isDeclined = !(await persistSite());
    });
  }

  async #try(change: () => Promise<void>): Promise<void> {
    this.failure = '';
    try {
      await change();
      [this.kinds, this.site] = await Promise.all([measureKinds(), measureSite()]);
    } catch (error) {
      this.failure = describeError(error);
    }
  }
}
