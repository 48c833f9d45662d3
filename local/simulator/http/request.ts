import type { IncomingHttpHeaders } from 'node:http';
import { parse } from 'node:querystring';
import type { MultipartForm } from './multipart';

/** One request as it arrived. */
export class SimulatorRequest {
  readonly method: string;
  readonly path: string;
  /** The raw query string, without `?`. */
  readonly search: string;
  /** Milliseconds by the simulator's clock. */
  readonly at: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The caller's address. */
  readonly address: string;
  /** The parsed multipart form, if the body is one. */
  form?: MultipartForm;
  /** The fault that was played on it, if one was. */
  fault?: string;

  private parsedQuery?: Record<string, string>;
  private parsedBody?: { value: unknown };

  constructor(given: {
    method: string;
    url: string;
    at: number;
    headers: IncomingHttpHeaders;
    body: Buffer;
    address: string;
  }) {
    const mark = given.url.indexOf('?');
    this.method = given.method;
    this.path = mark < 0 ? given.url : given.url.slice(0, mark);
    this.search = mark < 0 ? '' : given.url.slice(mark + 1);
    this.at = given.at;
    this.headers = given.headers;
    this.body = given.body;
    this.address = given.address;
  }

  /** Path and query as sent. */
  get url(): string {
    return this.search ? `${this.path}?${this.search}` : this.path;
  }

  /** Query parameters; of a repeated one, the first. */
  get query(): Record<string, string> {
    if (!this.parsedQuery) {
      const query: Record<string, string> = Object.create(null);
      for (const [name, value] of Object.entries(parse(this.search)))
        query[name] = (Array.isArray(value) ? value[0] : value) ?? '';
      this.parsedQuery = query;
    }
    return this.parsedQuery;
  }

  /** The body as text. */
  get text(): string {
    return this.body.toString('utf8');
  }

  /** The body as what it says it is: the JSON value, the form's parts, else the text; undefined without a body. */
  get parsed(): unknown {
    if (this.form) return this.form;
    if (!this.parsedBody) this.parsedBody = { value: this.body.length ? this.jsonOrText() : undefined };
    return this.parsedBody.value;
  }

  private jsonOrText(): unknown {
    try {
      return JSON.parse(this.text);
    } catch {
      return this.text;
    }
  }
}
