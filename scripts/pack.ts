/** `npm run pack`: the plugin as DCloud's market wants it, and its archive. */
import { join, relative } from 'node:path';
import { build } from './build';
import { ROOT } from './lib/layout';
import { pack } from './lib/pack';
import { run } from './lib/terminal';

void run(async () => {
  await build();
  const { dir, archive } = pack(ROOT, join(ROOT, 'dist'));
  for (const path of [dir, archive]) console.log(relative(ROOT, path));
});
