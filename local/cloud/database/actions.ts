import { EJSON } from 'bson';
import { Aggregator, find, Query } from 'mingo';
import { ProcessingMode } from 'mingo/core';
import { update } from 'mingo/updater';
import type { Change } from './collection';
import { fromWire, keyOf, toWire } from './ejson';
import { DatabaseError, invalidParam } from './errors';
import { namedIds, newId, normalId, withNormalIds } from './ids';
import type { Document, Provider } from './types';
import type { View } from './view';

/** No scripts in queries; results and inputs are never the stored documents themselves. */
const SAFE = { scriptEnabled: false, processingMode: ProcessingMode.CLONE_INPUT };

type Params = Record<string, unknown>;

/** `mingo` throws plain errors for what it does not understand: that is the query's fault, not the database's. */
function evaluate<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw invalidParam(error instanceof Error ? error.message : String(error));
  }
}

/** The documents a query may concern: by `_id` where it names some, otherwise all. */
function candidates(view: View, query: Document): Document[] {
  const ids = namedIds(query);
  if (!ids) return view.all();
  return ids.map(id => view.get(keyOf(id))).filter(document => document !== undefined);
}

function matching(view: View, params: Params, provider: Provider): Document[] {
  const query = withNormalIds(fromWire(params.query), provider);
  const test = new Query(query, SAFE);
  return evaluate(() => candidates(view, query).filter(document => test.test(document)));
}

export function insert(view: View, params: Params, provider: Provider): string[] {
  if (!Array.isArray(params.data)) throw invalidParam('data must be a list of documents.');
  const changes = params.data.map(text => {
    const given = fromWire(text);
    const _id =
      given._id === undefined || given._id === null ? newId(provider) : normalId(given._id, provider);
    return { key: keyOf(_id), document: { ...given, _id } };
  });
  view.write(changes, true);
  return changes.map(({ document }) => document._id as string);
}

export function list(view: View, params: Params, provider: Provider): string[] {
  const query = withNormalIds(fromWire(params.query), provider);
  return evaluate(() => {
    const projection = params.projection ? (fromWire(params.projection) as Record<string, never>) : undefined;
    const cursor = find<Document>(candidates(view, query), query, projection, SAFE);
    if (params.order) cursor.sort(fromWire(params.order) as Record<string, 1 | -1>);
    if (params.offset) cursor.skip(Number(params.offset));
    if (params.limit) cursor.limit(Number(params.limit));
    return cursor.all().map(toWire);
  });
}

export const count = (view: View, params: Params, provider: Provider): number =>
  matching(view, params, provider).length;

/** A document as it will be, and whether that is different from what it was. */
function modified(before: Document, data: Document, replace: boolean): Document | undefined {
  const text = toWire(before);
  let after: Document;
  if (replace) after = { ...data, _id: before._id };
  else {
    after = fromWire(text);
    evaluate(() => update(after, data, [], {}, { cloneMode: 'deep', queryOptions: SAFE }));
    if (keyOf(after._id) !== keyOf(before._id)) throw invalidParam('不能更新_id的值');
  }
  return toWire(after) === text ? undefined : after;
}

/** `updated` counts documents that became different; a replacement counts even if it is equal, as in the cloud. */
export function modify(
  view: View,
  params: Params,
  provider: Provider,
): { updated: number; upsert_id?: unknown } {
  const data = fromWire(params.data);
  const replace = params.merge === false;
  const found = matching(view, params, provider);
  const concerned = params.multi === false ? found.slice(0, 1) : found;
  if (!concerned.length && params.upsert)
    return { updated: 0, upsert_id: upsert(view, params, data, provider) };
  const changes = concerned.flatMap((before): Change[] => {
    const document = modified(before, data, replace);
    return document ? [{ key: keyOf(before._id), document }] : [];
  });
  view.write(changes, false);
  return { updated: replace ? concerned.length : changes.length };
}

function upsert(view: View, params: Params, data: Document, provider: Provider): unknown {
  const [named] = namedIds(fromWire(params.query)) ?? [];
  const _id = normalId(named ?? newId(provider), provider);
  view.write([{ key: keyOf(_id), document: { ...data, _id } }], true);
  return _id;
}

export function modifyAndReturn(view: View, params: Params, provider: Provider) {
  const [before] = matching(view, params, provider);
  if (!before) return { updated: 0, doc: null };
  const document = modified(before, fromWire(params.data), false);
  if (document) view.write([{ key: keyOf(before._id), document }], false);
  return { updated: document ? 1 : 0, doc: toWire(document ?? before) };
}

export function remove(view: View, params: Params, provider: Provider): number {
  const found = matching(view, params, provider);
  const concerned = params.multi === false ? found.slice(0, 1) : found;
  view.write(
    concerned.map(document => ({ key: keyOf(document._id) })),
    false,
  );
  return concerned.length;
}

export function aggregate(view: View, params: Params, others: (name: string) => Document[]): string[] {
  if (!Array.isArray(params.stages)) throw invalidParam('stages must be a list.');
  const pipeline = (params.stages as { stageKey: string; stageValue: string }[]).map(stage => {
    const value: unknown = EJSON.parse(stage.stageValue);
    return { [stage.stageKey]: value && typeof value === 'object' ? fromWire(stage.stageValue) : value };
  });
  return evaluate(() =>
    new Aggregator(pipeline, { ...SAFE, collectionResolver: others }).run<Document>(view.all()).map(toWire),
  );
}
