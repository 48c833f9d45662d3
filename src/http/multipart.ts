/** `multipart/form-data` bodies, whole in memory, so that their Content-Length is known (RFC 7578). */
import { crypto } from '../host/modules';
import { sniff } from './sniff';

export interface MultipartField {
  name: string;
  value: string | number | boolean;
}

export interface MultipartFile {
  name: string;
  file: Buffer;
  /** Default: the field's name with the extension that its bytes ask for. */
  filename?: string;
  /** Default: by the first bytes, else `application/octet-stream`. */
  contentType?: string;
}

export type MultipartPart = MultipartField | MultipartFile;

export interface MultipartBody {
  /** Content-Type (with the boundary) and Content-Length. */
  headers: { 'content-type': string; 'content-length': string };
  body: Buffer;
}

const ESCAPES: Record<string, string> = { '"': '%22', '\r': '%0D', '\n': '%0A' };

/** As browsers write names: raw UTF-8, and only what would end the value or the line is escaped. */
const escapeName = (name: string): string => name.replace(/["\r\n]/g, found => ESCAPES[found] as string);

/** A media type of printable ASCII; anything else could bring a header of its own. */
const MEDIA_TYPE = /^[\x20-\x7e]+$/;

function fileHead({ name, file, filename: stated, contentType: statedType }: MultipartFile): string {
  const type = sniff(file);
  const filename = stated || `${name}.${type ? type.extension : 'bin'}`;
  const given = statedType && MEDIA_TYPE.test(statedType) ? statedType : undefined;
  const contentType = given || (type ? type.contentType : 'application/octet-stream');
  return `; filename="${escapeName(filename)}"\r\nContent-Type: ${contentType}`;
}

/** Builds the body of a form with files. */
export function multipart(parts: readonly MultipartPart[]): MultipartBody {
  const boundary = `----vk-openapi-${crypto().randomBytes(18).toString('hex')}`;
  const pieces: Buffer[] = [];
  for (const part of parts) {
    const isFile = 'file' in part;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(part.name)}"`;
    pieces.push(
      Buffer.from(`${head}${isFile ? fileHead(part) : ''}\r\n\r\n`),
      isFile ? part.file : Buffer.from(String(part.value)),
      Buffer.from('\r\n'),
    );
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  const body = Buffer.concat(pieces);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(body.length),
    },
    body,
  };
}
