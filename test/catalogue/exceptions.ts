/** Calls that cannot answer 0 to made-up parameters, each with its number and the reason. */
import type { Which } from './values';

type Exception = readonly [code: number | string, which?: Which];

const SIGNATURE = {
  // The signature is made up; test/call and test/special make right ones.
  'qq.openData.removeUserStorage': [87009],
  'qq.openData.setUserInteractiveData': [87009],
  'qq.openData.setUserStorage': [87009],
  'weixin.auth.checkSessionKey': [87009],
  'weixin.b2b.getMchBalance': [268490003],
  'weixin.xpay.notifyProvideGoods': [268490003],
  'weixin.xpay.queryUserBalance': [268490003],
} satisfies Record<string, Exception>;

const SESSION = {
  // Nobody has logged in, so there is no session_key that anything could be signed with.
  'qq.crypto.getUserEncryptKey': [87007],
  'qq.virtualPayment.checkGamePay': [90010],
  'qq.virtualPayment.gamePrePay': [90010],
  'qq.virtualPayment.getBalance': [90010],
  'qq.virtualPayment.miniGetBalance': [90010],
  'qq.virtualPayment.miniPay': [90010],
  'qq.virtualPayment.miniPresent': [90010],
  'weixin.auth.resetUserSessionKey': [87007],
  'weixin.internet.getUserEncryptKey': [87007],
} satisfies Record<string, Exception>;

const NOT_THERE = {
  // Data of that hash was never encrypted for a user.
  'weixin.auth.checkEncryptedData': [1],
  // The template of the made-up id was never added.
  'weixin.h5.subscribeMessage.deleteTemplate': [200014],
  'weixin.h5.templateMessage.deletePrivateTemplate': [40037],
  'weixin.subscribeMessage.deleteTemplate': [200014],
  // The card is set by a later call.
  'weixin.subscribeMessage.getUserNotify': [85437, 'all'],
  // The scheme was never made.
  'weixin.urlscheme.query': [85403],
} satisfies Record<string, Exception>;

const STATE = {
  // The one tag that there is from the beginning belongs to the platform.
  'weixin.h5.tag.delete': [45058],
  'weixin.h5.tag.update': [45058],
  // Once a month.
  'weixin.h5.templateMessage.setIndustry': [43100, 'required'],
  // The same template with the same keywords, a second time.
  'weixin.h5.subscribeMessage.addTemplate': [200022, 'required'],
  'weixin.subscribeMessage.addTemplate': [200022, 'required'],
} satisfies Record<string, Exception>;

const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  ...SIGNATURE,
  ...SESSION,
  ...NOT_THERE,
  ...STATE,
};

export function expectedCode(id: string, which: Which): number | string {
  const [code, only] = EXCEPTIONS[id] ?? [0];
  return only === undefined || only === which ? code : 0;
}

/** The calls of the list, so that none stays in it that is no call. */
export const exceptionIds = Object.keys(EXCEPTIONS);
