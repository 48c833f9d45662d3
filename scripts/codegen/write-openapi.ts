import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where `npm start` puts the platform simulator, unless the port is taken. */
const SIMULATOR = { url: 'http://127.0.0.1:7002', description: '本地的平台模拟器（npm start）' };

interface Document {
  servers: { url: string; description?: string }[];
}

/** `WeixinH5` → `weixin-h5`: the platforms' own spelling, as their folders have it. */
const fileNameOf = (service: string): string =>
  service.replace(/(?<=[a-z\d])[A-Z]/g, letter => `-${letter}`).toLowerCase();

/**
 * Puts what the official emitter wrote to `folder` into the form that is handed out: a file a platform, named as
 * its folder in the catalogue, with the simulator as one more server to try calls on.
 */
export function finishOpenapi(folder: string): void {
  for (const name of readdirSync(folder).filter(file => file.endsWith('.json'))) {
    const path = join(folder, name);
    const document = JSON.parse(readFileSync(path, 'utf8')) as Document;
    // The emitter has them from the last decorator up; tools take the first for the one to call.
    document.servers = [...document.servers.reverse(), SIMULATOR];
    rmSync(path);
    writeFileSync(
      join(folder, `${fileNameOf(name.slice(0, -5))}.json`),
      `${JSON.stringify(document, null, 2)}\n`,
    );
  }
}
