/** What Chromium, Firefox and Safari say of a script of the page that cannot be fetched. */
const unloaded =
  /Failed to fetch dynamically imported module|error loading dynamically imported module|Importing a module script failed/i;

/** What went wrong in the words of whoever threw it; anything can be thrown, and an error may have no message. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!unloaded.test(error.message)) return error.message || error.name;
  return 'A part of the viewer could not be loaded: there is no network, or a newer version is out. Reload the page.';
}
