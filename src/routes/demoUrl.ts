import { asset } from '$app/paths';

/** Where the demo archive lies, as an absolute address; call it in the browser. */
export function demoUrl(): string {
  return new URL(asset('/demo/demo.zip'), location.href).href;
}
