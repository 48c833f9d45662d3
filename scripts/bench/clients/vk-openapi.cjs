/** The whole built module, as a user calls it. */
const { message, mustBeSent, TIMEOUT } = require('./message.cjs');

const APP = { appid: 'wx0123456789abcdef', appsecret: '0123456789abcdef0123456789abcdef' };

exports.about = {
  redirectedBy: 'its `endpoints`',
  sharesBy: 'its database store, on the local uniCloud database',
};

/** `shared`, the address of a local database, makes it one instance of a fleet. */
exports.create = async ({ origin, module, app = APP, shared }) => {
  const { createOpenapi } = require(module);
  if (shared) {
    require('tsx/cjs');
    const { connectDatabase } = require('../../../local/cloud/database');
    const database = await connectDatabase(shared);
    globalThis.uniCloud = { database: () => database };
  }
  const openapi = createOpenapi({
    apps: { weixin: [app] },
    endpoints: { weixin: origin },
    http: { timeout: TIMEOUT },
    tokenStore: shared ? 'database' : 'memory',
  });
  return async () => mustBeSent(await openapi.weixin.subscribeMessage.send(message));
};
