/** Chromium of Debian, driven by the playwright-core of the site's package. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DOCS } from '../../../scripts/docs/paths';

/** As much of Playwright as the tests use; its types are in another package. */
export interface Tab {
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  goto(url: string): Promise<{ status(): number } | null>;
  evaluate<T>(expression: string): Promise<T>;
  click(selector: string): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  waitForSelector(selector: string): Promise<unknown>;
  close(): Promise<void>;
}

export interface Browser {
  newPage(options: { viewport: { width: number; height: number } }): Promise<Tab>;
  close(): Promise<void>;
}

const EXECUTABLE = '/usr/bin/chromium';

export const hasBrowser = (): boolean =>
  existsSync(EXECUTABLE) && existsSync(join(DOCS, 'node_modules/playwright-core'));

export function launch(): Promise<Browser> {
  const { chromium } = createRequire(join(DOCS, 'package.json'))('playwright-core') as {
    chromium: { launch(options: { executablePath: string; args: string[] }): Promise<Browser> };
  };
  // In a container there is no user namespace for the sandbox, and little shared memory.
  return chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
