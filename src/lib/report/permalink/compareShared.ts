import type { MetricMeta } from '../../metrics/metric';
import type { FormatGroup, Group } from '../../stats/aggregate';
import type { MetricCell } from '../../stats/MetricCell';
import type { BootstrapKernel } from '../../stats/numerics/summarise';
import type { StoredRun } from '../../store/runs';
import type { SharedCell, SharedRun } from './SharedRun';

/** One shown number that the files do not give. */
export interface Difference {
  /** "SSIM, Image editing, Style transfer: mean" */
  readonly what: string;
  readonly shown: string;
  readonly found: string;
}

/** What comparing a link with the files came to. */
export interface Verdict {
  /** Shown numbers that the files give, too. */
  readonly agreed: number;
  readonly differences: readonly Difference[];
  /** Metrics that could not be computed again here, each with the reason. */
  readonly unchecked: readonly string[];
  /** Whether the dropped predictions are the very ones; null where the link has no hash. */
  readonly samePredictions: boolean | null;
}

/** A run of the dropped files, with its tables. */
export interface Rescored {
  readonly run: StoredRun;
  readonly metrics: readonly MetricMeta[];
  readonly groups: readonly FormatGroup[];
}

export interface GroupNames {
  format(key: FormatGroup['key']): string;
  task(key: FormatGroup['byTask'][number]['key']): string;
  modality(key: FormatGroup['byModality'][number]['key']): string;
}

/** Another runtime than the sender's gives models' values up to so far apart. */
const neuralTolerance = 1e-4;
const rounding = 1e-9;

/**
 * Compares every number that a link shows with what the dropped files give. A number agrees when it is the found one
 * rounded to as many decimals as the link gives it with.
 */
export function compareShared(
  shared: SharedRun,
  rescored: Rescored,
  kernels: BootstrapKernel,
  names: GroupNames
): Verdict {
  const check = new Check(shared, rescored, kernels);
  check.counts();
  for (const group of shared.groups) {
    const own = rescored.groups.find(({ key }) => key === group.key);
    const name = names.format(group.key);
    check.group(name, group, own);
    for (const part of group.byTask) {
      check.group(
        `${name}, ${names.task(part.key)}`,
        part,
        own?.byTask.find(({ key }) => key === part.key)
      );
    }
    for (const part of group.byModality) {
      check.group(
        `${name}, ${names.modality(part.key)}`,
        part,
        own?.byModality.find(({ key }) => key === part.key)
      );
    }
  }
  return check.verdict();
}

class Check {
  #shared: SharedRun;
  #rescored: Rescored;
  #kernels: BootstrapKernel;
  #agreed = 0;
  #differences: Difference[] = [];
  #labels: ReadonlyMap<string, string>;
  #unchecked: ReadonlyMap<string, string>;

  constructor(shared: SharedRun, rescored: Rescored, kernels: BootstrapKernel) {
    this.#shared = shared;
    this.#rescored = rescored;
    this.#kernels = kernels;
    this.#labels = new Map(shared.metrics.map(({ id, label }) => [id, label]));
    this.#unchecked = new Map(
      shared.metrics.flatMap((meta) => {
        const reason = findObstacle(meta, rescored.metrics);
        return reason === null ? [] : [[meta.id, `${meta.label}: ${reason}`] as const];
      })
    );
  }

  counts(): void {
    const { found, scored, unscored } = this.#shared.counts;
    const own = this.#rescored.run.counts;
    this.#compareCount('predictions found', found, own.found);
    this.#compareCount('predictions scored', scored, own.scored);
    this.#compareCount('predictions unscored', unscored, own.unscored);
  }

  group<Key>(name: string, shown: Group<Key, SharedCell>, own: Group<Key> | undefined): void {
    this.#compareCount(`${name}: predictions`, shown.found, own?.found ?? 0);
    for (const [id, cell] of shown.cells) {
      if (!this.#unchecked.has(id)) this.#cell(`${this.#labels.get(id)}, ${name}`, cell, own?.cells.get(id));
    }
  }

  verdict(): Verdict {
    const { predictions } = this.#shared;
    return {
      agreed: this.#agreed,
      differences: this.#differences,
      unchecked: [...this.#unchecked.values()],
      samePredictions: predictions === null ? null : predictions === this.#rescored.run.source
    };
  }

  #cell(name: string, shown: SharedCell, own: MetricCell | undefined): void {
    const interval = own?.interval(this.#kernels);
    this.#compareCount(`${name}: n`, shown.n, own?.n ?? 0);
    this.#compareCount(`${name}: unscored`, shown.unscored, own?.unscored ?? 0);
    const values = [
      ['mean', shown.mean, own?.mean],
      ['standard deviation', shown.std, own?.std],
      ['low end of the interval', shown.interval.ciLow, interval?.ciLow],
      ['high end of the interval', shown.interval.ciHigh, interval?.ciHigh],
      ['accuracy rate', shown.accuracyRate, own?.accuracyRate]
    ] as const;
    for (const [what, value, found] of values) {
      // What a link does not give cannot be compared.
      if (value !== null) this.#compareValue(`${name}: ${what}`, shown, value, found ?? null);
    }
  }

  #compareCount(what: string, shown: number, found: number): void {
    if (shown === found) this.#agreed++;
    else this.#differences.push({ what, shown: String(shown), found: String(found) });
  }

  #compareValue(what: string, { metricId, decimals }: SharedCell, shown: number, found: number | null): void {
    const isShare = what.endsWith('accuracy rate');
    const slack = /^(lpips|bertscore|image-embedding)/.test(metricId) ? neuralTolerance : rounding;
    const allowed = (isShare ? 0 : 0.5 * 10 ** -decimals) + slack;
    if (found !== null && Math.abs(shown - found) <= allowed) this.#agreed++;
    else
      this.#differences.push({
        what,
        shown: isShare ? String(shown) : shown.toFixed(decimals),
        found: found === null ? 'no value' : String(found)
      });
  }
}

/** Why a metric of the link cannot be compared; null when it can. */
function findObstacle(shown: MetricMeta, computed: readonly MetricMeta[]): string | null {
  const own = computed.find(({ id }) => id === shown.id);
  if (!own) {
    return shown.group === 'judge' || shown.group === 'expert'
      ? 'a judge’s or an expert’s scores are not in the predictions'
      : 'it was not computed here (a model may be missing)';
  }
  return own.version === shown.version
    ? null
    : `the link has version ${shown.version}, this viewer computes version ${own.version}`;
}
