import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import webgpuUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import type { Backend } from './neuralApi';

export type OnnxRuntime = typeof import('onnxruntime-web/wasm');

/** Relative to the worker's script or the host's root. */
export const runtimeUrls: Readonly<Record<Backend, string>> = { wasm: wasmUrl, webgpu: webgpuUrl };

/** ONNX Runtime with `binary` as its WebAssembly, so that it loads nothing by itself. */
export async function loadOnnxRuntime(backend: Backend, binary: ArrayBuffer): Promise<OnnxRuntime> {
  const ort: OnnxRuntime =
    backend === 'webgpu' ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
  ort.env.wasm.wasmBinary = binary;
  // A static host cannot send the headers that threads need; without threads there is no second worker either.
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.logLevel = 'error';
  return ort;
}
