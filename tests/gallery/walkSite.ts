import type { Page } from 'puppeteer-core';

/** What a state can do to get from the one before it to its own. */
export class Walk {
  readonly page: Page;
  /** Address of the site's root. */
  readonly base: string;

  constructor(page: Page, base: string) {
    this.page = page;
    this.base = base;
  }

  /** Follows a link within the site, so that dropped files stay at hand. */
  async follow(path: string): Promise<void> {
    await this.page.evaluate((href) => {
      const link = document.createElement('a');
      link.href = href;
      document.body.append(link);
      link.click();
      link.remove();
    }, new URL(path, this.base).href);
    await pause(300);
  }

  async load(path: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(new URL(path, this.base).href);
    await this.page.waitForSelector('#svelte-announcer');
  }

  /** The open page's hash with some of its parameters changed; null takes one out. */
  async turn(changes: Readonly<Record<string, string | null>>): Promise<void> {
    const url = new URL(this.page.url());
    const params = new URLSearchParams(url.hash.slice(1));
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) params.delete(key);
      else params.set(key, value);
    }
    await this.page.evaluate((hash) => (location.hash = hash), params.toString());
    await pause(300);
  }

  /** Clicks what assistive technology finds by this role and the beginning of its name. */
  async click(selector: string): Promise<void> {
    const found = await this.page.waitForSelector(selector);
    await found!.evaluate((node) => (node as HTMLElement).click());
  }

  press(text: string): Promise<void> {
    return this.click(
      `::-p-xpath(//main//*[self::a or self::button or @role="tab"][starts-with(normalize-space(.), "${text}") and not(@disabled)])`
    );
  }

  see(selector: string): Promise<unknown> {
    return this.page.waitForSelector(selector);
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface State {
  readonly name: string;
  readonly open: (walk: Walk) => Promise<void>;
  /** The whole length of the page instead of one screen. */
  readonly isWhole?: boolean;
}
