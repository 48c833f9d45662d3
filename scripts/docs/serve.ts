/**
 * `npm run docs`: the documentation site on this machine, guides shown anew when they change. What follows goes to
 * VitePress: `npm run docs -- --port 5200`.
 */
import { watch } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/layout';
import { run } from '../lib/terminal';
import { writeSite } from './site';
import { ended, installIfNeeded, vitepress } from './vitepress';

/** Writes the site again, once for a burst of changes; a guide that is half written stays as it was. */
function watchGuides(): () => void {
  let timer: NodeJS.Timeout | undefined;
  const changed = (_event: string, name: string | null): void => {
    if (name === null || !name.endsWith('.md')) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      try {
        writeSite();
      } catch (error) {
        console.error(error);
      }
    }, 200);
  };
  const folders = ['', 'docs', 'docs/decisions', 'docs/site', 'docs/site/en', 'catalog'];
  const watchers = folders.map(folder => watch(join(ROOT, folder), changed));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

void run(async () => {
  installIfNeeded();
  writeSite();
  const server = vitepress('dev', ...process.argv.slice(2));
  const close = watchGuides();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.kill(signal));
  await ended(server);
  close();
});
