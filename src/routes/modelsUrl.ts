import { asset } from '$app/paths';

/** Where the site lists the models that it offers, as an absolute address; call it in the browser. */
export function modelsUrl(): string {
  return new URL(asset('/models/index.json'), location.href).href;
}
