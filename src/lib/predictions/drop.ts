import type { JsonObject } from '../core/json';
import type { Place, Problem } from '../core/problem';
import type { FieldMapping, RunFile } from '../core/run';
import type { Format, Prediction, Sample, Task } from '../core/sample';
import type { ImportedValues } from '../core/score';
import type { FileEntry, FileTree } from '../dataset/FileTree';
import type { SampleSource } from '../dataset/SampleSource';
import type { RecordKind } from './classifyRecords';
import type { FileFields } from './fileFields';
import type { IdMatches } from './matchIds';
import type { RecordFile } from './recordRow';

/** What the files of a drop hold, before anything is matched. */
export interface DropContents {
  /** The files as they were dropped. */
  readonly dropped: FileTree;
  /** Those of them that hold no records. */
  readonly others: readonly FileEntry[];
  /** The same with the images inside of prediction files. */
  readonly tree: FileTree;
  readonly files: readonly RecordFile[];
  /** Parquet files of a dataset. */
  readonly shards: readonly FileEntry[];
  /** What could not be read. */
  readonly problems: readonly Problem[];
}

/** Everything that was dropped, read and matched. Rows in the files = ready + unscored, always. */
export interface Drop {
  /** What it was made of, so that it can be matched anew when the person says something of a file. */
  readonly contents: DropContents;
  readonly tree: FileTree;
  /** The dataset beside the files: the one that was chosen, or the shards among them. Null when there is none. */
  readonly source: SampleSource | null;
  /** Every file of records. */
  readonly fields: readonly FileReading[];
  /** Files with ids that the dataset has in another spelling only. */
  readonly idMatches: readonly IdMatches[];
  readonly systems: readonly SystemPredictions[];
  /** By id; of a dropped or chosen dataset, empty when there is none. */
  readonly samples: ReadonlyMap<string, Sample>;
  /** By id: the file from which a sample's image paths are looked for. */
  readonly sampleFiles: ReadonlyMap<string, string>;
  /** By system: ids of that dataset that it has no prediction for. Empty without a dataset. */
  readonly missing: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly Problem[];
}

/** A file of records, as what it was read, and by which of its fields. */
export interface FileReading extends FileFields {
  readonly kind: RecordKind;
  readonly mapping: FieldMapping;
}

/** One system over all its files. */
export interface SystemPredictions {
  readonly system: string;
  /** Its prediction files, then those that only give it scores computed elsewhere. */
  readonly files: readonly RunFile[];
  /** Every row of its prediction files in their order, broken ones too. */
  readonly rows: readonly PredictionRow[];
}

export type PredictionRow =
  | {
      readonly status: 'ready';
      readonly prediction: Prediction;
      /** Absent when the files bring no values for the sample. */
      readonly imported?: ImportedValues;
    }
  | {
      readonly status: 'unscored';
      readonly imported?: ImportedValues;
      readonly place: Place;
      /** Null when the row could not be read. */
      readonly record: JsonObject | null;
      readonly sampleId: string | null;
      readonly format: Format | null;
      readonly task: Task | null;
      /** The problem in words, with its place. */
      readonly reason: string;
    };
