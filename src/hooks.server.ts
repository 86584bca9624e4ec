import type { Handle } from '@sveltejs/kit';

/** The typeface is asked for with the page, not first when the style sheet has been read: no text is set twice. */
export const handle: Handle = ({ event, resolve }) =>
  resolve(event, { preload: ({ type }) => type === 'font' || type === 'js' || type === 'css' });
