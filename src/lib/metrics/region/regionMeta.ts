import type { Task } from '../../core/sample';
import type { MetricMeta } from '../metric';

type Side = 'fidelity' | 'preservation';

/** What the metrics of one side and kind do not share. */
interface Part extends Pick<MetricMeta, 'unit' | 'range' | 'digits' | 'edgeCases'> {
  readonly side: Side;
  readonly kind: 'PSNR' | 'SSIM';
  /** How the compared pixels become a number. */
  readonly measure: string;
}

/** All editing and generation tasks whose input and reference show the same view: not the two between 2D and 3D. */
const tasks: readonly Task[] = [
  'style-transfer',
  'artifact-removal',
  'noise-reconstruction',
  'resolution-editing',
  'contrast-enhancement',
  'anatomical-annotation',
  'disease-prediction',
  'instruction-editing',
  'organic-removal',
  'organic-reconstruction'
];

const sides: Readonly<
  Record<Side, { readonly label: string; readonly where: string; readonly aim: string }>
> = {
  fidelity: {
    label: 'Region fidelity',
    where: 'inside the region that should change',
    aim: 'Is what should change changed as in the reference?'
  },
  preservation: {
    label: 'Region preservation',
    where: 'outside the region that should change',
    aim: 'Is what should stay left as it is?'
  }
};

const region =
  'The region is where input and reference differ: connected areas of at least 8 grey levels (of luma, or half of the largest colour difference), kept where at least 16 of their pixels reach 16 levels, with a margin of 3 px.';

const limits =
  'The region knows pixels, not anatomy or the instruction: a fainter or smaller change is taken for noise, compression of input or reference at low quality is taken for change, and a shift of the whole image makes every edge a change. No value where input and reference differ in size, where the sample has no or several input images, where there is no difference, or where over 95 % of the image is to change (most contrast, style and noise samples), so n is often far below the number of samples and the mean is over the local edits alone.';

/** The card of an experimental metric: all but the id's side and kind is common to them. */
export function describeRegionMetric({ side, kind, measure, edgeCases, ...scale }: Part): MetricMeta {
  const { label, where, aim } = sides[side];
  return {
    id: `region-${side}-${kind.toLowerCase()}`,
    version: '1',
    label: `${label} ${kind}`,
    variant: `experimental: output against reference, ${where}`,
    higherIsBetter: true,
    formats: ['edit', 'generate'],
    tasks,
    threshold: null,
    officialKey: null,
    source:
      'Our own definition; agrees within 1e-9 with an implementation in NumPy 1.24.2, SciPy 1.10.1 and scikit-image 0.19.3. Not validated against the judgement of clinicians.',
    definition: `${aim} ${measure} ${region}`,
    edgeCases: `${edgeCases} ${limits}`,
    namesakes:
      'Not comparable with the numbers over the whole image, nor with masked numbers elsewhere: those use drawn masks, compare the outside with the input instead of the reference, or black out the other side before the comparison.',
    group: 'experimental',
    needsInput: true,
    ...scale
  };
}
