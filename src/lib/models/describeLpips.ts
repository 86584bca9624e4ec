import { officialWeights } from '../metrics/neural/meta';
import { openWeights } from '../weights/openWeights';
import { refuseWeights } from '../weights/refuseWeights';
import type { Described, Findings } from './prepareModel';
import { isKnownFile } from './knownWeights';
import { recogniseWeights } from './recogniseWeights';

/** Channels after AlexNet's five convolutions. */
const officialWidths = [64, 192, 384, 256, 256];

/** LPIPS 0.1 on a file of torchvision's AlexNet, of which the convolutions are used. */
export async function describeLpips({ files, tensors, sha256 }: Findings): Promise<Described> {
  const { heads } = files;
  const recognised = recogniseWeights(await openWeights(heads.blob, heads.name));
  if (recognised.kind !== 'lpips-heads')
    throw refuseWeights(heads.name, 'not the linear heads of LPIPS', recognised.kind, 'lin0 to lin4');
  const widths = [0, 3, 6, 8, 10].map((layer) => tensors.get(`features.${layer}.weight`)?.shape[0]);
  const isOfficial = officialWidths.every((width, layer) => width === widths[layer]);
  return {
    descriptor: {
      metric: 'lpips',
      weights: isOfficial ? officialWeights.lpips : `alexnet-${sha256.slice(0, 12)}`,
      label: isOfficial ? 'LPIPS 0.1, AlexNet' : `AlexNet of ${widths.join(', ')} channels`,
      source: `lpips 0.1.4 (richzhang/PerceptualSimilarity) on ${
        isKnownFile(sha256)
          ? 'AlexNet of torchvision'
          : (files.address ?? 'a file that is taken for torchvision’s AlexNet, and whose hash is another')
      }`,
      licence: 'BSD-2-Clause (lpips), BSD-3-Clause (torchvision)',
      network: { kind: 'alexnet' },
      output: 'distance'
    },
    tokenizer: null,
    tensors: new Map([...tensors, ...recognised.tensors])
  };
}
