import Busboy from '@fastify/busboy';
import type { IncomingHttpHeaders } from 'node:http';

export interface MultipartFile {
  /** Undefined when the part had none: the platforms then see no file. */
  filename: string | undefined;
  contentType: string;
  data: Buffer;
}

export interface MultipartForm {
  fields: Record<string, string>;
  files: Record<string, MultipartFile>;
}

/** Whether the request says that its body is a multipart form. */
export function isMultipart(headers: IncomingHttpHeaders): boolean {
  return /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');
}

/** Reads a multipart body; undefined when it is not a whole, well-formed one. */
export function readMultipart(
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<MultipartForm | undefined> {
  return new Promise(resolve => {
    const form: MultipartForm = { fields: Object.create(null), files: Object.create(null) };
    const fail = () => resolve(undefined);
    try {
      const parser = Busboy({ headers: { ...headers, 'content-type': headers['content-type'] ?? '' } });
      parser.on('file', (name, stream, filename, _encoding, contentType) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('error', fail);
        stream.on('end', () => {
          form.files[name] = { filename: filename || undefined, contentType, data: Buffer.concat(parts) };
        });
      });
      parser.on('field', (name, value) => (form.fields[name] = value));
      parser.on('error', fail);
      parser.on('finish', () => resolve(form));
      parser.end(body);
    } catch {
      fail();
    }
  });
}
