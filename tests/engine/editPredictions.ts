import type { Prediction, Sample, Task } from '../../src/lib/core/sample';
import { FileTree, type FileEntry } from '../../src/lib/dataset/FileTree';
import type { Drop } from '../../src/lib/predictions/drop';

/** A prediction of an editing sample whose images are `input.png`, `reference.png` and `{system}.png`. */
export function makePrediction(
  system: string,
  task: Task = 'anatomical-annotation',
  inputImages: readonly string[] = ['input.png']
): Prediction {
  const sample: Sample = {
    sampleId: 'sample',
    format: 'edit',
    task,
    subtask: null,
    modality: 'CT',
    modalityAsWritten: 'CT',
    instruction: '',
    choices: [],
    answer: undefined,
    inputImages,
    referenceImage: 'reference.png'
  };
  return {
    sample,
    file: `${system}_edit.jsonl`,
    line: 1,
    record: {},
    response: '',
    outputImage: `${system}.png`
  };
}

/** An entry that counts how often it is read; text stands for bytes that are no image. */
export function makeEntry(path: string, content: Uint8Array | string = path): FileEntry & { reads: number } {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return {
    path,
    sizeBytes: bytes.length,
    modifiedMs: 0,
    reads: 0,
    read() {
      this.reads++;
      return Promise.resolve(new Uint8Array(bytes));
    }
  };
}

export function makeDrop(predictions: readonly Prediction[], entries: readonly FileEntry[]): Drop {
  return {
    tree: new FileTree(entries),
    contents: {
      dropped: new FileTree([]),
      others: [],
      tree: new FileTree(entries),
      files: [],
      shards: [],
      problems: []
    },
    fields: [],
    idMatches: [],
    systems: predictions.map((prediction) => ({
      system: prediction.file.replace('_edit.jsonl', ''),
      files: [{ path: prediction.file, records: 1, holds: 'predictions' }],
      rows: [{ status: 'ready', prediction }]
    })),
    source: null,
    samples: new Map(),
    sampleFiles: new Map(),
    missing: new Map(),
    problems: []
  };
}
