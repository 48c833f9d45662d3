import { refuse, type Spelling } from '../answers/refusal';
import type { MultipartFile } from '../http/multipart';
import type { SimulatorRequest } from '../http/request';
import type { App } from '../state/apps';

/** A JSON body that the platform has accepted as an object. */
export class Fields {
  constructor(readonly raw: Readonly<Record<string, unknown>>) {}

  /** A string; 47001 for anything else that is there. `''` when it is missing. */
  text(name: string): string {
    const value = this.raw[name];
    if (value === undefined || value === null) return '';
    return typeof value === 'string' ? value : refuse(47001);
  }

  /** A JSON number; 47001 for a numeric string: the platforms do not convert. */
  number(name: string): number | undefined {
    const value = this.raw[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'number' ? value : refuse(47001);
  }

  boolean(name: string): boolean | undefined {
    const value = this.raw[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'boolean' ? value : refuse(47001);
  }

  object(name: string): Fields | undefined {
    const value = this.raw[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'object' && !Array.isArray(value)
      ? new Fields(value as Record<string, unknown>)
      : refuse(47001);
  }

  list(name: string): unknown[] | undefined {
    const value = this.raw[name];
    if (value === undefined || value === null) return undefined;
    return Array.isArray(value) ? value : refuse(47001);
  }
}

/** One call as a play sees it. */
export class Call {
  constructor(
    readonly request: SimulatorRequest,
    /** The app the token belongs to; a play that takes no token finds its app itself. */
    private readonly caller: App | undefined,
    /** May be changed by a play that both platforms share. */
    public spelling: Spelling,
  ) {}

  get app(): App {
    if (!this.caller) throw new Error(`${this.request.path} takes no token`);
    return this.caller;
  }

  /** Whether the request came with a token. */
  get hasApp(): boolean {
    return this.caller !== undefined;
  }

  query(name: string): string {
    return this.request.query[name] ?? '';
  }

  /** The JSON body; `malformed` is the number for a body that is none. */
  json(malformed = 47001): Fields {
    if (!this.request.body.length) return refuse(malformed === 47001 ? 44002 : malformed);
    const { parsed } = this.request;
    if (!parsed || typeof parsed !== 'object' || Array.isArray(parsed) || this.request.form)
      return refuse(malformed);
    return new Fields(parsed as Record<string, unknown>);
  }

  /** A field that is sent in the query by some and in the body by others, because the page contradicts itself. */
  either(name: string): string {
    const inQuery = this.query(name);
    if (inQuery || !this.request.body.length) return inQuery;
    return this.json().text(name);
  }

  /** A text part of the multipart form. */
  formField(name: string): string {
    return this.request.form?.fields[name] ?? '';
  }

  /** A file of the multipart form: there, with a file name, not empty. */
  file(name: string): MultipartFile {
    const file = this.request.form?.files[name];
    // Without a length of the whole, or a name of the file, the platform sees no file.
    if (!file || !file.filename || this.request.headers['content-length'] === undefined) return refuse(41005);
    if (!file.data.length) return refuse(44001);
    return file;
  }
}
