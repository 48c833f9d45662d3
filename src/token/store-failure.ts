/**
 * A store that cannot do its work. `advice` says in Chinese what to do about it; `kind` tells the causes that
 * the user can mend from the rest.
 */
export class StoreFailure extends Error {
  constructor(
    readonly kind: 'missing-collection' | 'missing-extension' | 'resting' | 'unavailable',
    message: string,
    readonly advice?: string,
  ) {
    super(message);
    this.name = 'StoreFailure';
  }
}

const MISSING =
  /(?:collection|table)\b.{0,80}\bnot[ _-]?(?:exists?|found)|not[ _-]?found.{0,20}\bcollection|COLLECTION_NOT_EXIST|ResourceNotFound|ns not found|NamespaceNotFound|集合.{0,20}不存在|表.{0,20}不存在/i;

/** Whether a database's error means that the collection was never made. Each provider has its own words. */
export function saysMissingCollection(error: unknown): boolean {
  const { code, errCode, message, errMsg } = Object(error) as Record<string, unknown>;
  return MISSING.test([code, errCode, message, errMsg].filter(part => part !== undefined).join(' '));
}
