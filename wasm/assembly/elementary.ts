// Browsers' own Math.exp, Math.log and Math.log10 differ from each other in the last bit, and so would the scores.
// AssemblyScript brings its own (a port of musl's), which give the same bits wherever WebAssembly runs; errors are below
// one unit in the last place.

export function exp(x: f64): f64 {
  return NativeMath.exp(x);
}

export function log(x: f64): f64 {
  return NativeMath.log(x);
}

export function log10(x: f64): f64 {
  return NativeMath.log10(x);
}
