/*
 * Where the catalogue knowingly says something else than the facts, and why. What is listed here and is no
 * difference any more fails facts.test.ts: the list stays as short as it can be.
 */

export interface Known {
  reason: string;
  /** The call, and what differs: as facts.test.ts words it. */
  differences: string[];
}

/** `id` with each of `whats`. */
const of = (id: string, ...whats: string[]): string[] => whats.map(what => `${id} ${what}`);
/** `what` of each of `ids`. */
const each = (what: string, ...ids: string[]): string[] => ids.map(id => `${id} ${what}`);

export const KNOWN: Known[] = [
  // ---- facts that cannot be right: as they stand, the call would not work

  {
    reason: 'A link, a remark or a hexadecimal signature is a text; the official table says number.',
    differences: [
      'weixin.img.superresolution img_url type',
      'weixin.logistics.scatterUpdateOrderFee remark type',
      'weixin.xpay.downloadIosSettlementBill pay_sig type',
    ],
  },
  {
    reason: 'The official table says number, and lists the texts Marketing and Notification.',
    differences: ['weixin.cloudbase.sendSms sms_type type'],
  },
  {
    reason: 'The first letters of the values were cut off when the table was read: smsM…, smsMar…, acces….',
    differences: [
      'weixin.cloudbase.getStatistics action values',
      'weixin.analysis.getVisitDistribution list.index values',
    ],
  },
  {
    reason: 'The platform’s own example sends 2002, so the three listed values are not all there are.',
    differences: ['weixin.dramaPlayer.setPlayerDramaRecmdSwitch entry_type values'],
  },
  {
    reason:
      'Words of the example were read as values: payitem is the JSON text of a list whose items have these fields, data a template’s values by field name, pages.data_list a list whose items’ @type is one of these, retail_name a text of 2 to 100 characters, service_infos a list whose items have six fields.',
    differences: [
      'weixin.xpay.currencyPay payitem values',
      ...of('weixin.hardwareDevice.send', 'data type', 'data values'),
      ...of('weixin.search.submitPages', 'pages.data_list values', 'pages.data_list.@type values'),
      'weixin.b2b.batchCreateRetail retail_info_list.retail_name values',
      'weixin.nearbyPoi.add service_infos values',
    ],
  },
  {
    reason:
      'The access_token goes into the address, as everywhere; a field of that name would take it from there.',
    differences: of('weixin.logistics.scatterUpdateComplaintResult', 'names', 'access_token'),
  },
  {
    reason: 'A list of addresses is a list, as in the official account’s call of the same path.',
    differences: ['weixin.openApi.getCallbackIp ip_list type'],
  },
  {
    reason:
      'Files are uploaded as multipart/form-data, as the text of the official page says; a file is no JSON.',
    differences: [
      ...of(
        'weixin.vod.uploadPart',
        'upload_id place',
        'part_number place',
        'resource_type place',
        'data place',
      ),
      ...of(
        'weixin.vod.singleFileUpload',
        'media_name place',
        'media_type place',
        'media_data place',
        'cover_type place',
        'cover_data place',
        'source_context place',
      ),
    ],
  },
  {
    reason: 'The field is the Base64 text of a file in a JSON body, not the file itself.',
    differences: ['weixin.b2b.retailUploadMchFile file type'],
  },
  {
    reason:
      'Required in some cases only, as the official text says: drama_id when submitting again, type of a menu button without sub_button, thumb_media_id of an article that is not newspic, img without img_url.',
    differences: [
      'weixin.vod.auditDrama drama_id required',
      ...each('button.type required', 'weixin.h5.menu.create', 'weixin.h5.menu.addConditional'),
      ...each('articles.thumb_media_id required', 'weixin.h5.draft.add', 'weixin.h5.draft.update'),
      ...each(
        'img required',
        'weixin.ocr.bankcard',
        'weixin.ocr.businessLicense',
        'weixin.ocr.driverLicense',
        'weixin.ocr.vehicleLicense',
      ),
    ],
  },
  {
    reason: 'Fields of each follower, which the official table writes without their level.',
    differences: of(
      'weixin.livebroadcast.getFollowers',
      'result',
      'openid',
      'subscribe_time',
      'room_id',
      'room_status',
    ),
  },
  {
    reason: 'Lists whose items have fields, though the table calls the items texts.',
    differences: [
      ...of(
        'weixin.xpay.getComplaintDetail',
        'complaint.complaint_order_info items',
        'complaint.complaint_media_list items',
        'complaint.service_order_info items',
      ),
      'weixin.novel.addBookAuthByAppid results items',
    ],
  },
  {
    reason: 'A title and an errmsg are texts; the official table says number.',
    differences: [
      'weixin.novel.listBook book_list.title type',
      'weixin.vod.deauthorizeDrama result.errmsg type',
    ],
  },
  {
    reason: 'Minutes: 分 was read as the money.',
    differences: ['weixin.vod.getCdnUsageData data_interval unit'],
  },
  {
    reason: 'A limit in characters on an object, which has none.',
    differences: each(
      'cargo.goods_detail maxLength',
      'weixin.immediateDelivery.addOrder',
      'weixin.immediateDelivery.preAddOrder',
      'weixin.immediateDelivery.reOrder',
    ),
  },

  // ---- the module’s own ways

  {
    reason: 'Filled in by the module, so it does not matter that the platform lets them be left out.',
    differences: [
      ...of(
        'weixin.h5.auth.getStableAccessToken',
        'appid required',
        'secret required',
        'grant_type required',
      ),
      'weixin.h5.openApi.clearQuota appid required',
      ...of('weixin.h5.openApi.clearQuotaByAppSecret', 'appid required', 'appsecret required'),
    ],
  },
  {
    reason: 'Computed here: an address for the browser, which no server asks for.',
    differences: of('weixin.h5.oauth.getAuthorizeUrl', 'path', 'host'),
  },
  {
    reason: 'msg of a result is the envelope’s.',
    differences: of('weixin.transactionGuarantee.getGuaranteeStatus', 'result', 'msg'),
  },
  {
    reason:
      'A default that the platform writes beside a required parameter: the caller gives it all the same.',
    differences: [
      ...of('weixin.b2b.getRetailMessageList', 'start default', 'offset default'),
      'weixin.cityService.checkRealNameInfo cred_type default',
      'weixin.cloudbase.createSendSmsTask template_id default',
      'weixin.hardwareDevice.send lang default',
      'weixin.logistics.addOrder cargo.count default',
      'weixin.logistics.previewTemplate custom.cargo.count default',
      'weixin.vod.getCdnUsageData data_interval default',
    ],
  },
  {
    reason:
      'The comment names the values; the type stays open, being a list’s, or numbers on a field of texts.',
    differences: [
      'weixin.b2b.getRetailInfo role values',
      ...of(
        'weixin.b2b.retailRegisterMch',
        'contact_info.business_authorization_letter values',
        'business_license.cert_type values',
      ),
      'weixin.cloudbase.getStatistics data_column.col_data_type values',
      ...each(
        'status_list values',
        'weixin.freightInsurance.getOrderList',
        'weixin.freightInsurance.getPayOrderList',
      ),
      'weixin.intracity.addOrder verify_code_type values',
      'weixin.livebroadcast.getRoleList list.roleList values',
      'weixin.livebroadcast.goodsInfo goods.audit_status values',
      'weixin.operation.realtimelogSearch data.list.level values',
      'weixin.vod.getCdnUsageData data_interval values',
      'weixin.xpay.getComplaintDetail complaint.user_tag_list values',
      'weixin.xpay.getComplaintList complaints.user_tag_list values',
    ],
  },
  {
    reason: 'A limit on what is sent says nothing of what comes back.',
    differences: [
      ...each('goods.name maxLength', 'weixin.livebroadcast.goodsInfo', 'weixin.livebroadcast.goodsList'),
      'weixin.novel.batchCreateChapter chapter_id maxLength',
    ],
  },
  {
    reason: 'One model for the same thing in several calls, of which the facts say number and integer.',
    differences: [
      ...each('visit_uv_new.key type', 'weixin.analysis.getMonthlyRetain', 'weixin.analysis.getWeeklyRetain'),
      ...each(
        'visit_uv_new.value type',
        'weixin.analysis.getMonthlyRetain',
        'weixin.analysis.getWeeklyRetain',
      ),
      ...each('visit_uv.key type', 'weixin.analysis.getMonthlyRetain', 'weixin.analysis.getWeeklyRetain'),
      ...each('visit_uv.value type', 'weixin.analysis.getMonthlyRetain', 'weixin.analysis.getWeeklyRetain'),
      ...of('weixin.expressReturn.getReturnIdLegacy', 'status type', 'order_status type'),
      ...of(
        'weixin.immediateDelivery.preAddOrder',
        'cargo.goods_detail.goods.good_count type',
        'order_info.expected_delivery_time type',
        'order_info.order_type type',
        'order_info.order_time type',
        'order_info.expected_finish_time type',
        'order_info.expected_pick_time type',
        'shop.goods_count type',
      ),
      ...each(
        'resultcode type',
        'weixin.immediateDelivery.abnormalConfirm',
        'weixin.immediateDelivery.addTip',
        'weixin.immediateDelivery.bindAccount',
        'weixin.immediateDelivery.getAllImmeDelivery',
        'weixin.immediateDelivery.getBindAccount',
        'weixin.immediateDelivery.getOrder',
        'weixin.immediateDelivery.mockUpdateOrder',
        'weixin.immediateDelivery.openDelivery',
        'weixin.immediateDelivery.preAddOrder',
        'weixin.immediateDelivery.preCancelOrder',
      ),
      'weixin.pluginManager.managePluginApplication apply_list.status type',
      'weixin.tradeComment.getCommentInfo info.content.content.media.videoDuration type',
      'weixin.tradeComment.getCommentList commentList.content.media.videoDuration type',
    ],
  },

  // ---- the catalogue knows more

  {
    reason:
      'Values known from the remark on the call, or from the official page, where the field itself has no list.',
    differences: [
      'weixin.customerServiceMessage.uploadTempMedia type values',
      'weixin.h5.customerServiceMessage.send msgtype values',
      'weixin.h5.freePublish.get publish_status values',
      'weixin.h5.oauth.getUserInfo lang values',
      'weixin.h5.user.batchGetInfo user_list.lang values',
      'weixin.pluginManager.managePlugin plugin_list.status values',
      'weixin.pluginManager.managePluginApplication action values',
      'weixin.vod.listMedia media_info_list.audit_detail.status values',
    ],
  },
  {
    reason: 'The unit of the same amounts in the other calls of the group, and on the official page.',
    differences: [
      'weixin.h5.mass.getSpeed realspeed unit',
      'weixin.intracity.balanceQuery all_balance unit',
      'weixin.intracity.cancelOrder deductfee unit',
      ...of('weixin.intracity.preAddOrder', 'distance unit', 'est_fee unit'),
      ...of(
        'weixin.intracity.queryFlow',
        'total_pay_amt unit',
        'total_refund_amt unit',
        'total_deduct_amt unit',
      ),
    ],
  },
  {
    reason: 'mpnews is one of the kinds of message that the remark on msgtype names, and needs its field.',
    differences: ['weixin.h5.customerServiceMessage.send names'],
  },
  {
    reason: 'The JSON text of an object: its fields are in the comment.',
    differences: of('weixin.h5.material.add', 'description.title', 'description.introduction'),
  },
  {
    reason: 'The facts contradict themselves, which the call’s description says: unverified.',
    differences: each(
      'confidence',
      'weixin.intracity.preAddOrder',
      'weixin.nearbyPoi.add',
      'weixin.novel.setPreviewSetting',
      'weixin.vod.getCdnLogs',
    ),
  },
  {
    reason: 'A title that says what the call does without its group beside it.',
    differences: each(
      'title',
      'weixin.cityService.getMedRealName',
      'weixin.cityService.getMsgRelation',
      'weixin.cityService.previewHospNotice',
      'weixin.cityService.sendChannelMsg',
      'weixin.cityService.setHospNotice',
      'weixin.cloudbase.getDatabaseMigrateStatus',
      'weixin.expressPush.deliveryPathNotify',
      'weixin.expressPush.deliveryUserQuery',
      'weixin.freightInsurance.open',
      'weixin.novel.reorderChapter',
    ),
  },
];

/** Numbers that a call of the facts words in another way than the dictionary, which stands for it: the same is meant. */
export const SAME_MEANING: Record<number, string[]> = {
  [-1]: ['系统繁忙'],
  40001: ['凭据无效或 AppSecret 错误'],
  40003: ['openid 无效'],
  40013: ['appid 无效'],
  42001: ['access_token 过期'],
  42002: ['refresh_token 过期'],
  45009: ['调用次数超限'],
  47003: ['模板字段不符'],
  48001: ['接口未授权'],
  65408: ['本号已发出邀请'],
};

/** What the facts describe as a call, and users have in another way. */
export const NOT_A_CALL: Record<string, string> = {
  'weixin.h5.message.checkSignature': 'part of receive(), which takes the platforms’ message pushes',
  'weixin.h5.message.decrypt': 'part of receive(), which takes the platforms’ message pushes',
};

/** Calls of the three platforms that the facts do not have. */
export const WITHOUT_FACTS: Record<string, string> = {
  'weixin.h5.auth.code2Session': 'existing applications use this name; what it asks is oauth.getAccessToken',
  'weixin.h5.auth.getJsapiTicket':
    'existing applications use this name; the ticket is jsapi.getTicket’s, kept',
  'weixin.h5.auth.getJsapiSign': 'existing applications use this name; computed here, with the kept ticket',
};
