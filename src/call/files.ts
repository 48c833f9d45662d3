/**
 * Files given as something other than their bytes: read here, before anything is checked, so that the limits hold
 * for what is really sent. A file of its own: most calls have no file, and most files come as a Buffer.
 */
import { fromBase64 } from '../crypto/bytes';
import type { Clock } from '../host/clock';
import { fs, http, https } from '../host/modules';
import { host, type UniCloud } from '../host/unicloud';
import { OpenapiError, ownError } from '../result/error';
import type { CallOptions } from '../special/adapter';
import { within } from '../token/within';
import { bytesOf } from './check';
import { type FileLabel, labelled } from './file-label';
import type { Runtime } from './runtime';
import type { ParamSpec } from './spec';

type Fields = Record<string, unknown>;

/** What is read where the call states no limit: the platforms take nothing near it. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Where a file may be; one of them at a time. */
const SOURCES = ['path', 'base64', 'fileID', 'value', 'buffer'] as const;
const DATA_URI = /^data:([^,;]{0,200})(?:;[^,;]{0,200})*;base64,/i;
/** Of an error no more than its code: its text may name what it was about. */
const ERROR_CODE = /^[A-Z][A-Z0-9_]{2,40}$/;

/** One file that is being read. */
interface Reading {
  /** The parameter. */
  name: string;
  /** Bytes that may be read. */
  bound: number;
  /** Milliseconds that reading may take. */
  timeout: number;
  clock: Clock;
}

const refuse = ({ name }: Reading, zh: string, en: string): OpenapiError =>
  ownError('param-invalid', `参数 ${name} 不正确：${zh}`, `parameter ${name}: ${en}`);

const tooLarge = (reading: Reading): OpenapiError =>
  refuse(
    reading,
    `文件超过 ${reading.bound} 字节`,
    `the file is too large, at most ${reading.bound} bytes are allowed`,
  );

const unreadable = (reading: Reading, error: unknown): OpenapiError => {
  const { code, name } = Object(error) as { code?: unknown; name?: unknown };
  const known = [code, name].find(text => typeof text === 'string' && ERROR_CODE.test(text));
  const why = known === undefined ? '' : `（${String(known)}）`;
  return refuse(
    reading,
    `文件无法读取${why}`,
    `the file cannot be read${known === undefined ? '' : ` (${String(known)})`}`,
  );
};

const late = ({ name, timeout }: Reading): OpenapiError =>
  ownError(
    'timeout',
    `读取参数 ${name} 的文件超时（${timeout} 毫秒），请求没有发出；文件来自流时请确认它会结束，必要时调大 timeout 选项或 http.uploadTimeout`,
    `reading the file ${name} took longer than ${timeout} ms, nothing was sent`,
  );

/** `filename` of a path or an address: what stands after the last slash. */
function baseName(path: unknown): string | undefined {
  if (typeof path !== 'string') return undefined;
  const name = path.split(/[\\/]/).pop();
  return name === '' ? undefined : name;
}

interface Stream extends AsyncIterable<unknown> {
  on?: (event: 'error', listener: (error: unknown) => void) => unknown;
  destroy?: () => void;
  destroyed?: boolean;
  readableEnded?: boolean;
  path?: unknown;
}

const isStream = (value: object): value is Stream =>
  typeof (value as Partial<Stream>)[Symbol.asyncIterator] === 'function';

/** Streams that failed before their turn to be read came. */
const failed = new WeakMap<Stream, unknown>();

/** Listens to a stream that will be read later: its error would otherwise end the process. */
function guard(given: unknown): void {
  const inner = (Object(given) as Fields).value;
  for (const value of [given, inner]) {
    if (typeof value !== 'object' || value === null || !isStream(value)) continue;
    if (typeof value.on === 'function') value.on('error', error => failed.set(value, error));
  }
}

/** The bytes of a stream, which is destroyed when it turns out too long or too slow. */
async function readStream(
  stream: Stream,
  reading: Reading,
  broken: (error: unknown) => OpenapiError = error => unreadable(reading, error),
): Promise<Buffer> {
  if (failed.has(stream)) throw broken(failed.get(stream));
  if (stream.destroyed || stream.readableEnded) {
    throw refuse(
      reading,
      '流已经被读完或关闭，请为每次调用新建一个',
      'the stream has been read or closed already',
    );
  }
  const iterator = stream[Symbol.asyncIterator]();
  const stop = () => {
    // A generator that waits for ever would not come back from `return`, so nobody waits for it.
    if (typeof stream.destroy === 'function') stream.destroy();
    else if (iterator.return) Promise.resolve(iterator.return()).catch(() => undefined);
  };
  const collect = async () => {
    const pieces: Buffer[] = [];
    let size = 0;
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return Buffer.concat(pieces, size);
      const piece = typeof value === 'string' ? undefined : bytesOf(value);
      if (piece === undefined) {
        throw refuse(
          reading,
          '流给出的不是字节（Buffer），请不要设置 encoding',
          'the stream yields something other than bytes',
        );
      }
      size += piece.length;
      if (size > reading.bound) throw tooLarge(reading);
      pieces.push(piece);
    }
  };
  let outcome: Buffer;
  try {
    outcome = await within(reading.clock, reading.timeout, collect, () => late(reading));
  } catch (error) {
    stop();
    throw error instanceof OpenapiError ? error : broken(error);
  }
  return outcome;
}

/** A file of this machine. Only a regular one: a device or a pipe may never end. */
async function readPath(path: unknown, reading: Reading): Promise<Buffer> {
  if (typeof path !== 'string' || path === '') {
    throw refuse(reading, 'path 应为文件的路径', 'path must be the path of a file');
  }
  const { promises, createReadStream } = fs();
  let isFile: boolean;
  let size: number;
  try {
    const stat = await promises.stat(path);
    isFile = stat.isFile();
    size = stat.size;
  } catch (error) {
    throw unreadable(reading, error);
  }
  if (!isFile) throw refuse(reading, 'path 不是文件', 'path is not a file');
  if (size > reading.bound) throw tooLarge(reading);
  // One byte more than allowed: the file may be growing.
  return readStream(createReadStream(path, { end: reading.bound }), reading);
}

function readText(text: unknown, reading: Reading): { bytes: Buffer; label: FileLabel } {
  if (typeof text !== 'string') throw refuse(reading, 'base64 应为字符串', 'base64 must be a string');
  const uri = DATA_URI.exec(text.slice(0, 1000));
  const body = (uri ? text.slice(uri[0].length) : text).replace(/\s+/g, '');
  if ((body.length / 4) * 3 - 2 > reading.bound) throw tooLarge(reading);
  const bytes = fromBase64(body);
  if (!bytes) {
    throw refuse(
      reading,
      '不是有效的 base64（可带 data:image/…;base64, 前缀）',
      'is not valid base64 or a base64 data URI',
    );
  }
  return { bytes, label: uri && uri[1] ? { contentType: uri[1] } : {} };
}

/** Bytes that are there already, a stream, or a data URI. */
async function readValue(value: unknown, reading: Reading): Promise<{ bytes: Buffer; label: FileLabel }> {
  const bytes = bytesOf(value);
  if (bytes) return { bytes, label: {} };
  if (typeof value === 'string' && value.startsWith('data:')) return readText(value, reading);
  if (typeof value === 'object' && value !== null && isStream(value)) {
    const filename = baseName(value.path);
    return {
      bytes: await readStream(value, reading),
      label: filename === undefined ? {} : { filename },
    };
  }
  throw refuse(
    reading,
    '应为文件：Buffer、{ path }、{ base64 }、{ fileID }、data URI 或可读流',
    'must be a file: a Buffer, { path }, { base64 }, { fileID }, a data URI or a readable stream',
  );
}

// ---- cloud storage

/** A name, not an address, and none that only a local network knows. */
function isPublic({ protocol, hostname, username, password, port }: URL): boolean {
  const isName =
    hostname.includes('.') && !/^[\d.]+$|^\[|\.(local|localhost|internal|lan|home)\.?$/i.test(hostname);
  return protocol === 'https:' && isName && port === '' && username === '' && password === '';
}

/**
 * Where a file of cloud storage can be fetched. On some providers a `fileID` is an address itself and comes back
 * as it was; since it may have been a client's, such a one must not lead into the cloud's own network.
 */
async function addressOf(cloud: UniCloud, fileID: string, reading: Reading): Promise<URL> {
  let address: string | undefined;
  if (typeof cloud.getTempFileURL === 'function') {
    const { fileList } = await cloud.getTempFileURL({ fileList: [fileID] });
    address = fileList && fileList[0] && fileList[0].tempFileURL;
  }
  let url: URL | undefined;
  try {
    url = address ? new URL(address) : undefined;
  } catch {
    url = undefined;
  }
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw refuse(reading, '云存储中没有这个 fileID', 'there is no such fileID in cloud storage');
  }
  if (/^\s*https?:/i.test(fileID) && !isPublic(url)) {
    throw refuse(reading, 'fileID 指向的不是云存储的地址', 'the fileID does not lead to cloud storage');
  }
  return url;
}

/** Fetches what lies at an address, without following it elsewhere. */
async function fetchAddress(url: URL, reading: Reading): Promise<Buffer> {
  const { get } = url.protocol === 'https:' ? https() : http();
  const unreachable = () =>
    ownError(
      'network-error',
      `读取参数 ${reading.name} 的文件时无法与云存储通信，请求没有发出，请稍后重试`,
      `cloud storage could not be reached for the file ${reading.name}, nothing was sent`,
    );
  let abandon: () => void = () => undefined;
  const arrive = () =>
    new Promise<import('http').IncomingMessage>((resolve, reject) => {
      // An agent of its own: nothing is fetched often enough to keep a connection for it.
      const asked = get(url.href, { agent: false }, resolve);
      abandon = () => asked.destroy();
      asked.on('error', () => reject(unreachable()));
    });
  let message;
  try {
    message = await within(reading.clock, reading.timeout, arrive, () => late(reading));
  } catch (error) {
    abandon();
    throw error;
  }
  const { statusCode: status = 0 } = message;
  if (status !== 200) {
    abandon();
    if (status >= 500) throw unreachable();
    throw refuse(
      reading,
      `云存储没有给出这个文件（HTTP ${status}）`,
      `cloud storage did not give the file (HTTP ${status})`,
    );
  }
  const bytes = await readStream(message, reading, unreachable);
  if (!message.complete) throw unreachable();
  return bytes;
}

async function readCloud(fileID: unknown, reading: Reading): Promise<{ bytes: Buffer; label: FileLabel }> {
  if (typeof fileID !== 'string' || fileID === '') {
    throw refuse(reading, 'fileID 应为字符串', 'fileID must be a string');
  }
  const cloud = host();
  if (!cloud || !(cloud.downloadFile || cloud.getTempFileURL)) {
    throw ownError(
      'config-missing',
      `参数 ${reading.name} 使用 fileID 需要在 uniCloud 云函数中运行（当前环境没有 uniCloud.downloadFile）；请改传 Buffer 或 { path }`,
      'a fileID needs uniCloud.downloadFile or getTempFileURL, which this environment does not have',
    );
  }
  const filename = baseName(fileID.split(/[?#]/, 1)[0]);
  const label: FileLabel = filename === undefined ? {} : { filename };
  const { clock, timeout } = reading;
  if (cloud.downloadFile && !/^\s*https?:/i.test(fileID)) {
    const { downloadFile } = cloud;
    // Not every provider lets functions download; where it fails, the file may still have an address.
    const answer = await within(
      clock,
      timeout,
      () => Promise.resolve(downloadFile.call(cloud, { fileID })).catch(() => undefined),
      () => late(reading),
    );
    const bytes = answer && bytesOf(answer.fileContent);
    if (bytes) return { bytes, label };
  }
  let url: URL;
  try {
    url = await within(
      clock,
      timeout,
      () => addressOf(cloud, fileID, reading),
      () => late(reading),
    );
  } catch (error) {
    throw error instanceof OpenapiError
      ? error
      : refuse(
          reading,
          '云存储不认识这个 fileID，请检查它是否属于当前服务空间',
          'cloud storage does not know this fileID',
        );
  }
  return { bytes: await fetchAddress(url, reading), label };
}

// ---- one file

function text(value: unknown, what: string, reading: Reading): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw refuse(reading, `${what} 应为字符串`, `${what} must be a string`);
}

async function readSource(given: Fields, reading: Reading): Promise<{ bytes: Buffer; label: FileLabel }> {
  const named = SOURCES.filter(source => given[source] !== undefined && given[source] !== null);
  const [source] = named;
  if (source === undefined) return readValue(given, reading);
  if (named.length > 1) {
    throw refuse(reading, `${named.join('、')} 只能给一个`, `only one of ${named.join(', ')} can be given`);
  }
  const value = given[source];
  switch (source) {
    case 'path':
      return { bytes: await readPath(value, reading), label: { filename: baseName(value) } };
    case 'base64':
      return readText(value, reading);
    case 'fileID':
      return readCloud(value, reading);
    default:
      return readValue(value, reading);
  }
}

async function readFile(given: unknown, reading: Reading): Promise<Buffer> {
  const isSource = typeof given === 'object' && given !== null && !isStream(given) && !Array.isArray(given);
  const stated = (isSource ? given : {}) as Fields;
  const filename = text(stated.filename, 'filename', reading);
  const contentType = text(stated.contentType, 'contentType', reading);
  const { bytes, label } = isSource ? await readSource(stated, reading) : await readValue(given, reading);
  if (bytes.length > reading.bound) throw tooLarge(reading);
  if (bytes.length === 0) throw refuse(reading, '文件内容为空', 'the file is empty');
  return labelled(bytes, {
    filename: filename === undefined ? label.filename : filename,
    contentType: contentType === undefined ? label.contentType : contentType,
  });
}

/**
 * `params` with the bytes of every file in place of where it was to be found; the caller's object stays as it is.
 *
 * @throws OpenapiError `param-invalid` naming the parameter, `timeout`, `network-error` or `config-missing` where
 *   a file could not be read; nothing was sent
 */
export async function readFiles(
  runtime: Runtime,
  files: readonly ParamSpec[],
  params: Fields,
  options: CallOptions,
): Promise<Fields> {
  const { clock, configuration } = runtime;
  const timeout = options.timeout === undefined ? configuration.http().uploadTimeout : options.timeout;
  const out = { ...params };
  for (const { name } of files) guard(params[name]);
  for (const { name, maxBytes, advisory } of files) {
    const given = params[name];
    if (given === undefined || given === null || bytesOf(given) !== undefined) continue;
    const bound = maxBytes === undefined || advisory ? MOST_BYTES : maxBytes;
    out[name] = await readFile(given, { name, bound, timeout, clock });
  }
  return out;
}
