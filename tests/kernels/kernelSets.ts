import type { KernelSet } from '../../src/lib/kernels/KernelSet';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';
import { loadKernels } from './loadKernels';

interface NamedKernels {
  readonly name: string;
  readonly kernels: KernelSet;
}

/** Both implementations, for `describe.each`: whatever a test says must hold for either. */
export const kernelSets: readonly [wasm: NamedKernels, reference: NamedKernels] = [
  { name: 'WebAssembly', kernels: await loadKernels() },
  { name: 'reference', kernels: referenceKernels }
];
