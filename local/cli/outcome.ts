import fs from 'fs';
import { mask } from './mask';
import { fromCaller } from './params';

/** What is printed, and whether the call succeeded. */
export interface Outcome {
  printed: unknown;
  succeeded: boolean;
}

const bytesOf = (value: unknown): Buffer | undefined =>
  Buffer.isBuffer(value) ? value : typeof value === 'string' ? Buffer.from(value) : undefined;

/** What a call resolved to, for the terminal: bytes and bare strings go to a file, envelopes are shown. */
export function outcomeOf(result: unknown, out: string | undefined): Outcome {
  const bytes = bytesOf(result);
  const succeeded = bytes !== undefined || (result as { code?: unknown } | null)?.code === 0;
  if (bytes && out === undefined)
    return { printed: { code: 0, bytes: bytes.length, msg: '用 --out FILE 写入文件。' }, succeeded };
  if (out === undefined || !succeeded) return { printed: mask(result), succeeded };
  const content = bytes ?? Buffer.from(JSON.stringify(result, null, 2) + '\n');
  // What is written may be a credential: for its owner only.
  fs.writeFileSync(fromCaller(out), content, { mode: 0o600 });
  return { printed: bytes ? { code: 0, file: out, bytes: bytes.length } : mask(result), succeeded };
}

/** What a call rejected with: an `OpenapiError` has an envelope's fields. */
export function outcomeOfError(error: unknown): Outcome {
  const { code, msg, errcode, errmsg } = error as Record<string, unknown>;
  if (msg === undefined) throw error;
  return { printed: { code, msg, errcode, errmsg }, succeeded: false };
}
