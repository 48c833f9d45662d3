/**
 * Stands in for the market's `uni-id-common` where a project has none: tokens of the same form, made and
 * checked in the same way, written from its description.
 */
import { tokenConfig, type TokenConfig } from './config';
import { sign, verify, type Payload } from './jwt';
import { accessOf } from './users';

interface Caller {
  context?: { APPID?: unknown; PLATFORM?: unknown };
  clientInfo?: { appId?: unknown; platform?: unknown };
}

const fault = (errCode: string, code: number, errMsg: string) => ({ errCode, errMsg, code, message: errMsg });
const invalid = () => fault('uni-id-check-token-failed', 30202, '登录状态无效，请重新登录。');
const expired = () => fault('uni-id-token-expired', 30203, '登录状态已过期，请重新登录。');

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

class UniId {
  private readonly config: TokenConfig;

  constructor({ context, clientInfo }: Caller, config?: unknown) {
    this.config = tokenConfig(
      clientInfo?.appId ?? context?.APPID,
      clientInfo?.platform ?? context?.PLATFORM,
      config,
    );
  }

  /** Resolves to who the token names, or to the fault it has; it does not reject for a bad token. */
  async checkToken(token: unknown, { autoRefresh = true } = {}) {
    const payload = verify(token, this.config.tokenSecret);
    if (!payload || typeof payload.uid !== 'string') return invalid();
    const left = Number(payload.exp) - Date.now() / 1000;
    if (!(left > 0)) return expired();
    const refresh = autoRefresh && left < this.config.tokenExpiresThreshold;
    const known = payload.role !== undefined || payload.permission !== undefined;
    const access = known && !refresh ? fromToken(payload) : await accessOf(payload.uid);
    if ('errCode' in access) return access;
    const { uid, iat, exp } = payload;
    const answer = { code: 0, errCode: 0, message: '', errMsg: '', uid, ...access, iat, exp };
    return refresh ? { ...answer, ...this.issue({ uid, ...access }) } : answer;
  }

  async createToken({ uid, role, permission }: { uid?: unknown; role?: unknown; permission?: unknown }) {
    if (typeof uid !== 'string' || !uid) return fault('uni-id-param-required', 30101, '缺少参数 uid。');
    const given = role !== undefined || permission !== undefined;
    const access = given ? fromToken({ role, permission }) : await accessOf(uid);
    if ('errCode' in access) return access;
    return { code: 0, errCode: 0, ...this.issue({ uid, ...access }) };
  }

  async refreshToken({ token }: { token?: unknown }) {
    const payload = verify(token, this.config.tokenSecret);
    if (!payload) return invalid();
    if (!(Number(payload.exp) > Date.now() / 1000)) return expired();
    return this.createToken({ uid: payload.uid });
  }

  private issue(payload: Payload) {
    const iat = Math.floor(Date.now() / 1000);
    const exp = iat + this.config.tokenExpiresIn;
    return {
      token: sign({ ...payload, uniIdVersion: 'local', iat, exp }, this.config.tokenSecret),
      tokenExpired: exp * 1000,
    };
  }
}

/** An administrator may do everything, which is said by the role alone. */
function fromToken({ role, permission }: Payload) {
  const roles = names(role);
  return { role: roles, permission: roles.includes('admin') ? [] : names(permission) };
}

module.exports = {
  createInstance: (caller: Caller & { config?: unknown }, config?: unknown) =>
    new UniId(caller, config ?? caller.config),
};
