import fs from 'fs';
import os from 'os';
import path from 'path';
import { startCloud, type Cloud, type CloudOptions } from '../../../local/cloud';

const made: string[] = [];
const started: Cloud[] = [];

/** A new folder that goes when the tests of the file are over. */
export function newFolder(): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'vk-test-'));
  made.push(dir);
  return dir;
}

/** Writes files into a folder; what is no text is written as JSON. */
export function writeFiles(dir: string, files: Record<string, unknown>): string {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(dir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  }
  return dir;
}

/** A uniCloud project of these files. */
export const newProject = (files: Record<string, unknown>): string => writeFiles(newFolder(), files);

/** A cloud that is closed when the tests of the file are over; what its functions print is in `lines`. */
export async function newCloud(options: CloudOptions): Promise<Cloud & { lines: string[] }> {
  const lines: string[] = [];
  const cloud = await startCloud({ log: line => lines.push(line), ...options });
  started.push(cloud);
  return Object.assign(cloud, { lines });
}

/** Waits until something holds that comes by another way than the answer (what a function prints, say). */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }
}

afterAll(async () => {
  await Promise.all(started.splice(0).map(cloud => cloud.close()));
  for (const dir of made.splice(0)) fs.rmSync(dir, { recursive: true, force: true });
});
