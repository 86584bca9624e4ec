const lockName = 'medgen-bench-viewer:judge';

/**
 * Asks a judge in one tab at a time: two at once could pay for the same question twice, because neither knows yet what the
 * other is asking. Without locks (a page that is not served securely) there is no such guard.
 * @throws Error when somebody asks already; what the work throws
 */
export async function askAlone(work: () => Promise<void>): Promise<void> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(lockName, { ifAvailable: true }, async (lock) => {
    if (lock) return work();
    throw new Error(
      'A judge is being asked already, here or in another tab of this browser. Start again when that has ended: what it answers is not paid for twice.'
    );
  });
}
