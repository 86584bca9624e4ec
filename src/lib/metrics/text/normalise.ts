import { collapseSpace } from '../../core/pythonText';

/** Lower case, outer white space dropped, every inner run of it one space. */
export function normaliseFreeText(text: string): string {
  return collapseSpace(text).toLowerCase();
}
