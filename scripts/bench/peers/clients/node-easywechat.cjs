const { message, mustBeSent } = require('../../clients/message.cjs');

exports.about = {
  redirectedBy: 'its `http.baseURL`',
  sharesBy: 'its file cache, in one folder',
};

exports.create = ({ origin, app, folder }) => {
  const { MiniApp } = require('node-easywechat');
  const mini = new MiniApp({
    app_id: app.appid,
    secret: app.appsecret,
    http: { baseURL: `${origin}/` },
    file_cache: { path: folder },
  });
  return async () => {
    const response = await mini.getClient().post('/cgi-bin/message/subscribe/send', { json: message });
    mustBeSent(response.toObject());
  };
};
