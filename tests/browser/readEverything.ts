import type { Page } from 'puppeteer-core';

/** Everything that the page holds: texts, attributes, storages, address. */
export async function readEverything(page: Page): Promise<string> {
  const html = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const stored = await Promise.all(
      databases.map(
        ({ name = '' }) =>
          new Promise<string>((resolve) => {
            const request = indexedDB.open(name);
            request.onsuccess = () => {
              const names = [...request.result.objectStoreNames];
              if (names.length === 0) return resolve('');
              const transaction = request.result.transaction(names);
              Promise.all(
                names.map(
                  (store) =>
                    new Promise<string>((done) => {
                      const all = transaction.objectStore(store).getAll();
                      all.onsuccess = () => done(JSON.stringify(all.result));
                    })
                )
              ).then(
                (texts) => resolve(texts.join('\n')),
                () => resolve('')
              );
            };
          })
      )
    );
    const storages = [localStorage, sessionStorage].map((storage) => JSON.stringify({ ...storage }));
    const history = JSON.stringify(window.history.state);
    return [document.documentElement.outerHTML, location.href, history, ...storages, ...stored].join('\n');
  });
  return html;
}
