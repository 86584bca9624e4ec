import { isJsonObject } from '../core/json';
import { parseJson } from './parseJson';

/**
 * How records stand in a text, whatever its file is called:
 * - `lines`: one JSON value a line;
 * - `document`: a JSON array, or values over several lines one after another;
 * - `table`: comma-, semicolon- or tab-separated values below a header;
 * - `html`, `lfs`: a page, or a pointer to a file that Git LFS keeps elsewhere, saved in its place.
 */
export type Layout = 'lines' | 'document' | 'table' | 'html' | 'lfs';

/**
 * @param first the first lines that are not blank
 * @param isTableByName decides where the text itself does not
 */
export function sniffLayout([first = '', second = '']: readonly string[], isTableByName: boolean): Layout {
  const start = first.trimStart();
  if (/^<(?:!doctype|html|head|body|\?xml|!--)/i.test(start)) return 'html';
  if (start.startsWith('version https://git-lfs')) return 'lfs';
  if (start.startsWith('[')) return 'document';
  if (start.startsWith('{')) return startsDocument(start, second.trimStart()) ? 'document' : 'lines';
  return isTableByName || looksLikeHeader(first, second) ? 'table' : 'lines';
}

/** A record that goes on in the next line, or records with commas behind them; a broken line of JSONL is neither. */
function startsDocument(first: string, second: string): boolean {
  if (/,\s*$/.test(first) && isWhole(first.replace(/,\s*$/, ''))) return true;
  return second !== '' && !second.startsWith('{') && /[{[,:"\w]\s*$/.test(first);
}

function isWhole(text: string): boolean {
  try {
    return isJsonObject(parseJson(text).value);
  } catch {
    return false;
  }
}

/** Two names or more, one of them known, or Excel's line that names the separator. */
function looksLikeHeader(first: string, second: string): boolean {
  if (/^"?sep=.?"?$/i.test(first.trim())) return true;
  const cells = first.split(/[,;\t|]/).map((cell) => cell.trim().replace(/^"|"$/g, ''));
  const areNames = cells.length > 1 && cells.every((cell) => /^[\p{L}_][\p{L}\p{N} _.-]{0,63}$/u.test(cell));
  return areNames && !second.trimStart().startsWith('{') && cells.some((cell) => knownColumns.test(cell));
}

const knownColumns =
  /^(?:sample[ _-]?id|id|response|output[ _-]?image|prediction|answer|instruction|paper_task)$/i;
