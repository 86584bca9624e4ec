import type { RunSummary } from '../../core/run';
import type { ScoreRow } from '../../core/score';
import { listRunMetas } from '../../metrics/runMetas';
import type { SampleImage } from '../../state/SampleImages';
import type { StoredOutput } from '../../state/StoredOutputs';
import { formatDate } from '../control/formatDate';
import { viewOutput, type ViewedOutput } from '../stage/viewedSample';

/**
 * What runs of this browser have for a sample. Runs of one system are told apart by their time.
 * @param shown the run that is on show beside them; null where there is none
 * @param loadImage of the files of this visit
 */
export function viewStored(
  found: readonly StoredOutput[],
  shown: Pick<RunSummary, 'system'> | null,
  loadImage: (path: string, row: ScoreRow) => Promise<SampleImage>
): readonly ViewedOutput[] {
  const systems = [...(shown ? [shown] : []), ...found.map(({ run }) => run)].map(({ system }) => system);
  return found.map(({ run, row, hasFiles }) => {
    const isShared = systems.filter((system) => system === run.system).length > 1;
    const system = isShared ? `${run.system}, ${formatDate(run.createdAt)}` : run.system;
    const load = (path: string): Promise<SampleImage> =>
      hasFiles
        ? loadImage(path, row)
        : Promise.resolve({
            status: 'absent',
            path,
            reason: `the prediction files of ${system} are not among those of this visit`
          });
    return viewOutput(row, { system, runId: run.id, metrics: listRunMetas(run) }, load);
  });
}
