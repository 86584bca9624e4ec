/**
 * A file of this site (never a foreign address: the pages' CSP allows none).
 * @throws Error that names the address and what to do
 */
export async function loadFile(url: string, name: string): Promise<File> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be loaded: HTTP ${response.status}. Try again later.`);
  return new File([await response.blob()], name);
}
