/** An ONNX graph whose weights lie outside it. */
export interface Network {
  readonly graph: Uint8Array<ArrayBuffer>;
  /** The initialisers that it reads, by their names in the state dict; all are of 32-bit numbers. */
  readonly weights: readonly string[];
}
