import type { GraphWriter } from './GraphWriter';

/** Parts that BERT and DINOv2 share. Hidden states are tokens×width: one input at a time needs no mask. */

/** `x · Wᵀ + b`, as torch.nn.Linear has its weights. */
export function applyLinear(
  graph: GraphWriter,
  input: string,
  name: string,
  sides: readonly [outputs: number, inputs: number]
): string {
  const weight = graph.weight(`${name}.weight`, sides);
  return graph.apply('Gemm', [input, weight, graph.weight(`${name}.bias`, [sides[0]])], { transB: 1 });
}

export function applyLayerNorm(
  graph: GraphWriter,
  input: string,
  name: string,
  width: number,
  epsilon: number
): string {
  const parameters = [graph.weight(`${name}.weight`, [width]), graph.weight(`${name}.bias`, [width])];
  return graph.apply('LayerNormalization', [input, ...parameters], { axis: -1, epsilon: { float: epsilon } });
}

/** The exact one, by the error function. */
export function applyGelu(graph: GraphWriter, input: string): string {
  const number = (value: number): string => graph.constant('float32', [value], []);
  const error = graph.apply('Erf', [graph.apply('Div', [input, number(Math.SQRT2)])]);
  const doubled = graph.apply('Mul', [input, graph.apply('Add', [error, number(1)])]);
  return graph.apply('Mul', [doubled, number(0.5)]);
}

/** Self-attention of every token with every other; `name` is the module with `query`, `key` and `value`. */
export function applyAttention(
  graph: GraphWriter,
  input: string,
  name: string,
  width: number,
  heads: number
): string {
  const size = width / heads;
  const split = graph.constant('int64', [-1, heads, size]);
  const project = (part: string, perm: readonly number[]): string => {
    const projected = applyLinear(graph, input, `${name}.${part}`, [width, width]);
    return graph.apply('Transpose', [graph.apply('Reshape', [projected, split])], { perm });
  };
  const query = project('query', [1, 0, 2]);
  const products = graph.apply('MatMul', [query, project('key', [1, 2, 0])]);
  const scaled = graph.apply('Mul', [products, graph.constant('float32', [1 / Math.sqrt(size)], [])]);
  const attention = graph.apply('Softmax', [scaled], { axis: -1 });
  const context = graph.apply('MatMul', [attention, project('value', [1, 0, 2])]);
  const joined = graph.apply('Transpose', [context], { perm: [1, 0, 2] });
  return graph.apply('Reshape', [joined, graph.constant('int64', [-1, width])]);
}
