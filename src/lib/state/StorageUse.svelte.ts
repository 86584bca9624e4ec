import { describeError } from '../core/describeError';
import { keepsPictures, sweepPictures, switchPictures } from '../store/runPictures';
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
  /** Whether scoring keeps small pictures; null while it is read. */
  keepsPictures = $state<boolean | null>(null);
  /** Why the storage could not be measured or changed; empty when it could. */
  failure = $state('');
  /** The browser was asked to keep the data, and has not promised it. */
  isDeclined = $state(false);

  async load(): Promise<void> {
    await this.#try(() => Promise.resolve());
  }

  /** Forgets what belongs to runs deleted on earlier visits. */
  async sweep(): Promise<void> {
    await this.#try(sweepPictures);
  }

  async keepPictures(isOn: boolean): Promise<void> {
    await this.#try(() => switchPictures(isOn));
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
      [this.kinds, this.site, this.keepsPictures] = await Promise.all([
        measureKinds(),
        measureSite(),
        keepsPictures()
      ]);
    } catch (error) {
      this.failure = describeError(error);
    }
  }
}
