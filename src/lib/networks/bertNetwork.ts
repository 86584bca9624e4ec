import { GraphWriter, type WeightShapes } from './GraphWriter';
import type { Network } from './Network';
import { applyAttention, applyGelu, applyLayerNorm, applyLinear } from './transformer';

/** What the weights of a BERT-type encoder do not tell of it. */
export interface BertShape {
  readonly heads: number;
  readonly layerNormEpsilon: number;
  /** The last that is computed; 1 is the first. */
  readonly layer: number;
}

const wordEmbeddings = 'embeddings.word_embeddings.weight';

/**
 * BERT's encoder (transformers' BertModel) up to one layer, of any widths. Input `input_ids`, int64 1×tokens; output
 * `hidden_states`, 1×tokens×width.
 * @throws DataError when a weight is missing or has wrong sides
 */
export function writeBert(shapes: WeightShapes, file: string, shape: BertShape): Network {
  const graph = new GraphWriter(shapes, file);
  const ids = graph.input('input_ids', 'int64', [1, 'tokens']);
  const width = graph.sidesOf(graph.weight(wordEmbeddings, ['words', 'width']))[1]!;
  let hidden = embed(graph, ids, width, shape.layerNormEpsilon);
  for (let layer = 0; layer < shape.layer; layer++) {
    hidden = applyLayer(graph, hidden, `encoder.layer.${layer}`, width, shape);
  }
  const states = graph.apply('Unsqueeze', [hidden, graph.constant('int64', [0])]);
  graph.output('hidden_states', states, [1, 'tokens', width]);
  return { graph: graph.finish(), weights: graph.weights };
}

/** Words, places and the first token type: tokens×width. */
function embed(graph: GraphWriter, ids: string, width: number, epsilon: number): string {
  const number = (value: number): string => graph.constant('int64', [value]);
  const flat = graph.apply('Reshape', [ids, number(-1)]);
  const words = graph.apply('Gather', [wordEmbeddings, flat], { axis: 0 });
  const places = graph.weight('embeddings.position_embeddings.weight', ['places', width]);
  const used = graph.apply('Slice', [places, number(0), graph.apply('Shape', [flat]), number(0)]);
  const types = graph.weight('embeddings.token_type_embeddings.weight', ['types', width]);
  const first = graph.apply('Slice', [types, number(0), number(1), number(0)]);
  // In the order in which transformers adds them.
  const sum = graph.apply('Add', [graph.apply('Add', [words, first]), used]);
  return applyLayerNorm(graph, sum, 'embeddings.LayerNorm', width, epsilon);
}

function applyLayer(
  graph: GraphWriter,
  input: string,
  name: string,
  width: number,
  { heads, layerNormEpsilon: epsilon }: BertShape
): string {
  const context = applyAttention(graph, input, `${name}.attention.self`, width, heads);
  const attended = applyLinear(graph, context, `${name}.attention.output.dense`, [width, width]);
  const norm = (value: string, rest: string, part: string): string =>
    applyLayerNorm(graph, graph.apply('Add', [value, rest]), `${name}.${part}.LayerNorm`, width, epsilon);
  const middle = norm(attended, input, 'attention.output');
  const inner = graph.sidesOf(graph.weight(`${name}.intermediate.dense.weight`, ['inner', width]))[0]!;
  const widened = applyGelu(graph, applyLinear(graph, middle, `${name}.intermediate.dense`, [inner, width]));
  return norm(applyLinear(graph, widened, `${name}.output.dense`, [width, inner]), middle, 'output');
}
