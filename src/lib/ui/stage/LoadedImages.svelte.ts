import type { SampleImage } from '../../state/SampleImages';

interface Loadable {
  load(): Promise<SampleImage>;
}

/** The images that are on show, as they arrive. */
export class LoadedImages<Image extends Loadable> {
  results = $state.raw<ReadonlyMap<Image, SampleImage>>(new Map());
  #known = new Map<Image, SampleImage>();
  #wanted: readonly Image[] = [];

  /** Loads what is not there yet, and forgets the others. */
  show(images: readonly Image[]): void {
    const before = this.#known;
    this.#wanted = images;
    this.#known = new Map(
      images.flatMap((image) => {
        const known = before.get(image);
        return known ? [[image, known] as const] : [];
      })
    );
    this.results = new Map(this.#known);
    for (const image of images) if (!this.#known.has(image)) void this.#load(image);
  }

  async #load(image: Image): Promise<void> {
    const loaded = await image.load();
    if (!this.#wanted.includes(image)) return;
    this.#known.set(image, loaded);
    this.results = new Map(this.#known);
  }
}
