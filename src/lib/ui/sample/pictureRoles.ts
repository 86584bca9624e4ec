import type { PictureRole } from '../../state/RunPictures';

/** The pictures that stand for a row in lists. */
export const roles: readonly { readonly role: PictureRole; readonly label: string }[] = [
  { role: 'reference', label: 'Reference' },
  { role: 'output', label: 'Output' }
];
