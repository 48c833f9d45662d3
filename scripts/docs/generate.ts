/** `npm run docs:generate`: writes `docs/.site/`, what VitePress makes the site of. */
import { run } from '../lib/terminal';
import { writeSite } from './site';

void run(() => {
  console.log(`${writeSite().pages} pages`);
});
