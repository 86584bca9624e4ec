import type { Format, Modality, Task } from '../../src/lib/core/sample.ts';
import type { Score, ScoreRow } from '../../src/lib/core/score.ts';

/** What the rows are made of. */
export interface Kinds {
  readonly tasks: readonly { readonly task: Task; readonly format: Format }[];
  readonly modalities: readonly Modality[];
}

/** Rows like those of a run over a large dataset, by a fixed rule. Refers to nothing outside, so that a page can run it, too. */
export function makeManyRows(count: number, { tasks, modalities }: Kinds): ScoreRow[] {
  const words = 'lesion lung left right nodule contrast axial scan remove opacity of the with without'.split(
    ' '
  );
  let state = 20_241;
  const draw = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(draw() * items.length)]!;
  const write = (length: number): string => Array.from({ length }, () => pick(words)).join(' ');
  const score = (digits: number): Score =>
    draw() < 0.03 ? { value: null, reason: 'no image' } : { value: Number((draw() * 40).toFixed(digits)) };
  return Array.from({ length: count }, (_, at) => {
    const { task, format } = pick(tasks);
    return {
      sampleId: `medgen:${task}:test:${String(at).padStart(6, '0')}`,
      format,
      task,
      subtask: pick(['left', 'right', null]),
      modality: pick(modalities),
      file: `predictions_${format}.jsonl`,
      line: at + 1,
      scores: { psnr: score(12), ssim: score(12), mae: score(0), bleu: score(12), 'rouge-l': score(12) },
      texts: { response: write(30), answer: write(25), parsed: null },
      notes: draw() < 0.1 ? ['output 512×512 resized to 256×256 (LANCZOS)'] : [],
      damage: [],
      unscored: draw() < 0.02 ? 'JPEG is cut short' : null,
      record: { instruction: write(20), input_image: `images/${at}.png` }
    };
  });
}
