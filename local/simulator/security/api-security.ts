import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  randomBytes,
  sign,
  verify,
  constants,
} from 'node:crypto';
import { sm2, sm4 } from 'sm-crypto-v2';
import type { Answer } from '../answers/answer';
import { refuse } from '../answers/refusal';
import { SimulatorRequest } from '../http/request';

/** API signing and encryption as an app's owner has set it up in the console. */
export interface ApiSecurity {
  /** 32 bytes are AES256_GCM, 16 SM4_GCM; base64. */
  symmetric: { sn: string; key: string };
  /** The app's own public key: PEM for RSA, the uncompressed point in hex for SM2, with the key's number. */
  developer: { sn: string; publicKey: string };
  /** What the platform signs with: PEM for RSA, 64 hex digits for SM2. */
  platform: { sn: string; privateKey: string };
  /** The certificate before, while it is being changed. */
  deprecated?: { sn: string; privateKey: string };
}

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } as const;
const isHex = (key: string): boolean => /^[0-9a-f]+$/i.test(key);
const HOST = 'https://api.weixin.qq.com';
/** How old a request may be, in seconds. */
const MAX_AGE = 300;

const text = (path: string, appid: string, time: string, body: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${HOST}${path}\n${appid}\n${time}\n`), Buffer.from(body)]);
const aadOf = (path: string, appid: string, time: string, sn: string): Buffer =>
  Buffer.from(`${HOST}${path}|${appid}|${time}|${sn}`);

function isSigned({ developer }: ApiSecurity, signed: Buffer, signature: Buffer): boolean {
  if (isHex(developer.publicKey)) {
    return sm2.doVerifySignature(signed, signature.toString('hex'), developer.publicKey, {
      hash: true,
      der: true,
      userId: developer.sn,
    });
  }
  return verify('sha256', signed, { key: createPublicKey(developer.publicKey), ...PSS }, signature);
}

function signature({ sn, privateKey }: ApiSecurity['platform'], signed: Buffer): string {
  if (!isHex(privateKey)) return sign('sha256', signed, { key: privateKey, ...PSS }).toString('base64');
  const hex = sm2.doSignature(signed, privateKey, { hash: true, der: true, userId: sn });
  return Buffer.from(hex, 'hex').toString('base64');
}

function decrypt(key: Buffer, iv: Buffer, data: Buffer, tag: Buffer, aad: Buffer): Buffer {
  if (key.length === 16) {
    return Buffer.from(
      sm4.decrypt(data, key, { mode: 'gcm', iv, associatedData: aad, tag, output: 'array' }),
    );
  }
  const aes = createDecipheriv('aes-256-gcm', key, iv).setAAD(aad).setAuthTag(tag);
  return Buffer.concat([aes.update(data), aes.final()]);
}

function encrypt(key: Buffer, iv: Buffer, plain: Buffer, aad: Buffer): { data: Buffer; tag: Buffer } {
  if (key.length === 16) {
    const sealed = sm4.encrypt(plain, key, {
      mode: 'gcm',
      iv,
      associatedData: aad,
      outputTag: true,
      output: 'array',
    });
    return { data: Buffer.from(sealed.output), tag: Buffer.from(sealed.tag!) };
  }
  const aes = createCipheriv('aes-256-gcm', key, iv).setAAD(aad);
  const data = Buffer.concat([aes.update(plain), aes.final()]);
  return { data, tag: aes.getAuthTag() };
}

/** Whether a request claims to be signed. */
export function claimsSignature({ headers }: SimulatorRequest): boolean {
  return Object.keys(headers).some(name => name.startsWith('wechatmp-'));
}

/** The request in the clear, or the platform's refusal of it. */
export function openRequest(
  request: SimulatorRequest,
  appid: string,
  security: ApiSecurity | null,
  seconds: number,
): SimulatorRequest {
  const one = (name: string) => String(request.headers[name] ?? '');
  const [owner, time, signed] = ['appid', 'timestamp', 'signature'].map(name => one(`wechatmp-${name}`));
  if (!owner) refuse(40233);
  if (!time) refuse(40231);
  if (!signed) refuse(40232);
  if (!security) return refuse(40239);
  if (owner !== appid) refuse(40237);
  if (Math.abs(seconds - Number(time)) > MAX_AGE) refuse(40240);
  const { path, body } = request;
  if (!isSigned(security, text(path, appid, time!, body), Buffer.from(signed!, 'base64'))) refuse(40234);
  let plain: Record<string, unknown>;
  try {
    const { iv, data, authtag } = JSON.parse(body.toString('utf8')) as Record<string, string>;
    const [nonce, sealed, tag] = [iv, data, authtag].map(part => Buffer.from(part!, 'base64'));
    const key = Buffer.from(security.symmetric.key, 'base64');
    const aad = aadOf(path, appid, time!, security.symmetric.sn);
    plain = JSON.parse(decrypt(key, nonce!, sealed!, tag!, aad).toString('utf8'));
  } catch {
    return refuse(40235);
  }
  const { _n, _appid, _timestamp, ...fields } = plain;
  if (typeof _n !== 'string' || _n === '' || _appid !== appid || _timestamp !== Number(time)) refuse(40235);
  const clear = Buffer.from(JSON.stringify(fields));
  const { method, url, at, headers, address } = request;
  return new SimulatorRequest({ method, url, at, headers, body: clear, address });
}

/** The answer as it goes out to who has sent a signed request. */
export function sealAnswer(
  answer: Answer,
  { path }: SimulatorRequest,
  appid: string,
  { symmetric, platform, deprecated }: ApiSecurity,
  seconds: number,
): Answer {
  const time = String(seconds);
  let { body } = answer;
  if (typeof body === 'string') {
    const plain = {
      ...(JSON.parse(body) as object),
      _n: randomBytes(16).toString('base64'),
      _appid: appid,
      _timestamp: seconds,
    };
    const iv = randomBytes(12);
    const aad = aadOf(path, appid, time, symmetric.sn);
    const { data, tag } = encrypt(
      Buffer.from(symmetric.key, 'base64'),
      iv,
      Buffer.from(JSON.stringify(plain)),
      aad,
    );
    const [nonce, sealed, authtag] = [iv, data, tag].map(part => part.toString('base64'));
    body = JSON.stringify({ iv: nonce, data: sealed, authtag });
  }
  const signed = text(path, appid, time, body);
  return {
    ...answer,
    body,
    headers: {
      ...answer.headers,
      'Wechatmp-Appid': appid,
      'Wechatmp-TimeStamp': time,
      'Wechatmp-Serial': platform.sn,
      'Wechatmp-Signature': signature(platform, signed),
      ...(deprecated && {
        'Wechatmp-Serial-Deprecated': deprecated.sn,
        'Wechatmp-Signature-Deprecated': signature(deprecated, signed),
      }),
    },
  };
}
