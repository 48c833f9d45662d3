/**
 * What only some calls want: values their plays in the simulator look at, and what the facts say in words only.
 * Everything else is made from the description.
 */
import { H5_TEMPLATE, OPENID, PNG, TEMPLATE } from '../calls/world';
import type { Which } from './values';

type Params = Readonly<Record<string, unknown>>;

const PAGE = 'pages/index/index';
const QQ_TEMPLATE = '789697983d789c9257b7745470442be4';
const WEIXIN_DATA = {
  character_string1: { value: 'A1' },
  name2: { value: '中通' },
  character_string3: { value: 'ZT1' },
  thing6: { value: '精华露' },
  thing8: { value: '杭州' },
};
const THREE_KEYWORDS = { keyword1: { value: '一' }, keyword2: { value: '二' }, keyword3: { value: '三' } };
const QUOTA_PATH = { cgi_path: '/cgi-bin/message/custom/send' };
const LIBRARY = { tid: '1001', kidList: [1, 2], sceneDesc: '发货' };
const TITLES = { ids: '616', start: 0, limit: 30 };
/** From the store nothing is asked of the platform. */
const FRESH = { cache: false };

/** In both ways of calling. */
const ALWAYS: Readonly<Record<string, Params>> = {
  'qq.auth.getAccessToken': FRESH,
  'qq.customerService.replyMessage': { ts: Math.floor(Date.now() / 1000) },
  'qq.security.imgSecCheck': { media: PNG },
  'qq.subscribeMessage.send': { template_id: QQ_TEMPLATE, data: THREE_KEYWORDS },
  'qq.templateMessage.send': {
    template_id: QQ_TEMPLATE,
    data: THREE_KEYWORDS,
    page: PAGE,
    form_id: 'demo-form',
  },
  'qq.wxpay.v3CombineH5': { body: { description: '测试' } },
  'qq.wxpay.v3H5': { body: { description: '测试' } },
  'qq.wxpay.v3PartnerH5': { body: { description: '测试' } },
  'weixin.auth.checkEncryptedData': { encrypted_msg_hash: 'a'.repeat(64) },
  'weixin.auth.checkSessionKey': { sig_method: 'hmac_sha256' },
  'weixin.auth.getAccessToken': FRESH,
  'weixin.auth.getTicket': { type: 'jsapi' },
  'weixin.auth.resetUserSessionKey': { sig_method: 'hmac_sha256' },
  'weixin.h5.auth.getAccessToken': FRESH,
  'weixin.h5.auth.getJsapiTicket': FRESH,
  // Forced, it would kill the token of the calls after it.
  'weixin.auth.getStableAccessToken': { force_refresh: false },
  'weixin.h5.auth.getStableAccessToken': { force_refresh: false },
  'weixin.h5.jsapi.getTicket': { type: 'jsapi' },
  'weixin.h5.openApi.clearApiQuota': QUOTA_PATH,
  'weixin.h5.openApi.getApiQuota': QUOTA_PATH,
  'weixin.h5.subscribeMessage.addTemplate': LIBRARY,
  'weixin.h5.subscribeMessage.getPubTemplateKeyWordsById': { tid: '1001' },
  'weixin.h5.subscribeMessage.getPubTemplateTitleList': TITLES,
  'weixin.h5.templateMessage.addTemplate': { template_id_short: 'TM00015' },
  'weixin.h5.templateMessage.send': { template_id: H5_TEMPLATE, data: THREE_KEYWORDS },
  'weixin.h5.templateMessage.sendSubscribe': { template_id: H5_TEMPLATE, title: '测试' },
  'weixin.h5.templateMessage.setIndustry': { industry_id1: '1', industry_id2: '4' },
  'weixin.internet.getUserEncryptKey': { signature: 'a'.repeat(64), sig_method: 'hmac_sha256' },
  'weixin.openApi.clearApiQuota': QUOTA_PATH,
  'weixin.openApi.getApiQuota': QUOTA_PATH,
  // The parameters of this one depend on the action.
  'weixin.pluginManager.managePluginApplication': { action: 'dev_apply_list', page: 1, num: 10 },
  'weixin.security.imgSecCheck': { media: PNG },
  'weixin.security.msgSecCheck': { version: 2, scene: 2, openid: OPENID },
  'weixin.subscribeMessage.addTemplate': LIBRARY,
  'weixin.subscribeMessage.getPubTemplateKeyWordsById': { tid: '1001' },
  'weixin.subscribeMessage.getPubTemplateTitleList': TITLES,
  'weixin.subscribeMessage.getUserNotify': { notify_code: 'demo-card' },
  'weixin.subscribeMessage.send': { template_id: TEMPLATE, data: WEIXIN_DATA, page: PAGE },
  'weixin.subscribeMessage.setUserNotify': { notify_code: 'demo-card', content_json: '{}' },
  'weixin.subscribeMessage.setUserNotifyExt': { notify_code: 'demo-card', ext_json: '{}' },
  'weixin.uniformMessage.send': { template_id: H5_TEMPLATE, data: THREE_KEYWORDS },
  'weixin.urlscheme.generateNFCScheme': { model_id: 'DEMO-NFC-MODEL' },
  'weixin.wxacode.getUnlimited': { page: PAGE },
};

/** With all parameters only. */
const WHEN_ALL: Readonly<Record<string, Params>> = {
  'qq.acode.getMiniCode': { path: PAGE },
  'qq.subscribeMessage.send': { page: PAGE, emphasis_keyword: 'keyword1.DATA', oac_appid: '' },
  'qq.templateMessage.send': { appid: '', emphasis_keyword: 'keyword1.DATA', form_id: 'demo-another-form' },
  'weixin.auth.getPaidUnionId': { transaction_id: 'demo-1' },
  'weixin.h5.tag.create': { tag: { name: '另一个标签' } },
  'weixin.h5.templateMessage.send': { miniprogram: { appid: 'wx00000000000000d1', pagepath: PAGE } },
  'weixin.h5.templateMessage.sendSubscribe': {
    miniprogram: { appid: 'wx00000000000000d1', pagepath: PAGE },
  },
  'weixin.subscribeMessage.setUserNotify': { check_json: '{}' },
  'weixin.urlscheme.generate': { jump_wxa: { path: PAGE }, expire_type: 1, expire_interval: 30 },
  'weixin.urlscheme.generateNFCScheme': {
    jump_wxa: { path: PAGE },
    model_id: 'DEMO-NFC-DEVICE',
    sn: 'demo-1',
  },
};

export function particular(id: string, which: Which): Params {
  return { ...ALWAYS[id], ...(which === 'all' ? WHEN_ALL[id] : {}) };
}
