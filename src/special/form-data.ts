import { badParam } from './params';

/** What of npm's `form-data` is needed: applications written for other clients pass such an object. */
interface FormLike {
  getBuffer?: () => unknown;
  getBoundary?: () => unknown;
}

const PART_HEAD = /filename\*?=/i;

/** The file in a finished multipart body: what follows the head that has a file name. */
function fileIn(body: Buffer, boundary: string): Buffer | undefined {
  const mark = Buffer.from(`--${boundary}`);
  for (let start = body.indexOf(mark); start >= 0;) {
    const headEnd = body.indexOf('\r\n\r\n', start);
    const next = body.indexOf(mark, start + mark.length);
    if (headEnd < 0 || next < 0) return undefined;
    if (headEnd < next && PART_HEAD.test(body.slice(start, headEnd).toString('latin1'))) {
      return body.slice(headEnd + 4, next - 2);
    }
    start = next;
  }
  return undefined;
}

/**
 * The picture inside a `form-data` object. Only forms built from buffers can be read; one with a stream throws
 * `param-invalid`.
 */
export function formDataFile(form: object): Buffer {
  const { getBuffer, getBoundary } = form as FormLike;
  let file: Buffer | undefined;
  if (typeof getBuffer === 'function' && typeof getBoundary === 'function') {
    try {
      const body = getBuffer.call(form);
      const boundary = getBoundary.call(form);
      if (Buffer.isBuffer(body) && typeof boundary === 'string') file = fileIn(body, boundary);
    } catch {
      file = undefined;
    }
  }
  if (file) return file;
  throw badParam(
    'formData',
    '无法从中读出图片，请改用参数 buffer 或 base64',
    'no picture can be read from it, pass buffer or base64 instead',
  );
}
