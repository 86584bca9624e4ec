import type { RunnerProgress } from './JudgeRunner.svelte';

const channelName = 'medgen-bench-viewer:judge-progress';
/** A tab that says nothing for so long is gone. */
const staleMs = 5_000;

/** What is told of a run: nothing that is asked or answered. */
export type JudgeNewsItem = Pick<RunnerProgress, 'system' | 'done' | 'total' | 'scored' | 'spentUsd'>;

/** Tells other tabs of this browser how a run goes, and hears of theirs. */
export class JudgeNews {
  /** Of another tab; null when none is asking. */
  other = $state.raw<JudgeNewsItem | null>(null);
  /** Null where there is none, and once it is closed: a run that ends after its page was left has nobody to tell. */
  #channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(channelName) : null;
  #stale: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    if (this.#channel) {
      this.#channel.onmessage = ({ data }: MessageEvent<JudgeNewsItem | null>) => this.#hear(data);
    }
  }

  /** @param progress null when the run has ended */
  tell(progress: RunnerProgress | null): void {
    if (!progress) return this.#channel?.postMessage(null);
    const { system, done, total, scored, spentUsd } = progress;
    this.#channel?.postMessage({ system, done, total, scored, spentUsd } satisfies JudgeNewsItem);
  }

  close(): void {
    clearTimeout(this.#stale);
    this.#channel?.close();
    this.#channel = null;
  }

  #hear(item: JudgeNewsItem | null): void {
    this.other = item;
    clearTimeout(this.#stale);
    if (item) this.#stale = setTimeout(() => (this.other = null), staleMs);
  }
}
