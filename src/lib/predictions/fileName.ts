import type { Format } from '../core/sample';
import { folderOf } from '../dataset/filePath';
import { formatOfFileName } from '../dataset/parseSample';

/** What the name of a prediction file says, e.g. `predictions/gpt_edit_local_metrics.jsonl`. */
export interface FileName {
  /** The name without format word, evaluation suffix and ending; of a file that is only called `edit.jsonl`, its folder. */
  readonly system: string;
  readonly format: Format | null;
  /** The suffix that the official evaluator puts on a file that it has scored. */
  readonly evaluation: 'none' | 'with-vlm' | 'local-metrics';
}

/** Source: MedGEN-Bench inference and evaluator (2026): `{vlm}[_{image model}]_{vqa|edit|generate}[_with_vlm|_local_metrics].jsonl`. */
export function parseFileName(path: string): FileName {
  const name = baseName(path).replace(/\.[^.]+$/, '');
  const plain = name.replace(/(?:_local_metrics|_with_vlm)+$/i, '');
  const format = formatOfFileName(plain);
  const system = format === null ? plain : plain.replace(/_?[^_]*$/, '');
  const suffix = name.slice(plain.length).toLowerCase();
  return {
    system: system || baseName(folderOf(path)) || plain,
    format,
    evaluation: suffix === '' ? 'none' : suffix.includes('_with_vlm') ? 'with-vlm' : 'local-metrics'
  };
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
