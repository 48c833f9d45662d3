/** `npm run docs:build`: the documentation site in `dist/docs/`; a link that leads nowhere fails it. */
import { run } from '../lib/terminal';
import { writeSite } from './site';
import { ended, installIfNeeded, vitepress } from './vitepress';

void run(async () => {
  installIfNeeded();
  console.log(`${writeSite().pages} pages`);
  process.exitCode = await ended(vitepress('build'));
});
