/** What a database operation is refused with: a provider's code and text, so that callers can tell them apart. */
export class DatabaseError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'DatabaseError';
  }
}

/** As MongoDB words it, and with it every provider whose database is one. */
export const duplicateKey = (collection: string, index: string, key: string) =>
  new DatabaseError(
    'DATABASE_REQUEST_FAILED',
    `E11000 duplicate key error collection: ${collection} index: ${index} dup key: ${key}`,
  );

export const collectionMissing = (collection: string) =>
  new DatabaseError(
    'DATABASE_COLLECTION_NOT_EXIST',
    `[ResourceNotFound] Db or Table not exist: ${collection}. 请先在 uniCloud/database 中上传该集合的 schema。`,
  );

export const invalidParam = (message: string) => new DatabaseError('INVALID_PARAM', message);

/** The code that makes `runTransaction` try again. */
export const transactionConflict = () =>
  new DatabaseError(
    'DATABASE_TRANSACTION_CONFLICT',
    'A document of this transaction was changed by someone else; start the transaction again.',
  );

export const transactionGone = () =>
  new DatabaseError(
    'DATABASE_TRANSACTION_NOT_EXIST',
    'No such transaction: it was committed, rolled back, or older than its limit of 10 seconds.',
  );

export const connectionLost = () =>
  new DatabaseError('DATABASE_CONNECTION_LOST', 'The connection to the local database has ended.');
