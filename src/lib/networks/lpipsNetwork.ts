import { GraphWriter, type WeightShapes } from './GraphWriter';
import type { Network } from './Network';

/** torchvision's AlexNet up to its fifth ReLU. */
const convolutions = [
  { name: 'features.0', kernel: 11, stride: 4, padding: 2, isPooledFirst: false },
  { name: 'features.3', kernel: 5, stride: 1, padding: 2, isPooledFirst: true },
  { name: 'features.6', kernel: 3, stride: 1, padding: 1, isPooledFirst: true },
  { name: 'features.8', kernel: 3, stride: 1, padding: 1, isPooledFirst: false },
  { name: 'features.10', kernel: 3, stride: 1, padding: 1, isPooledFirst: false }
] as const;

/** What lpips 0.1.4 subtracts from the channels of an image in [−1, 1], and divides them by. */
const shift = [-0.03, -0.088, -0.188];
const scale = [0.458, 0.448, 0.45];

/** Of the linear heads, as `lpips` names them; the others are of torchvision's file. */
export const nameHead = (layer: number): string => `lin${layer}.model.1.weight`;

/**
 * LPIPS 0.1 on AlexNet (lpips 0.1.4), of any widths. Inputs `candidate` (n×3×256×256) and `reference` (1×3×256×256) in
 * [−1, 1]; output `distance`: n numbers. The reference goes through the trunk once for all candidates.
 * @throws DataError when a weight is missing or has wrong sides
 */
export function writeLpips(shapes: WeightShapes, file: string): Network {
  const graph = new GraphWriter(shapes, file);
  const images = graph.apply(
    'Concat',
    [
      graph.input('candidate', 'float32', ['candidates', 3, 256, 256]),
      graph.input('reference', 'float32', [1, 3, 256, 256])
    ],
    { axis: 0 }
  );
  const centred = graph.apply('Sub', [images, graph.constant('float32', shift, [1, 3, 1, 1])]);
  let features = graph.apply('Div', [centred, graph.constant('float32', scale, [1, 3, 1, 1])]);
  let channels = 3;
  const distances = convolutions.map((convolution, layer) => {
    ({ features, channels } = convolve(graph, features, channels, convolution));
    return compareLayer(graph, features, graph.weight(nameHead(layer), [1, channels, 1, 1]));
  });
  const sum = distances.reduce((a, b) => graph.apply('Add', [a, b]));
  const flat = graph.apply('Reshape', [sum, graph.constant('int64', [-1])]);
  graph.output('distance', flat, ['candidates']);
  return { graph: graph.finish(), weights: graph.weights };
}

function convolve(
  graph: GraphWriter,
  features: string,
  channels: number,
  { name, kernel, stride, padding, isPooledFirst }: (typeof convolutions)[number]
) {
  const input = isPooledFirst
    ? graph.apply('MaxPool', [features], { kernel_shape: [3, 3], strides: [2, 2] })
    : features;
  const weight = graph.weight(`${name}.weight`, ['any', channels, kernel, kernel]);
  const width = graph.sidesOf(weight)[0]!;
  const convolved = graph.apply('Conv', [input, weight, graph.weight(`${name}.bias`, [width])], {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding]
  });
  return { features: graph.apply('Relu', [convolved]), channels: width };
}

/** The weighted squared difference of the normalised features, averaged over the positions: n×1×1×1. */
function compareLayer(graph: GraphWriter, features: string, head: string): string {
  const squares = graph.apply('Mul', [features, features]);
  const channelAxis = graph.constant('int64', [1]);
  const norm = graph.apply('Sqrt', [graph.apply('ReduceSum', [squares, channelAxis], { keepdims: 1 })]);
  // Where every feature is dead, 0 / 1e-10 is 0.
  const divisor = graph.apply('Add', [norm, graph.constant('float32', [1e-10], [])]);
  const normalised = graph.apply('Div', [features, divisor]);
  const difference = graph.apply('Sub', [cut(graph, normalised, 0, -1), cut(graph, normalised, -1, 2 ** 31)]);
  const squared = graph.apply('Mul', [difference, difference]);
  const weighted = graph.apply('Conv', [squared, head], { kernel_shape: [1, 1] });
  return graph.apply('ReduceMean', [weighted, graph.constant('int64', [2, 3])], { keepdims: 1 });
}

/** Images from `start` to before `end`. */
function cut(graph: GraphWriter, images: string, start: number, end: number): string {
  const bounds = [start, end, 0].map((value) => graph.constant('int64', [value]));
  return graph.apply('Slice', [images, ...bounds]);
}
