/** Small texts that live as long as the tab. Where the browser refuses storage, they are simply not kept. */
export const tabStore = {
  read(name: string): string | null {
    try {
      return sessionStorage.getItem(keyOf(name));
    } catch {
      return null;
    }
  },

  /** @returns whether it is kept */
  write(name: string, text: string): boolean {
    try {
      sessionStorage.setItem(keyOf(name), text);
      return true;
    } catch {
      return false;
    }
  },

  remove(name: string): void {
    try {
      sessionStorage.removeItem(keyOf(name));
    } catch {
      // Then nothing was kept either.
    }
  }
};

const keyOf = (name: string): string => `medgen-bench-viewer:${name}`;
