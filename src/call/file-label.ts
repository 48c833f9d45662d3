/** What a file is called, where its caller or its place said so. */
export interface FileLabel {
  filename?: string;
  contentType?: string;
}

const labels = new WeakMap<Buffer, FileLabel>();
const NONE: FileLabel = Object.freeze({});

/**
 * `bytes` with a label, which goes with them through checks and adapters to where the body is written: another
 * view of the same memory, because the same Buffer may be sent under two names.
 */
export function labelled(bytes: Buffer, label: FileLabel): Buffer {
  if (label.filename === undefined && label.contentType === undefined) return bytes;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  labels.set(view, label);
  return view;
}

export function labelOf(bytes: Buffer): FileLabel {
  return labels.get(bytes) || NONE;
}
