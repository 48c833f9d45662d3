import type { PlatformName } from '../config/types';
import type { Adapter } from './adapter';
import * as qqCode2Session from './qq/auth.code2Session';
import * as qqAccessToken from './qq/auth.getAccessToken';
import * as qqSignSession from './qq/crypto.signSession';
import * as qqDecryptData from './qq/decrypt.decryptData';
import * as qqPhoneNumber from './qq/decrypt.getPhoneNumber';
import * as qqVerifySignature from './qq/decrypt.verifySignature';
import * as qqImgSecCheck from './qq/security.imgSecCheck';
import * as qqSubscribeMessage from './qq/subscribeMessage.send';
import * as appUserInfo from './weixin-app/auth.getUserInfo';
import * as h5Code2Session from './weixin-h5/auth.code2Session';
import * as h5AccessToken from './weixin-h5/auth.getAccessToken';
import * as h5JsapiSign from './weixin-h5/auth.getJsapiSign';
import * as h5JsapiTicket from './weixin-h5/auth.getJsapiTicket';
import * as h5JsapiSignature from './weixin-h5/jsapi.getSignature';
import * as h5AuthorizeUrl from './weixin-h5/oauth.getAuthorizeUrl';
import * as h5SubscribeMessage from './weixin-h5/subscribeMessage.send';
import * as h5TemplateMessage from './weixin-h5/templateMessage.send';
import * as code2Session from './weixin/auth.code2Session';
import * as accessToken from './weixin/auth.getAccessToken';
import * as decryptData from './weixin/decrypt.decryptData';
import * as phoneNumber from './weixin/decrypt.getPhoneNumber';
import * as verifySignature from './weixin/decrypt.verifySignature';
import * as userEncryptKey from './weixin/internet.getUserEncryptKey';
import * as liveInfo from './weixin/livebroadcast.getLiveInfo';
import * as uploadCombinedShipping from './weixin/orderShipping.uploadCombinedShippingInfo';
import * as uploadShipping from './weixin/orderShipping.uploadShippingInfo';
import * as imgSecCheck from './weixin/security.imgSecCheck';
import * as msgSecCheck from './weixin/security.msgSecCheck';
import * as subscribeMessage from './weixin/subscribeMessage.send';
import * as uniformMessage from './weixin/uniformMessage.send';
import * as urlscheme from './weixin/urlscheme.generate';

/** The adapters by platform and `<group>.<name>`; each stands in `<platform>/<group>.<name>.ts`. */
export const adapters: Readonly<Record<PlatformName, Readonly<Record<string, Adapter>>>> = {
  weixin: {
    'auth.getAccessToken': accessToken.getAccessToken,
    'auth.code2Session': code2Session.code2Session,
    'decrypt.getPhoneNumber': phoneNumber.getPhoneNumber,
    'decrypt.decryptData': decryptData.decryptData,
    'decrypt.verifySignature': verifySignature.verifySignature,
    'internet.getUserEncryptKey': userEncryptKey.getUserEncryptKey,
    'urlscheme.generate': urlscheme.generate,
    'security.msgSecCheck': msgSecCheck.msgSecCheck,
    'security.imgSecCheck': imgSecCheck.imgSecCheck,
    'subscribeMessage.send': subscribeMessage.send,
    'uniformMessage.send': uniformMessage.send,
    'livebroadcast.getLiveInfo': liveInfo.getLiveInfo,
    'orderShipping.uploadShippingInfo': uploadShipping.uploadShippingInfo,
    'orderShipping.uploadCombinedShippingInfo': uploadCombinedShipping.uploadCombinedShippingInfo,
  },
  'weixin.h5': {
    'auth.getAccessToken': h5AccessToken.getAccessToken,
    'auth.code2Session': h5Code2Session.code2Session,
    'auth.getJsapiTicket': h5JsapiTicket.getJsapiTicket,
    'auth.getJsapiSign': h5JsapiSign.getJsapiSign,
    'jsapi.getSignature': h5JsapiSignature.getSignature,
    'oauth.getAuthorizeUrl': h5AuthorizeUrl.getAuthorizeUrl,
    'subscribeMessage.send': h5SubscribeMessage.send,
    'templateMessage.send': h5TemplateMessage.send,
  },
  'weixin.app': {
    'auth.getUserInfo': appUserInfo.getUserInfo,
  },
  qq: {
    'auth.getAccessToken': qqAccessToken.getAccessToken,
    'auth.code2Session': qqCode2Session.code2Session,
    'decrypt.getPhoneNumber': qqPhoneNumber.getPhoneNumber,
    'decrypt.decryptData': qqDecryptData.decryptData,
    'decrypt.verifySignature': qqVerifySignature.verifySignature,
    'crypto.signSession': qqSignSession.signSession,
    'security.imgSecCheck': qqImgSecCheck.imgSecCheck,
    'subscribeMessage.send': qqSubscribeMessage.send,
  },
};
