import type { MultipartFile } from '../../http/multipart';
import type { Call } from '../call';
import type { Entry, Param } from './entry';

/** What of a JSON body can be looked into; anything else has no fields. */
function bodyFields(call: Call): Readonly<Record<string, unknown>> {
  const { parsed, form } = call.request;
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && !form;
  return isObject ? (parsed as Record<string, unknown>) : {};
}

/** What the request holds for a parameter, as it arrived; undefined when it is not there. */
export function givenValue(param: Param, call: Call): unknown {
  const { query, form, headers, body, parsed } = call.request;
  const present = (value: unknown) => value ?? undefined;
  switch (param.place) {
    case 'query':
      return query[param.name];
    case 'header':
      return headers[param.name.toLowerCase()];
    case 'form':
      return param.type.kind === 'file' ? givenFile(param, call) : form?.fields[param.name];
    case 'raw':
      if (!body.length) return undefined;
      return param.type.kind === 'file' ? body : present(parsed);
    case 'path':
      return undefined;
    default:
      return present(bodyFields(call)[param.name]);
  }
}

function givenFile(param: Param, call: Call): MultipartFile | undefined {
  return call.request.form?.files[param.name];
}

/** The texts and numbers of a request, by name: what an answer about them may repeat. */
export function scalarsOf(entry: Entry, call: Call): ReadonlyMap<string, string | number> {
  const scalars = new Map<string, string | number>();
  for (const param of entry.params) {
    // A code, a key or a signature is never told again.
    if (param.own || param.computed || /token|secret|code|sig|key/i.test(param.name)) continue;
    const value = givenValue(param, call);
    if (typeof value === 'string' || typeof value === 'number') scalars.set(param.name, value);
  }
  return scalars;
}
