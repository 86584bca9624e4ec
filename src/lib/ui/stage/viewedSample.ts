import type { JsonValue } from '../../core/json';
import type { Format, Modality, Sample, Task } from '../../core/sample';
import type { ScoreRow } from '../../core/score';
import type { MetricMeta } from '../../metrics/metric';
import type { SampleImage } from '../../state/SampleImages';
import { readDetail } from '../../predictions/readDetail';

export interface ViewedImage {
  /** "Input 2", "Reference", "Output of compressed". */
  readonly label: string;
  /** As the record gives it. */
  readonly path: string;
  /** Never rejects: an image that is not at hand says why. */
  load(): Promise<SampleImage>;
}

/** What one system gave for the sample. */
export interface ViewedOutput {
  readonly system: string;
  /** Null where the output belongs to no stored run. */
  readonly runId: string | null;
  /** Null where the record has none. */
  readonly response: string | null;
  readonly image: ViewedImage | null;
  /** Null where it is not scored. */
  readonly row: ScoreRow | null;
  /** Those that the row may have scores of. */
  readonly metrics: readonly MetricMeta[];
}

/** A sample as the sample view shows it, wherever it is opened from. */
export interface ViewedSample {
  readonly sampleId: string;
  readonly format: Format | null;
  readonly task: Task | null;
  readonly subtask: string | null;
  readonly modality: Modality;
  readonly instruction: string;
  readonly choices: readonly string[];
  readonly answer: JsonValue | undefined;
  readonly inputs: readonly ViewedImage[];
  readonly reference: ViewedImage | null;
  /** The one that the view was opened for comes first. */
  readonly outputs: readonly ViewedOutput[];
}

/** The system that a row belongs to. */
export interface RowOrigin {
  readonly system: string;
  readonly runId: string | null;
  readonly metrics: readonly MetricMeta[];
}

type LoadImage = (path: string) => Promise<SampleImage>;

type SampleFacts = Omit<ViewedSample, 'inputs' | 'reference' | 'outputs'> &
  Pick<Sample, 'inputImages' | 'referenceImage'>;

/** A sample of a dataset; `outputs` from `viewOutput`, if there are any. */
export function viewSample(
  { sampleId, format, task, subtask, modality, instruction, choices, answer, ...images }: SampleFacts,
  load: LoadImage,
  outputs: readonly ViewedOutput[] = []
): ViewedSample {
  const { inputs, reference } = viewImages(images, load);
  return {
    ...{ sampleId, format, task, subtask, modality, instruction, choices, answer },
    ...{ inputs, reference, outputs }
  };
}

/** A row of a run, which carries its sample with it; that of an unreadable line may lack anything. */
export function viewRow(row: ScoreRow, origin: RowOrigin, load: LoadImage): ViewedSample {
  return viewSample({ ...row, ...readDetail(row.record) }, load, [viewOutput(row, origin, load)]);
}

/** What the row's system gave for its sample. */
export function viewOutput(
  row: ScoreRow,
  { system, runId, metrics }: RowOrigin,
  load: LoadImage
): ViewedOutput {
  const { response, outputImage } = readDetail(row.record);
  const image = outputImage === null ? null : viewImage(`Output of ${system}`, outputImage, load);
  return { system, runId, response: row.record && response, image, row, metrics };
}

function viewImages(
  { inputImages, referenceImage }: Pick<Sample, 'inputImages' | 'referenceImage'>,
  load: LoadImage
): Pick<ViewedSample, 'inputs' | 'reference'> {
  return {
    inputs: inputImages.map((path, i, { length }) =>
      viewImage(length > 1 ? `Input ${i + 1}` : 'Input', path, load)
    ),
    reference: referenceImage === null ? null : viewImage('Reference', referenceImage, load)
  };
}

function viewImage(label: string, path: string, load: LoadImage): ViewedImage {
  return { label, path, load: () => load(path) };
}
