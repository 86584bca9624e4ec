import { asset } from '$app/paths';

/** Where the demo archive (dataset and predictions) lies, as an absolute address; call it in the browser. */
export function demoUrl(): string {
  return new URL(asset('/demo/demo.zip'), location.href).href;
}

/** Where the manifest of the demo dataset lies, as an absolute address; call it in the browser. */
export function demoDatasetUrl(): string {
  return new URL(asset('/demo/dataset/manifest.json'), location.href).href;
}
