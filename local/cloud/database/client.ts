import { Db } from '@cloudbase/database';
import { DatabaseError } from './errors';
import type { Provider, Send } from './types';

interface Config {
  send: Send;
}

/** How the library reaches a database: it makes one of these from a `Db`'s configuration for every operation. */
class Request {
  constructor(private readonly config: Config) {}

  send(action: string, params: Record<string, unknown> = {}): Promise<unknown> {
    return this.config.send({ action, params });
  }
}

const notOnAlibaba = () =>
  Promise.reject(
    new DatabaseError('INVALID_PARAM', 'runTransaction is not available on aliyun; use startTransaction.'),
  );

/** The object `uniCloud.database()` gives, over any way of carrying out its operations. */
export class Database extends Db {
  constructor(send: Send, provider: Provider) {
    super({ send });
    Db.reqClass = Request;
    if (provider === 'aliyun') this.runTransaction = notOnAlibaba;
  }
}
