import fs from 'fs';
import path from 'path';
import { build } from '../../scripts/build';

const MODULE = path.resolve(__dirname, '../../uniCloud/cloudfunctions/common/vk-openapi');

/** The module as HBuilderX uploads it; built if it has not been. */
export function loadModule(): { createOpenapi(options: object): object } {
  if (!fs.existsSync(path.join(MODULE, 'index.js'))) build();
  return require(MODULE) as { createOpenapi(options: object): object };
}
