import type { NeuralModel } from '../models/NeuralModel';
import { writeNetwork } from '../models/writeNetwork';
import { openSafetensors } from '../weights/openSafetensors';
import { readTensor, requireFloats } from '../weights/readTensor';
import { findReadNow, makeLazyTensor } from './makeLazyTensor';

/** What ONNX Runtime opens: a graph, and the weights that lie outside it. */
export interface OpenedGraph {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** One "file" a weight; empty where the graph has them in it. */
  readonly weights: readonly { readonly path: string; readonly data: Uint8Array }[];
}

/** @throws DataError when the weights are not those of the network */
export async function openGraph({ descriptor, model }: NeuralModel): Promise<OpenedGraph> {
  if (!descriptor.network) return { bytes: new Uint8Array(await model.arrayBuffer()), weights: [] };
  const { file, tensors } = await openSafetensors(model, descriptor.model.file);
  const shapes = new Map([...tensors].map(([name, { shape }]) => [name, shape]));
  const network = writeNetwork(descriptor, descriptor.network, shapes);
  const readNow = findReadNow();
  const weights: { path: string; data: Uint8Array }[] = [];
  for (const path of network.weights) {
    const tensor = tensors.get(path)!;
    requireFloats(tensor, path, file);
    const data = readNow
      ? makeLazyTensor(tensor, readNow)
      : new Uint8Array((await readTensor(tensor, path, file)).buffer);
    weights.push({ path, data });
  }
  return { bytes: network.graph, weights };
}
