/** What a file is by its first bytes: the platforms refuse an upload whose name and type contradict them. */

export interface FileType {
  contentType: string;
  /** Without the dot. */
  extension: string;
}

interface Signature extends FileType {
  at: number;
  /** As Latin-1 text. */
  bytes: string;
}

const SIGNATURES: readonly Signature[] = [
  { at: 0, bytes: '\x89PNG\r\n\x1a\n', contentType: 'image/png', extension: 'png' },
  { at: 0, bytes: '\xff\xd8\xff', contentType: 'image/jpeg', extension: 'jpg' },
  { at: 0, bytes: 'GIF8', contentType: 'image/gif', extension: 'gif' },
  { at: 8, bytes: 'WEBP', contentType: 'image/webp', extension: 'webp' },
  { at: 8, bytes: 'WAVE', contentType: 'audio/wav', extension: 'wav' },
  { at: 0, bytes: 'BM', contentType: 'image/bmp', extension: 'bmp' },
  { at: 0, bytes: '#!AMR', contentType: 'audio/amr', extension: 'amr' },
  { at: 0, bytes: 'ID3', contentType: 'audio/mpeg', extension: 'mp3' },
  { at: 4, bytes: 'ftypM4A', contentType: 'audio/mp4', extension: 'm4a' },
  { at: 4, bytes: 'ftyp', contentType: 'video/mp4', extension: 'mp4' },
  { at: 0, bytes: 'OggS', contentType: 'audio/ogg', extension: 'ogg' },
  { at: 0, bytes: '%PDF-', contentType: 'application/pdf', extension: 'pdf' },
  { at: 0, bytes: 'PK\x03\x04', contentType: 'application/zip', extension: 'zip' },
];

/** An MPEG audio frame: eleven set bits, and neither version, layer, bit rate nor sample rate is a reserved one. */
function isMpegAudio(file: Buffer): boolean {
  if (file.length < 3 || file[0] !== 0xff) return false;
  const [, second, third] = file as unknown as [number, number, number];
  if ((second & 0xe0) !== 0xe0) return false;
  return (
    (second & 0x18) !== 0x08 && (second & 0x06) !== 0 && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c
  );
}

/** The type of a picture, sound, film or document; `undefined` if its bytes do not tell. */
export function sniff(file: Buffer): FileType | undefined {
  const head = file.toString('latin1', 0, 16);
  for (const { at, bytes, contentType, extension } of SIGNATURES) {
    if (head.startsWith(bytes, at)) return { contentType, extension };
  }
  return isMpegAudio(file) ? { contentType: 'audio/mpeg', extension: 'mp3' } : undefined;
}
