import type { SimulatorRequest } from '../http/request';

const TOKEN_PATHS = new Set(['/cgi-bin/stable_token', '/cgi-bin/token', '/api/getToken']);

/** Keeps what arrived: the last requests whole, and a count of all. */
export class Recorder {
  /** The kept requests, oldest first. */
  readonly requests: SimulatorRequest[] = [];
  private bytes = 0;
  private readonly counts = new Map<string, number>();
  private readonly tokenCounts = new Map<string, number>();

  constructor(
    private readonly maxRequests: number,
    private readonly maxBytes = 64 * 1024 * 1024,
  ) {}

  add(request: SimulatorRequest): void {
    this.requests.push(request);
    this.bytes += request.body.length;
    this.counts.set(request.path, this.count(request.path) + 1);
    if (TOKEN_PATHS.has(request.path)) this.addTokenRequest(request);
    if (this.requests.length > this.maxRequests || this.bytes > this.maxBytes) this.forgetOldest();
  }

  /** How many requests went to this path, or to any. */
  count(path?: string): number {
    if (path !== undefined) return this.counts.get(path) ?? 0;
    let sum = 0;
    for (const count of this.counts.values()) sum += count;
    return sum;
  }

  /** How many requests asked for a token of this app, whatever they got. */
  tokenRequests(appid: string): number {
    return this.tokenCounts.get(appid) ?? 0;
  }

  paths(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  clear(): void {
    this.requests.length = 0;
    this.bytes = 0;
    this.counts.clear();
    this.tokenCounts.clear();
  }

  private addTokenRequest(request: SimulatorRequest): void {
    const { parsed } = request;
    const inBody = parsed && typeof parsed === 'object' ? (parsed as { appid?: unknown }).appid : undefined;
    const appid = String(request.query.appid ?? inBody ?? '');
    this.tokenCounts.set(appid, this.tokenRequests(appid) + 1);
  }

  // Half at once: shifting one at a time would make every request pay for the whole list.
  private forgetOldest(): void {
    const gone = this.requests.splice(0, Math.ceil(this.requests.length / 2));
    for (const request of gone) this.bytes -= request.body.length;
  }
}
