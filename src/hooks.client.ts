import type { HandleClientError } from '@sveltejs/kit';
import { describeError } from '$lib/core/describeError';

/** The error page says what happened, not "Internal Error". */
export const handleError: HandleClientError = ({ error, message }) => ({
  message: error instanceof Error ? describeError(error) : message
});
