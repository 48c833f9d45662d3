/** The one call that everything here is measured with: a subscription message, the commonest of all. */
exports.message = {
  touser: 'o'.repeat(28),
  template_id: 'DEMO-TEMPLATE-PARCEL-SENT-00000000000000001',
  page: 'pages/index/index?id=42',
  data: {
    character_string1: { value: '202611200000042' },
    name2: { value: '模拟快递' },
    character_string3: { value: 'ZT2026112000042' },
    thing6: { value: '订单已发货' },
    thing8: { value: '某地某街某号' },
  },
};

/** How long a request of ours may take, in milliseconds. */
exports.TIMEOUT = 5000;

/** Throws unless the platform's answer says that the message was sent. */
exports.mustBeSent = answer => {
  const { errcode, errmsg } = answer || {};
  if (errcode !== 0) throw new Error(`${errcode}: ${errmsg}`);
};
