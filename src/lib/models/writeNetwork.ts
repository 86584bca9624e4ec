import type { ModelDescriptor, NetworkShape } from '../metrics/neural/descriptor';
import { writeBert } from '../networks/bertNetwork';
import { writeDinov2 } from '../networks/dinov2Network';
import type { WeightShapes } from '../networks/GraphWriter';
import { writeLpips } from '../networks/lpipsNetwork';
import type { Network } from '../networks/Network';

/**
 * The graph of weights that come without one.
 * @throws DataError when a weight is missing or has wrong sides
 */
export function writeNetwork(
  descriptor: ModelDescriptor,
  network: NetworkShape,
  shapes: WeightShapes
): Network {
  const { model } = descriptor;
  if (network.kind === 'alexnet') return writeLpips(shapes, model.file);
  if (descriptor.metric === 'bertscore')
    return writeBert(shapes, model.file, { ...network, layer: descriptor.layer });
  if (descriptor.metric !== 'image-embedding')
    throw new TypeError(`no ${network.kind} for ${descriptor.metric}`);
  const { crop, resize } = descriptor.input;
  const imagePx = crop?.width ?? ('width' in resize ? resize.width : resize.shortestEdge);
  return writeDinov2(shapes, model.file, { ...network, imagePx });
}
