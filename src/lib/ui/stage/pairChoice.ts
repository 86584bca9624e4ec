import type { ViewedImage, ViewedOutput, ViewedSample } from './viewedSample';

/** An image of a sample by the part it plays, which another sample has too. */
export interface RoleImage {
  /** `input-1`, `reference`, `output-1`: numbered from 1. */
  readonly role: string;
  readonly image: ViewedImage;
  /** Whose output it is; null for the sample's own images. */
  readonly output: ViewedOutput | null;
}

/** A is what is compared with, B what is compared. */
export interface PairChoice {
  readonly a: string | null;
  readonly b: string | null;
}

/** All images of a sample in the order they are shown. */
export function listRoleImages({ inputs, reference, outputs }: ViewedSample): readonly RoleImage[] {
  return [
    ...inputs.map((image, i) => ({ role: `input-${i + 1}`, image, output: null })),
    ...(reference ? [{ role: 'reference', image: reference, output: null }] : []),
    ...outputs.flatMap((output, i) =>
      output.image ? [{ role: `output-${i + 1}`, image: output.image, output }] : []
    )
  ];
}

/**
 * The two images to compare: the chosen ones where the sample has them, else as scoring pairs them (reference and first
 * output), else the first two that there are.
 */
export function choosePair(
  images: readonly RoleImage[],
  chosen: PairChoice
): { readonly a: RoleImage | null; readonly b: RoleImage | null } {
  const find = (role: string | null) => images.find((image) => image.role === role);
  const a = find(chosen.a) ?? find('reference') ?? images[0] ?? null;
  const others = images.filter((image) => image !== a);
  const wanted = find(chosen.b);
  const b =
    (wanted !== a && wanted) ||
    (others.find(({ output }) => output) ??
      others.find(({ role }) => role === 'reference') ??
      others[0] ??
      null);
  return { a, b };
}
