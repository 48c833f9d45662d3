import { OpenapiError } from './error';

/**
 * Keeps secrets out of everything the module says about a failure: the platforms repeat requests in their
 * error texts, proxies in their error pages, HTTP clients in their exceptions.
 */

const MASK = '***';

/** `access_token=…`, `"secret":"…"` and the like, whoever wrote them; not prose such as `secret: must be …`. */
const NAMED_SECRET =
  /((?:access_token|refresh_token|component_access_token|appsecret|app_secret|secret|session_?key|openkey|js_code|jsapi_ticket|ticket)(?:\s*=\s*["'\\]*|["'\\]+\s*:\s*["'\\]*|:(?=\S)["'\\]*|%3D))[^\s&"'\\,;}<]+/gi;

/** A mainland mobile number, or one with another country's code, as people and platforms write them. */
const PHONE = /(?<!\d)((?:\+?86[- ]?)?1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)/g;
const FOREIGN_PHONE = /(\+\d{1,3}[- ]?)\d{4,10}(\d{2})(?!\d)/g;

/** The spellings in which a secret may come back. Asked of every answer, hence remembered; a process has few. */
const MOST_REMEMBERED = 64;
const remembered = new Map<string, readonly string[]>();
function spellings(secret: string): readonly string[] {
  let known = remembered.get(secret);
  if (!known) {
    const encoded = encodeURIComponent(secret);
    const bytes = Buffer.from(secret);
    const base64 = bytes.toString('base64');
    const escaped = JSON.stringify(secret).slice(1, -1);
    const slashes = escaped.replace(/\//g, '\\/');
    const all = [
      secret,
      encoded,
      escaped,
      slashes,
      base64,
      encodeURIComponent(base64),
      bytes.toString('hex'),
    ];
    known = Array.from(new Set(all));
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(secret, known);
  }
  return known;
}

/** `text` without the given secrets, in whatever spelling, and without anything that names itself a secret. */
export function redact(text: string, secrets: readonly (string | undefined)[] = []): string {
  let out = text;
  for (const secret of secrets) {
    // Shorter ones are words of the language, not secrets: masking them would make the text unreadable.
    if (typeof secret !== 'string' || secret.length < 6) continue;
    for (const spelling of spellings(secret)) {
      if (out.includes(spelling)) out = out.split(spelling).join(MASK);
    }
  }
  return out.replace(NAMED_SECRET, `$1${MASK}`).replace(PHONE, '$1****$2').replace(FOREIGN_PHONE, '$1****$2');
}

/** Whether `text` repeats one of the secrets, in whatever spelling. The cheap question asked of every answer. */
export function mentions(text: string, secrets: readonly (string | undefined)[]): boolean {
  for (const secret of secrets) {
    if (typeof secret !== 'string' || secret.length < 6) continue;
    for (const spelling of spellings(secret)) if (text.includes(spelling)) return true;
  }
  return false;
}

/** A copy of a JSON value in which every text, key or value, went through `redact`. */
export function redactDeep(value: unknown, secrets: readonly (string | undefined)[], depth = 0): unknown {
  if (typeof value === 'string') return redact(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 50) return MASK;
  if (Array.isArray(value)) return value.map(item => redactDeep(item, secrets, depth + 1));
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const safeKey = redact(key, secrets);
    Object.defineProperty(out, safeKey, {
      value: redactDeep((value as Record<string, unknown>)[key], secrets, depth + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return out;
}

/** An error whose texts do not repeat the secrets of its call; platforms and proxies echo them in headers too. */
export function redactError(error: unknown, secrets: readonly (string | undefined)[]): unknown {
  if (!(error instanceof OpenapiError) || !mentions(`${error.msg}\n${error.errmsg}`, secrets)) return error;
  const { code, errcode, cause } = error;
  return new OpenapiError({
    code,
    msg: redact(error.msg, secrets),
    errcode,
    errmsg: redact(error.errmsg, secrets),
    cause,
  });
}

/** What may be kept of an exception as `cause`: its name, code and text, without secrets, without its stack. */
export function safeCause(error: unknown, secrets: readonly (string | undefined)[] = []): Error {
  const source = error as { name?: unknown; message?: unknown; code?: unknown } | null | undefined;
  const text = source && typeof source.message === 'string' ? source.message : String(error);
  const safe = new Error(redact(text, secrets));
  if (source && typeof source.name === 'string') safe.name = redact(source.name, secrets);
  safe.stack = `${safe.name}: ${safe.message}`;
  if (source && (typeof source.code === 'string' || typeof source.code === 'number')) {
    Object.defineProperty(safe, 'code', { value: source.code, enumerable: true });
  }
  return safe;
}
