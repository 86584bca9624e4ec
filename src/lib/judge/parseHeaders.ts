import { ApiKey } from './ApiKey';
import type { Endpoint } from './providers/Provider';

interface ParsedHeaders {
  readonly headers: NonNullable<Endpoint['headers']>;
  /** What is wrong, without the value; empty when nothing is. */
  readonly fault: string;
}

/** What a browser sets itself, and what the page sets. */
const reserved =
  /^(?:content-type|content-length|host|origin|referer|cookie|connection|accept-encoding|sec-.*|proxy-.*)$/;

/** @param text one header a line, `name: value` */
export function parseHeaders(text: string): ParsedHeaders {
  const headers: [string, ApiKey][] = [];
  const lines = text.split('\n').map((line) => line.trim());
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const refuse = (what: string): ParsedHeaders => ({ headers: [], fault: `Line ${index + 1}: ${what}` });
    const [, name = '', value = ''] = /^([\w-]+)\s*:\s*(\S+)$/.exec(line) ?? [];
    if (name === '') return refuse('expected a name, a colon and a value without spaces');
    if (reserved.test(name.toLowerCase())) return refuse(`a page may not set ${name.toLowerCase()}`);
    try {
      headers.push([name.toLowerCase(), new ApiKey(value)]);
    } catch {
      return refuse('the value has letters that no header has');
    }
  }
  return { headers, fault: '' };
}
