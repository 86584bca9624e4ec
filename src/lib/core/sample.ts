import type { JsonObject, JsonValue } from './json';

/** The three formats of the benchmark; the words are those of the official file names (`{system}_edit.jsonl`). */
export type Format = 'vqa' | 'edit' | 'generate';

/** The 16 clinical tasks, as the official evaluator spells them. */
export type Task =
  | 'multiple-choice'
  | 'blank-filling'
  | 'report-generation'
  | 'question-answering'
  | 'style-transfer'
  | 'artifact-removal'
  | 'noise-reconstruction'
  | 'resolution-editing'
  | 'contrast-enhancement'
  | 'anatomical-annotation'
  | 'disease-prediction'
  | 'instruction-editing'
  | 'organic-removal'
  | 'organic-reconstruction'
  | '3d-to-2d-projection'
  | '2d-to-3d-reconstruction';

export type Modality =
  'CT' | 'MRI' | 'Ultrasound' | 'X-ray' | 'Pathology' | 'Clinical Photography' | 'unknown';

/** One record of the benchmark: what a system is asked, and the reference that it is scored against. */
export interface Sample {
  readonly sampleId: string;
  readonly format: Format;
  readonly task: Task;
  readonly subtask: string | null;
  readonly modality: Modality;
  /** The modality as the file spells it, e.g. `Magnetic_Resonance_Imaging`. */
  readonly modalityAsWritten: string;
  readonly instruction: string;
  readonly choices: readonly string[];
  /** A string, or a nested object of report sections; absent for image editing. */
  readonly answer: JsonValue | undefined;
  /** Paths as the record gives them; `dataset/FileTree` resolves them. */
  readonly inputImages: readonly string[];
  readonly referenceImage: string | null;
}

/** What one system produced for one sample. */
export interface Prediction {
  readonly sample: Sample;
  /** The file and line that it was read from. */
  readonly file: string;
  readonly line: number;
  /** The record as dropped, every field kept: exports write it back. */
  readonly record: JsonObject;
  readonly response: string;
  /** Path as the record gives it; null for VQA. */
  readonly outputImage: string | null;
}
