/** One golden pair under several settings that all go by the name "SSIM"; tests/conformance computes them anew. */
export const ssimPair = {
  output: 'pixel/16_pred.png',
  reference: 'pixel/16_ref.png'
} as const;

export interface SsimNamesake {
  readonly library: string;
  readonly setting: string;
  readonly value: number;
}

export const ssimNamesakes: readonly SsimNamesake[] = [
  {
    library: 'scikit-image 0.19.3',
    setting: 'its default, and the benchmark’s: 7×7 uniform window, sample covariance',
    value: 0.858
  },
  {
    library: 'scikit-image 0.19.3',
    setting: 'as in the paper of 2004: 11×11 Gaussian window, population covariance',
    value: 0.875
  },
  {
    library: 'ssim.js 3.5.0',
    setting: 'its option “fast”: 11×11 Gaussian window, another rounding of luma',
    value: 0.877
  },
  { library: 'ssim.js 3.5.0', setting: 'its default: 11×11 uniform window', value: 0.831 },
  {
    library: 'image-ssim 0.2.0',
    setting: 'its default: 8×8 tiles that do not overlap, Rec. 709 luma',
    value: 0.714
  }
];
