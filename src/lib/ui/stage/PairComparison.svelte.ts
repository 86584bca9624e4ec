import { describeError } from '../../core/describeError';
import type { RgbImage } from '../../core/image';
import { formatProblem } from '../../core/problem';
import type { ComparedImages } from '../../engine/compareImages';
import type { ImageTools } from '../../state/SampleImages';

/** The comparison of the two images that are chosen: never that of two others. */
export class PairComparison {
  /** Null while there is none, and while it is being computed. */
  compared = $state.raw<ComparedImages | null>(null);
  /** Why there is none; empty otherwise. */
  failure = $state('');
  readonly #tools: ImageTools;
  #turn = 0;

  constructor(tools: ImageTools) {
    this.#tools = tools;
  }

  async compare(candidate: RgbImage | null, reference: RgbImage | null): Promise<void> {
    const turn = ++this.#turn;
    this.compared = null;
    this.failure = '';
    if (!candidate || !reference) return;
    try {
      const reply = await this.#tools.compare(candidate, reference);
      if (turn !== this.#turn) return;
      if (reply.ok) this.compared = reply.value;
      else this.failure = formatProblem(reply.problem);
    } catch (error) {
      if (turn === this.#turn) this.failure = describeError(error);
    }
  }
}
