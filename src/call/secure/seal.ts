import type { Clock } from '../../host/clock';
import type { Logger } from '../../host/logger';
import { crypto } from '../../host/modules';
import type { HttpResponse } from '../../http/transport';
import { OWN_FILE } from '../../config/own-file';
import { NONCE_BYTES, TAG_BYTES, type Verifier } from '../../crypto/algorithms';
import { fromBase64 } from '../../crypto/bytes';
import { type OpenapiError, ownError } from '../../result/error';
import { parseJson } from '../answer';
import type { SecureExchange } from '../wire';
import { jsonText } from '../wire';
import type { ApiKeys } from './keys';

/**
 * API signing and encryption: a request whose parameters are encrypted and whose body is signed, an answer that is
 * verified, then decrypted.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/server/getting_started/api_signature.html
 */

/** What one call's requests are made of. */
export interface Secured {
  /** The platform's address of the call, whatever host the request goes to. */
  url: string;
  appid: string;
  /** The parameters, wherever they would go in the clear. */
  fields: Record<string, unknown>;
  keys: ApiKeys;
  clock: Clock;
  logger: Logger;
}

const RANDOM_BYTES = 16;
/** How far an answer's time may be from ours: the platform refuses requests by the same measure. */
const MAX_SKEW = 300;

type Json = Record<string, unknown>;

const refused = (zh: string, en: string): OpenapiError =>
  ownError(
    'bad-response',
    `平台的应答没有通过 API 签名校验：${zh}`,
    `the answer did not pass API signing: ${en}`,
  );

const unsealed = (): OpenapiError =>
  refused(
    `无法解密，请核对 ${OWN_FILE} 中 api.symmetric 的 sn 与 key`,
    'it cannot be decrypted with the symmetric key',
  );

function header({ headers }: HttpResponse, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) || '';
}

function jsonObject(text: string): Json | undefined {
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

/** Encrypts and signs the requests of one call, and opens their answers. */
export function secured(call: Secured): SecureExchange {
  const { url, appid, keys, clock } = call;
  const seconds = () => Math.floor(clock.now() / 1000);
  const aad = (timestamp: string) => Buffer.from(`${url}|${appid}|${timestamp}|${keys.sn}`);
  const signedText = (timestamp: string, body: Buffer) =>
    Buffer.concat([Buffer.from(`${url}\n${appid}\n${timestamp}\n`), body]);

  return {
    seal() {
      const now = seconds();
      const timestamp = String(now);
      const nonce = crypto().randomBytes(NONCE_BYTES);
      const plain = jsonText({
        ...call.fields,
        _n: crypto().randomBytes(RANDOM_BYTES).toString('base64'),
        _appid: appid,
        _timestamp: now,
      });
      const { data, tag } = keys.cipher.seal(Buffer.from(plain), nonce, aad(timestamp));
      const [iv, text, authtag] = [nonce, data, tag].map(bytes => bytes.toString('base64'));
      const body = JSON.stringify({ iv, data: text, authtag });
      return {
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'Wechatmp-Appid': appid,
          'Wechatmp-TimeStamp': timestamp,
          'Wechatmp-Signature': keys.sign(signedText(timestamp, Buffer.from(body))).toString('base64'),
        },
        body,
      };
    },

    open(response) {
      const current = header(response, 'wechatmp-signature');
      const old = header(response, 'wechatmp-signature-deprecated');
      if (current === '' && old === '') return undefined;
      const timestamp = checkedTime(response, appid, seconds());
      const { verify, signature } = chosen(call, response, current, old);
      const bytes = fromBase64(signature);
      if (!bytes || !verify(signedText(timestamp, response.body), bytes)) {
        throw refused('签名不正确，内容可能被改动，或平台证书与编号不符', 'its signature is wrong');
      }
      const envelope = jsonObject(response.body.toString('utf8'));
      // Signed, and not encrypted: it is the platform's own all the same.
      if (!envelope || typeof envelope.authtag !== 'string') return response;
      const plain = decrypted(envelope, keys, aad(timestamp));
      return { ...response, body: withoutSafety(plain, appid, timestamp) };
    },

    unsigned: () =>
      refused(
        '应答没有签名。请确认小程序管理后台的 API 安全已经开启，且密钥与其中的一致',
        'it is not signed',
      ),
  };
}

/** The answer's time, as it stands in the header: for this app, and not long ago. */
function checkedTime(response: HttpResponse, appid: string, now: number): string {
  const timestamp = header(response, 'wechatmp-timestamp');
  if (header(response, 'wechatmp-appid') !== appid) {
    throw refused('应答属于其他小程序', 'it is for another app');
  }
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > MAX_SKEW) {
    throw refused(
      `应答的时间与本机相差超过 ${MAX_SKEW} 秒，可能是旧的应答；也请检查本机的时钟`,
      `its time differs from ours by more than ${MAX_SKEW} s`,
    );
  }
  return timestamp;
}

/**
 * The signature that can be checked here: while the platform changes its certificate it signs with both, and only
 * one of them may be configured.
 */
function chosen(
  { keys, appid, logger }: Secured,
  response: HttpResponse,
  current: string,
  old: string,
): { verify: Verifier; signature: string } {
  const serial = header(response, 'wechatmp-serial');
  const verify = keys.platform.get(serial);
  if (verify && current !== '') return { verify, signature: current };
  const oldSerial = header(response, 'wechatmp-serial-deprecated');
  const oldVerify = keys.platform.get(oldSerial);
  if (oldVerify && old !== '') {
    warnOnce(
      keys,
      logger,
      `[vk-openapi] 平台证书 ${oldSerial} 即将失效：请在小程序管理后台的 API 安全中下载新证书（编号 ${serial}），加入 ${OWN_FILE} 的 keys.${appid}.api.platform`,
    );
    return { verify: oldVerify, signature: old };
  }
  const configured = Array.from(keys.platform.keys()).join('、');
  throw refused(
    `平台证书编号 ${serial.slice(0, 64) || '(无)'} 不在 ${OWN_FILE} 的 keys.${appid}.api.platform 中（已配置：${configured}）。请在小程序管理后台的 API 安全中下载平台证书`,
    `the platform certificate ${serial.slice(0, 64)} is not configured`,
  );
}

const warned = new WeakSet<ApiKeys>();
function warnOnce(keys: ApiKeys, logger: Logger, message: string): void {
  if (warned.has(keys)) return;
  warned.add(keys);
  logger.warn(message);
}

function decrypted(envelope: Json, keys: ApiKeys, aad: Buffer): Buffer {
  const [nonce, data, tag] = [envelope.iv, envelope.data, envelope.authtag].map(part =>
    typeof part === 'string' ? fromBase64(part) : undefined,
  );
  if (!nonce || !data || !tag || nonce.length !== NONCE_BYTES || tag.length !== TAG_BYTES) throw unsealed();
  const plain = keys.cipher.open(data, tag, nonce, aad);
  if (!plain) throw unsealed();
  return plain;
}

/** What the platform answered, without the fields that are there for safety's sake. */
function withoutSafety(plain: Buffer, appid: string, timestamp: string): Buffer {
  const json = jsonObject(plain.toString('utf8'));
  if (!json) return plain;
  const { _n, _appid, _timestamp, ...answer } = json;
  if (_appid !== appid || String(_timestamp) !== timestamp) {
    throw refused('密文中的 appid 或时间与应答头不一致', 'appid or time inside contradict the headers');
  }
  return Buffer.from(JSON.stringify(answer));
}
