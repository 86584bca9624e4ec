import { transfer } from 'comlink';
import type { RgbImage } from '../core/image';
import { ImageDecoder } from '../images/ImageDecoder';
import type { CodecName } from '../images/imageHeader';
import { shrinkImage } from '../images/shrinkImage';
import { Kernels } from '../kernels/Kernels';
import { mostSpareBytes } from '../kernels/SpareBuffers';
import { computeRegion, type RegionResult } from '../metrics/region/computeRegion';
import { computeInterval, type Interval } from '../stats/numerics/summarise';
import type { EncodedImage, EngineApi, Reply, ScoredTask, ScoringTask } from './api';
import { compareImages, type ComparedImages } from './compareImages';
import { PictureMaker } from './PictureMaker';
import { reply } from './reply';
import { scoreTask, type Tools } from './scoreTask';

/** After a larger image a worker is not used again: decoders and kernels would hold several times its bytes to the end of the run. */
const mostPixelsKept = 2 ** 26;

/** What a worker of the engine answers to: it decodes images and computes metrics, with kernels and decoders of its own. */
export class Engine implements EngineApi {
  #tools: Promise<Tools> | null = null;

  async start(module: WebAssembly.Module): Promise<void> {
    this.#tools = Kernels.instantiate(module).then((kernels) => ({
      kernels,
      decoder: new ImageDecoder(kernels)
    }));
    await this.#tools;
  }

  async provide(codec: CodecName, module: WebAssembly.Module): Promise<void> {
    const { decoder } = await this.#started();
    await decoder.provide(codec, module);
  }

  score(task: ScoringTask): Promise<Reply<ScoredTask>> {
    return this.#reply(() => this.#score(task));
  }

  interval(values: Float64Array): Promise<Reply<Interval>> {
    return reply(async () => computeInterval(values, (await this.#started()).kernels));
  }

  decode({ bytes, path }: EncodedImage): Promise<Reply<RgbImage>> {
    return this.#replyImage(async () => (await this.#started()).decoder.decode(bytes, path));
  }

  preview({ bytes, path }: EncodedImage, maxSidePx: number): Promise<Reply<RgbImage>> {
    return this.#replyImage(async () => {
      const { decoder, kernels } = await this.#started();
      return shrinkImage(await decoder.decode(bytes, path), maxSidePx, kernels);
    });
  }

  async compare(candidate: RgbImage, reference: RgbImage): Promise<Reply<ComparedImages>> {
    const compared = await reply(async () =>
      compareImages(candidate, reference, (await this.#started()).kernels)
    );
    if (!compared.ok) return compared;
    const { candidateRgb, lumaDifferences, largestDifferences, ssimMap } = compared.value;
    const moved = [candidateRgb, lumaDifferences, largestDifferences, ...(ssimMap ? [ssimMap] : [])];
    return transfer(
      compared,
      moved.map(({ buffer }) => buffer)
    );
  }

  findRegion(input: RgbImage, reference: RgbImage): Promise<Reply<RegionResult>> {
    return reply(async () => computeRegion(input, reference, (await this.#started()).kernels));
  }

  async #score(task: ScoringTask): Promise<ScoredTask> {
    const tools = await this.#started();
    const maker = new PictureMaker(task.wantedPictures ?? [], tools.kernels);
    const decoded: Uint8Array[] = [];
    const ondecoded = (path: string, image: RgbImage): void => {
      maker.show(path, image);
      if (image.rgb.length <= mostSpareBytes) decoded.push(image.rgb);
    };
    const results = await scoreTask(task, { ...tools, ondecoded });
    for (const rgb of decoded) tools.kernels.reuse(rgb);
    return { results, pictures: maker.pictures };
  }

  #started(): Promise<Tools> {
    if (!this.#tools) throw new Error('start() was not called');
    return this.#tools;
  }

  /** The pixels are moved, not copied. */
  async #replyImage(work: () => Promise<RgbImage>): Promise<Reply<RgbImage>> {
    const made = await this.#reply(work);
    return made.ok ? transfer(made, [made.value.rgb.buffer as ArrayBuffer]) : made;
  }

  async #reply<Value>(work: () => Promise<Value>): Promise<Reply<Value>> {
    const made = await reply(work);
    const tools = await this.#tools;
    return tools && tools.decoder.largestPixels > mostPixelsKept ? { ...made, isSpent: true } : made;
  }
}
