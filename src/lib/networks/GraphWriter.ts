import { DataError } from '../core/problem';
import { MessageWriter } from './MessageWriter';

/** The numbers of ONNX's TensorProto.DataType. */
const elementTypes = { float32: 1, int64: 7 } as const;
export type ElementType = keyof typeof elementTypes;

/** A side without a fixed length is named. */
export type Sides = readonly (number | string)[];

/** Whole numbers, or 32-bit ones where an attribute says `{ float }`. */
export type Attribute = number | readonly number[] | { readonly float: number };

export type WeightShapes = ReadonlyMap<string, readonly number[]>;

/** With the operator set that export_onnx.py uses as well. */
const operatorSet = 18;
/** Version 10 of the format came with it. */
const formatVersion = 10;

/**
 * Writes an ONNX graph without its weights: each weight is an initialiser of the name it has in the state dict, and lies
 * in a "file" of that name, which ONNX Runtime gets as `externalData`. Field numbers are those of onnx.proto.
 */
export class GraphWriter {
  readonly #file: string;
  readonly #shapes: WeightShapes;
  readonly #graph = new MessageWriter();
  readonly #weights = new Set<string>();
  #values = 0;

  /** @param file of the weights, for messages */
  constructor(shapes: WeightShapes, file: string) {
    this.#shapes = shapes;
    this.#file = file;
  }

  /** The names of the weights that the graph reads. */
  get weights(): readonly string[] {
    return [...this.#weights];
  }

  /** @throws DataError when the file has no such weight, or one with other sides (a string stands for any length) */
  weight(name: string, sides?: Sides): string {
    const shape = this.#shapes.get(name);
    const fits = shape && (!sides || matches(shape, sides));
    if (!shape || !fits) throw this.#refuse(name, shape, sides);
    if (this.#weights.has(name)) return name;
    this.#weights.add(name);
    const location = new MessageWriter().text(1, 'location').text(2, name);
    const tensor = describeTensor(name, 'float32', shape).message(13, location).integer(14, 1);
    this.#graph.message(5, tensor);
    return name;
  }

  /** Of a weight that is there. */
  sidesOf(weight: string): readonly number[] {
    return this.#shapes.get(weight)!;
  }

  /** Numbers that belong to the architecture. */
  constant(type: ElementType, values: readonly number[], shape: readonly number[] = [values.length]): string {
    const data =
      type === 'float32' ? Float32Array.from(values) : BigInt64Array.from(values, (value) => BigInt(value));
    const name = this.#name();
    this.#graph.message(5, describeTensor(name, type, shape).bytes(9, new Uint8Array(data.buffer)));
    return name;
  }

  input(name: string, type: ElementType, sides: Sides): string {
    this.#graph.message(11, describeValue(name, type, sides));
    return name;
  }

  output(name: string, value: string, sides: Sides): void {
    this.#node('Identity', [value], name, {});
    this.#graph.message(12, describeValue(name, 'float32', sides));
  }

  /** Applies an operator; gives the name of its first output. */
  apply(operator: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}): string {
    const name = this.#name();
    this.#node(operator, inputs, name, attributes);
    return name;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const graph = this.#graph.text(2, 'network');
    const operators = new MessageWriter().text(1, '').integer(2, operatorSet);
    return new MessageWriter().integer(1, formatVersion).message(7, graph).message(8, operators).finish();
  }

  #name(): string {
    return `value_${this.#values++}`;
  }

  #node(
    operator: string,
    inputs: readonly string[],
    output: string,
    attributes: Record<string, Attribute>
  ): void {
    const node = new MessageWriter();
    for (const input of inputs) node.text(1, input);
    node.text(2, output).text(3, output).text(4, operator);
    for (const [name, value] of Object.entries(attributes)) node.message(5, describeAttribute(name, value));
    this.#graph.message(1, node);
  }

  #refuse(name: string, shape: readonly number[] | undefined, sides: Sides | undefined): DataError {
    const expected = sides ? `${name} of ${sides.join('×')}` : name;
    return new DataError({
      code: 'weights-shape',
      where: { file: this.#file, field: name },
      what: shape ? `the weight ${name} has other sides` : `the weight ${name} is not there`,
      got: shape ? shape.join('×') : 'nothing of this name',
      expected
    });
  }
}

function matches(shape: readonly number[], sides: Sides): boolean {
  return (
    shape.length === sides.length && sides.every((side, i) => typeof side === 'string' || side === shape[i])
  );
}

function describeTensor(name: string, type: ElementType, shape: readonly number[]): MessageWriter {
  const tensor = new MessageWriter();
  for (const side of shape) tensor.integer(1, side);
  return tensor.integer(2, elementTypes[type]).text(8, name);
}

function describeValue(name: string, type: ElementType, sides: Sides): MessageWriter {
  const shape = new MessageWriter();
  for (const side of sides) {
    const dimension = new MessageWriter();
    shape.message(1, typeof side === 'number' ? dimension.integer(1, side) : dimension.text(2, side));
  }
  const tensor = new MessageWriter().integer(1, elementTypes[type]).message(2, shape);
  return new MessageWriter().text(1, name).message(2, new MessageWriter().message(1, tensor));
}

/** The numbers of ONNX's AttributeProto.AttributeType: FLOAT 1, INT 2, INTS 7. */
function describeAttribute(name: string, value: Attribute): MessageWriter {
  const attribute = new MessageWriter().text(1, name);
  if (typeof value === 'number') return attribute.integer(3, value).integer(20, 2);
  if ('float' in value) return attribute.float(2, value.float).integer(20, 1);
  for (const item of value) attribute.integer(8, item);
  return attribute.integer(20, 7);
}
