import type { AppKeys } from '../../config/settings';
import { OWN_FILE } from '../../config/own-file';
import {
  type Aead,
  aes256Gcm,
  rsaPssSigner,
  rsaPssVerifier,
  type Signer,
  type Verifier,
} from '../../crypto/algorithms';
import { fromBase64 } from '../../crypto/bytes';
import { type AsymmetricKey, readPrivateKey, readPublicKey } from '../../crypto/pem';
import type * as Sm from '../../crypto/sm';
import { type OpenapiError, ownError } from '../../result/error';

/** An app's keys for API signing, ready to be used. */
export interface ApiKeys {
  /** The number of the symmetric key. */
  readonly sn: string;
  readonly cipher: Aead;
  readonly sign: Signer;
  /** What checks the signature of each platform certificate, by the certificate's number. */
  readonly platform: ReadonlyMap<string, Verifier>;
}

type Configured = NonNullable<AppKeys['api']>;

const wrong = (path: string, zh: string, en: string): OpenapiError =>
  ownError(
    'config-missing',
    `API 签名与加密的密钥不可用：uni-config-center 的 ${OWN_FILE} 的 ${path} ${zh}。密钥、编号与平台证书在小程序管理后台的“开发设置 - API 安全”中；改后请上传 uni-config-center`,
    `${OWN_FILE}: ${path} ${en}`,
  );

function text(value: unknown, path: string): string {
  const given = typeof value === 'number' ? String(value) : value;
  if (typeof given === 'string' && given.trim() !== '') return given.trim();
  throw wrong(path, '没有填写', 'is missing');
}

/** The keys' form says which algorithms were chosen in the console; these need a file of their own. */
const sm = (): Promise<typeof Sm> => import('../../crypto/sm');

async function cipherOf(symmetric: unknown, path: string): Promise<Aead> {
  const { key } = Object(symmetric) as { key?: unknown };
  const bytes = fromBase64(text(key, `${path}.key`));
  if (bytes !== undefined && bytes.length === 32) return aes256Gcm(bytes);
  if (bytes !== undefined && bytes.length === 16) return (await sm()).sm4Gcm(bytes);
  throw wrong(
    `${path}.key`,
    '不正确：应为 32 字节（AES256_GCM）或 16 字节（SM4_GCM）的 base64',
    'must be base64 of 32 bytes (AES256_GCM) or 16 bytes (SM4_GCM)',
  );
}

async function signerOf(given: unknown, path: string): Promise<Signer> {
  const { key, sn } = (typeof given === 'object' && given !== null ? given : { key: given }) as {
    key?: unknown;
    sn?: unknown;
  };
  const known = readPrivateKey(text(key, path));
  if (known === undefined) {
    throw wrong(
      path,
      '不正确：应为 RSA 或 SM2 私钥的 PEM 全文',
      'must be the PEM of an RSA or SM2 private key',
    );
  }
  if (known.kind === 'rsa') return rsaPssSigner(known.key);
  if (sn === undefined || sn === null || sn === '') {
    throw wrong(
      `${path}.sn`,
      '没有填写：SM2 签名要用到应用私钥的编号，请把 private 写成 { "sn": "编号", "key": "私钥 PEM" }',
      'is missing: SM2 signatures need the number of the key',
    );
  }
  return (await sm()).sm2Signer(known.key, text(sn, `${path}.sn`));
}

async function verifierOf(known: AsymmetricKey, sn: string): Promise<Verifier> {
  return known.kind === 'rsa' ? rsaPssVerifier(known.key) : (await sm()).sm2Verifier(known.key, sn);
}

async function platformOf(list: unknown, path: string): Promise<ReadonlyMap<string, Verifier>> {
  if (!Array.isArray(list) || list.length === 0) {
    throw wrong(
      path,
      '没有填写：应为平台证书的数组 [{ "sn": "编号", "certificate": "证书 PEM" }]',
      'is missing: the list of platform certificates',
    );
  }
  const verifiers = new Map<string, Verifier>();
  for (let i = 0; i < list.length; i++) {
    const { sn, certificate } = Object(list[i]) as { sn?: unknown; certificate?: unknown };
    const number = text(sn, `${path}[${i}].sn`);
    const known = readPublicKey(text(certificate, `${path}[${i}].certificate`));
    if (known === undefined) {
      throw wrong(
        `${path}[${i}].certificate`,
        '不正确：应为证书的 PEM 全文',
        'must be the PEM of a certificate',
      );
    }
    verifiers.set(number, await verifierOf(known, number));
  }
  return verifiers;
}

async function read(appid: string, api: Configured | undefined): Promise<ApiKeys> {
  const path = `keys.${appid}.api`;
  if (typeof api !== 'object' || api === null) {
    throw wrong(path, '没有填写，此接口必须签名并加密', 'is missing, this call must be signed and encrypted');
  }
  const { symmetric, private: own, platform } = api as Partial<Configured>;
  return {
    sn: text((Object(symmetric) as { sn?: unknown }).sn, `${path}.symmetric.sn`),
    cipher: await cipherOf(symmetric, `${path}.symmetric`),
    sign: await signerOf(own, `${path}.private`),
    platform: await platformOf(platform, `${path}.platform`),
  };
}

/** Read once for as long as the configuration is the same object; keys that cannot be used are read again. */
const known = new WeakMap<object, Promise<ApiKeys>>();

/** @param api `keys[appid].api` as configured */
export function apiKeysOf(appid: string, api: Configured | undefined): Promise<ApiKeys> {
  if (typeof api !== 'object' || api === null) return read(appid, api);
  let reading = known.get(api);
  if (!reading) {
    reading = read(appid, api);
    known.set(api, reading);
    reading.catch(() => known.delete(api));
  }
  return reading;
}
