import { picture, type Answer } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { codePicture } from '../../pictures/code';
import { codeText } from '../../pictures/code-text';
import { isReleased } from '../../rules/pages';
import type { Fields } from '../call';
import { mini, type PlayGroup } from '../play';

const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+$/;
const MAX_SCENE = 32;
const MAX_PATH = 1024;

function envVersion(body: Fields): string {
  const version = body.text('env_version') || 'release';
  return ['release', 'trial', 'develop'].includes(version) ? version : refuse(40097);
}

/** The platform draws at its own limits rather than refuse a width. */
function width(body: Fields): number {
  return Math.min(1280, Math.max(280, Math.round(body.number('width') ?? 430)));
}

function lineColor(body: Fields): { r: number; g: number; b: number } {
  const color = body.boolean('auto_color') ? undefined : body.object('line_color');
  const part = (name: string) => {
    // Old samples send the parts as strings, which the platform takes.
    const value = Number(color?.raw[name] ?? 0);
    return value >= 0 && value <= 255 ? value : refuse(40097);
  };
  return { r: part('r'), g: part('g'), b: part('b') };
}

function drawn(text: string, body: Fields, headers?: Record<string, string>): Answer {
  const transparent = body.boolean('is_hyaline') ?? false;
  const format = transparent ? 'png' : 'jpeg';
  const bytes = codePicture(text, { width: width(body), color: lineColor(body), transparent, format });
  return picture(`image/${format}`, bytes, headers);
}

/** Mini program codes and QR codes. */
export const wxacode: PlayGroup = () => {
  /** The limited codes made so far, by app: both kinds count together. */
  const limited = new Map<string, Set<string>>();

  const limitedCode = (appid: string, limit: number, code: string): number => {
    const made = limited.get(appid) ?? new Set();
    limited.set(appid, made);
    if (!made.has(code) && made.size >= limit) refuse(45029);
    return made.add(code).size;
  };

  const limitedPath = (body: Fields): string => {
    const path = body.text('path');
    if (!path || path.length > MAX_PATH) refuse(40159);
    return path.includes('scancode_time') ? refuse(85096) : path;
  };

  return [
    mini.post('/wxa/getwxacodeunlimit', call => {
      const { app } = call;
      const body = call.json(40169);
      const scene = body.text('scene');
      if (scene.length > MAX_SCENE) refuse(40169);
      if (!SCENE.test(scene)) refuse(40129);
      if (scene.includes('scancode_time')) refuse(85096);
      const version = envVersion(body);
      const page = body.text('page');
      const check = body.boolean('check_path') ?? true;
      // The one failure that WeChat labels as the picture it is not.
      if (check && !isReleased(app, page, false)) refuse(41030, undefined, 'image/jpeg');
      return drawn(codeText('wxacode', { appid: app.appid, scene, page, env_version: version }), body);
    }),
    mini.post('/cgi-bin/wxaapp/createwxaqrcode', call => {
      const body = call.json(40159);
      const path = limitedPath(body);
      limitedCode(call.app.appid, call.app.codeLimit, `qr ${path}`);
      return drawn(codeText('qrcode', { appid: call.app.appid, path }), body);
    }),
    mini.post('/wxa/getwxacode', call => {
      const body = call.json(40159);
      const path = limitedPath(body);
      const version = envVersion(body);
      const used = limitedCode(call.app.appid, call.app.codeLimit, `code ${version} ${path}`);
      const text = codeText('wxacode', { appid: call.app.appid, path, env_version: version });
      return drawn(text, body, { 'Num-Used': String(used) });
    }),
  ];
};
