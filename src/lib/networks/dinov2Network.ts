import { GraphWriter, type WeightShapes } from './GraphWriter';
import type { Network } from './Network';
import { applyAttention, applyGelu, applyLayerNorm, applyLinear } from './transformer';

/** What the weights of a DINOv2 encoder do not tell of it. */
export interface Dinov2Shape {
  readonly heads: number;
  readonly layerNormEpsilon: number;
  /** Of the square images; the position embeddings must be of it. */
  readonly imagePx: number;
}

const places = 'embeddings.position_embeddings';

/**
 * DINOv2 (transformers' Dinov2Model, no registers, plain MLP), of any widths. Input `pixels`, float32 1×3×side×side,
 * normalised; output `embedding`, 1×width: the class token after the last norm.
 * @throws DataError when a weight is missing or has wrong sides
 */
export function writeDinov2(shapes: WeightShapes, file: string, shape: Dinov2Shape): Network {
  const graph = new GraphWriter(shapes, file);
  const projection = 'embeddings.patch_embeddings.projection';
  const [width, , patch] = graph.sidesOf(
    graph.weight(`${projection}.weight`, ['width', 3, 'patch', 'patch'])
  );
  let hidden = embed(graph, projection, width!, patch!, shape.imagePx);
  for (let layer = 0; shapes.has(`encoder.layer.${layer}.norm1.weight`); layer++) {
    hidden = applyLayer(graph, hidden, `encoder.layer.${layer}`, width!, shape);
  }
  const bounds = [0, 1, 0].map((value) => graph.constant('int64', [value]));
  const first = graph.apply('Slice', [hidden, ...bounds]);
  const embedding = applyLayerNorm(graph, first, 'layernorm', width!, shape.layerNormEpsilon);
  graph.output('embedding', embedding, [1, width!]);
  return { graph: graph.finish(), weights: graph.weights };
}

/** The class token and the patches, each at its place: tokens×width. */
function embed(
  graph: GraphWriter,
  projection: string,
  width: number,
  patch: number,
  imagePx: number
): string {
  const pixels = graph.input('pixels', 'float32', [1, 3, imagePx, imagePx]);
  const bias = graph.weight(`${projection}.bias`, [width]);
  const projected = graph.apply('Conv', [pixels, `${projection}.weight`, bias], {
    kernel_shape: [patch, patch],
    strides: [patch, patch]
  });
  const flat = graph.apply('Reshape', [projected, graph.constant('int64', [width, -1])]);
  const patches = graph.apply('Transpose', [flat], { perm: [1, 0] });
  const toRows = graph.constant('int64', [-1, width]);
  const classToken = graph.apply('Reshape', [graph.weight('embeddings.cls_token', [1, 1, width]), toRows]);
  const tokens = graph.apply('Concat', [classToken, patches], { axis: 0 });
  const count = Math.floor(imagePx / patch) ** 2 + 1;
  return graph.apply('Add', [
    tokens,
    graph.apply('Reshape', [graph.weight(places, [1, count, width]), toRows])
  ]);
}

function applyLayer(
  graph: GraphWriter,
  input: string,
  name: string,
  width: number,
  { heads, layerNormEpsilon: epsilon }: Dinov2Shape
): string {
  const addScaled = (rest: string, value: string, scale: string): string =>
    graph.apply('Add', [
      rest,
      graph.apply('Mul', [value, graph.weight(`${name}.${scale}.lambda1`, [width])])
    ]);
  const normed = applyLayerNorm(graph, input, `${name}.norm1`, width, epsilon);
  const context = applyAttention(graph, normed, `${name}.attention.attention`, width, heads);
  const attended = applyLinear(graph, context, `${name}.attention.output.dense`, [width, width]);
  const middle = addScaled(input, attended, 'layer_scale1');
  const inner = graph.sidesOf(graph.weight(`${name}.mlp.fc1.weight`, ['inner', width]))[0]!;
  const second = applyLayerNorm(graph, middle, `${name}.norm2`, width, epsilon);
  const widened = applyGelu(graph, applyLinear(graph, second, `${name}.mlp.fc1`, [inner, width]));
  return addScaled(middle, applyLinear(graph, widened, `${name}.mlp.fc2`, [width, inner]), 'layer_scale2');
}
