import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Call, Dictionary } from '../../scripts/codegen/catalogue';

export const ROOT = resolve(__dirname, '..', '..');
const TSX = require.resolve('tsx/cli');

export interface Generated {
  calls: Call[];
  dictionaries: Dictionary[];
  actions: Record<string, string>;
}

/** A copy of what the generator works on, in a folder of its own. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'vk-openapi-catalog-'));
  readonly out = join(this.folder, 'src', 'generated');

  constructor() {
    for (const part of ['catalog', 'src', 'scripts/codegen']) {
      cpSync(join(ROOT, part), join(this.folder, part), {
        recursive: true,
        filter: source => !source.startsWith(join(ROOT, 'src', 'generated')),
      });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'), 'junction');
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  /** Runs the real generator over the copy. */
  generate(...options: string[]): { status: number; output: string } {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        TSX,
        join(ROOT, 'scripts', 'generate.ts'),
        '--catalog',
        this.path('catalog'),
        '--out',
        this.out,
        ...options,
      ],
      { encoding: 'utf8' },
    );
    return { status: status ?? -1, output: stdout + stderr };
  }

  catalogue(): Generated {
    return JSON.parse(this.read('src/generated/catalogue.json')) as Generated;
  }

  /** What the copy's own `findCall` says, in a process of its own. */
  findCall(id: string): Record<string, unknown> | null {
    const script = `const { findCall } = require('./src/call/table'); console.log(JSON.stringify(findCall(${JSON.stringify(id)}) || null))`;
    const output = execFileSync(process.execPath, [TSX, '-e', script], {
      cwd: this.folder,
      encoding: 'utf8',
    });
    return JSON.parse(output) as Record<string, unknown> | null;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
