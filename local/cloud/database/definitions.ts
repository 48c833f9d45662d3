import fs from 'fs';
import path from 'path';
import { fromWire } from './ejson';
import { newId } from './ids';
import type { CollectionDefinition, Document, IndexDefinition } from './types';

interface IndexFile {
  IndexName?: string;
  MgoKeySchema?: {
    MgoIndexKeys?: { Name?: string }[];
    MgoIsUnique?: boolean;
    MgoIsSparse?: boolean;
  };
}

const FILE = /^(.+)\.(schema|index|init_data)\.json$/;

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}`);
  }
}

const toIndexes = (content: unknown): IndexDefinition[] =>
  (Array.isArray(content) ? (content as IndexFile[]) : []).flatMap(entry => {
    const fields = (entry.MgoKeySchema?.MgoIndexKeys ?? []).flatMap(key => key.Name ?? []);
    if (!fields.length) return [];
    return {
      name: entry.IndexName ?? fields.join('_'),
      fields,
      unique: entry.MgoKeySchema?.MgoIsUnique === true,
      sparse: entry.MgoKeySchema?.MgoIsSparse === true,
    };
  });

/**
 * Reads the collections that `database/` folders describe: `*.schema.json`, `*.index.json` and
 * `*.init_data.json`. The first folder that describes a part of a collection is believed.
 */
export function readDefinitions(folders: string[]): Record<string, CollectionDefinition> {
  const found = new Map<string, CollectionDefinition>();
  for (const folder of [...folders].reverse()) {
    if (!fs.existsSync(folder)) continue;
    for (const name of fs.readdirSync(folder)) {
      const [, collection, part] = FILE.exec(name) ?? [];
      if (!collection) continue;
      const definition = found.get(collection) ?? { indexes: [], initial: [] };
      found.set(collection, definition);
      const content = readJson(path.join(folder, name));
      if (part === 'index') definition.indexes = toIndexes(content);
      if (part === 'init_data') definition.initial = toDocuments(content);
    }
  }
  return Object.fromEntries(found);
}

const toDocuments = (content: unknown): Document[] =>
  (Array.isArray(content) ? content : []).map(item => ({
    _id: newId('aliyun'),
    ...fromWire(JSON.stringify(item)),
  }));
