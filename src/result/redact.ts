/**
 * Keeps secrets out of everything the module says about a failure: the platforms repeat requests in their
 * error texts, proxies in their error pages, HTTP clients in their exceptions.
 */

const MASK = '***';

/** `access_token=…`, `"secret":"…"` and the like, whoever wrote them. */
const NAMED_SECRET =
  /((?:access_token|refresh_token|component_access_token|appsecret|app_secret|secret|session_?key|openkey|js_code|jsapi_ticket|ticket)(?:["'\\]*\s*[=:]\s*["'\\]*|%3D))[^\s&"'\\,;}<]{6,}/gi;

/** A mainland mobile number standing by itself. */
const PHONE = /(^|[^0-9A-Za-z_-])((?:\+?86)?1[3-9]\d)\d{4}(\d{4})(?![0-9A-Za-z])/g;

/** The spellings in which a secret may come back. */
function spellings(secret: string): string[] {
  const encoded = encodeURIComponent(secret);
  const base64 = Buffer.from(secret).toString('base64');
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [secret, encoded, escaped, escaped.replace(/\//g, '\\/'), base64, encodeURIComponent(base64)];
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
  return out.replace(NAMED_SECRET, `$1${MASK}`).replace(PHONE, '$1$2****$3');
}

/** Whether `text` repeats one of the secrets as it is. The cheap question asked of every answer. */
export function mentions(text: string, secrets: readonly (string | undefined)[]): boolean {
  return secrets.some(secret => typeof secret === 'string' && secret.length >= 6 && text.includes(secret));
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
