import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PACKAGE = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** The licence of each library that was built into a file, as a comment that minifying keeps. */
export function licencesOf({ moduleIds }) {
  const folders = new Set(moduleIds.map(id => PACKAGE.exec(id)?.[1]).filter(folder => folder !== undefined));
  return [...folders].sort().map(folder => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${dirname(folder)}: ${name} has no licence to go with it`);
    const text = readFileSync(join(folder, file), 'utf8').trim().replace(/\*\//g, '* /');
    return `/*! ${name} ${version} | ${license}\n\n${text}\n*/`;
  });
}
