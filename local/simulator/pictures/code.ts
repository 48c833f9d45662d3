import { encode as encodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import QRCode from 'qrcode';

export interface PictureOptions {
  /** Pixels a side. */
  width: number;
  color: { r: number; g: number; b: number };
  /** No background: a PNG, because JPEG cannot. */
  transparent: boolean;
  format: 'jpeg' | 'png';
}

/** Light squares around the code that readers need. */
const MARGIN = 4;
const CACHE_SIZE = 64;
const cache = new Map<string, Buffer>();

/** RGBA pixels of the QR code of `text`. */
function draw(text: string, { width, color, transparent }: PictureOptions): Buffer {
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const pixels = Buffer.alloc(width * width * 4);
  const scale = (size + 2 * MARGIN) / width;
  for (let y = 0; y < width; y++) {
    const row = Math.floor(y * scale) - MARGIN;
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x * scale) - MARGIN;
      const inside = row >= 0 && row < size && column >= 0 && column < size;
      const dark = inside && data[row * size + column] === 1;
      const at = (y * width + x) * 4;
      pixels[at] = dark ? color.r : 255;
      pixels[at + 1] = dark ? color.g : 255;
      pixels[at + 2] = dark ? color.b : 255;
      pixels[at + 3] = dark || !transparent ? 255 : 0;
    }
  }
  return pixels;
}

function encode(text: string, options: PictureOptions): Buffer {
  const { width, format } = options;
  const data = draw(text, options);
  if (format === 'jpeg') return encodeJpeg({ data, width, height: width }, 85).data;
  const png = new PNG({ width, height: width });
  data.copy(png.data);
  return PNG.sync.write(png);
}

/** A picture of the QR code of `text` that any reader can read. The last ones are kept: drawing takes milliseconds. */
export function codePicture(text: string, options: PictureOptions): Buffer {
  const key = JSON.stringify([text, options]);
  const bytes = cache.get(key) ?? encode(text, options);
  cache.delete(key);
  cache.set(key, bytes);
  if (cache.size > CACHE_SIZE) cache.delete(cache.keys().next().value as string);
  return bytes;
}
