const { message, mustBeSent } = require('../../clients/message.cjs');
const { sharedFile } = require('./shared-file.cjs');

exports.about = {
  redirectedBy: 'its `prefix`',
  sharesBy: 'its `getToken` and `saveToken`, on a file of the bench',
};

exports.create = ({ origin, app, folder, shared }) => {
  const API = require('co-wechat-api');
  const file = sharedFile(folder);
  const hooks = shared ? [() => file.read(), token => file.write(token)] : [];
  const api = new API(app.appid, app.appsecret, ...hooks);
  api.prefix = `${origin}/cgi-bin/`;
  const { touser, template_id, page, data } = message;
  return async () => mustBeSent(await api.sendSubscribeMessage(touser, template_id, page, data));
};
