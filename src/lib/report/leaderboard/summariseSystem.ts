import {
  boardMetricIds,
  type ScoredFormat,
  type ScoredMean,
  type ScoredSystem
} from '../../benchmark/boardRules';
import { formatNames } from '../../benchmark/formats';
import { identifyData } from '../../benchmark/release';
import type { Run } from '../../core/run';
import type { Format } from '../../core/sample';
import { Pacer } from '../../dataset/Pacer';
import { listRunMetas } from '../../metrics/runMetas';
import { aggregateSteps, type FormatGroup } from '../../stats/aggregate';
import type { MetricCell } from '../../stats/MetricCell';
import type { Interval } from '../../stats/numerics/summarise';

type LoadInterval = (cell: MetricCell) => Promise<Interval>;

const columnIds: ReadonlySet<string> = new Set(boardMetricIds);

/**
 * A run's totals as the leaderboard takes them: the means of its columns, and those of the same metrics with other
 * weights, so that the board can say why a column is empty. Samples of no benchmark get no means: nothing shows them.
 * @param source of the run: the digest of its prediction records, empty where it is not known
 */
export async function summariseSystem(
  run: Run & { readonly source: string },
  loadInterval: LoadInterval
): Promise<ScoredSystem> {
  const data = identifyData(
    run.datasetRevision,
    run.rows.map(({ sampleId }) => sampleId)
  );
  const metas = listRunMetas(run).filter(({ id }) => columnIds.has(id.split(':')[0]!));
  const groups = await new Pacer().run(aggregateSteps(run.rows, metas));
  const formats: Partial<Record<Format, ScoredFormat>> = {};
  for (const format of formatNames) {
    const group = groups.find(({ key }) => key === format);
    if (!group) continue;
    const own = run.rows.filter((row) => row.format === format);
    const samples = new Set(own.map(({ sampleId }) => sampleId)).size;
    formats[format] = { samples, metrics: data === 'other' ? {} : await summariseGroup(group, loadInterval) };
  }
  return {
    system: run.system,
    kind: null,
    protocol: run.protocol,
    dataset: run.dataset,
    datasetRevision: run.datasetRevision ?? null,
    data,
    judges: (run.judges ?? []).map(({ view, model, scale, prompt, promptHash }) => {
      return { view, model, scale, prompt, promptHash };
    }),
    predictions: run.source === '' ? null : run.source,
    formats
  };
}

async function summariseGroup(
  { cells }: FormatGroup,
  loadInterval: LoadInterval
): Promise<Record<string, ScoredMean>> {
  const means: Record<string, ScoredMean> = {};
  for (const [id, cell] of cells) {
    if (cell.mean === null) continue;
    const { ciLow, ciHigh } = await loadInterval(cell);
    means[id] = { n: cell.n, mean: cell.mean, ciLow, ciHigh };
  }
  return means;
}
