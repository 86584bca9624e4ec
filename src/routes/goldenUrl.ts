import { asset } from '$app/paths';

/** Where the golden vectors lie, as an absolute address; call it in the browser. */
export function goldenUrl(): string {
  return new URL(asset('/golden/golden.zip'), location.href).href;
}
