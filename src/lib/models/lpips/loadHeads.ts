import { loadFile } from '../../dataset/loadFile';
import type { NamedBlob } from '../Companions';
import headsUrl from './alex.pth?url';

/** The linear heads of LPIPS 0.1 on AlexNet, as lpips 0.1.4 ships them (BSD-2-Clause; LICENSE lies beside them). */
export async function loadHeads(): Promise<NamedBlob> {
  return { name: 'alex.pth', blob: await loadFile(headsUrl, 'alex.pth') };
}
