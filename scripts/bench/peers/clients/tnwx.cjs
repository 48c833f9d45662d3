const { message, mustBeSent } = require('../../clients/message.cjs');
const { sharedFile } = require('./shared-file.cjs');

exports.about = {
  redirectedBy: 'its `HttpKit.setHttpDelegate` (its own delegate, with another host in the address)',
  sharesBy: 'its `ApiConfigKit.setCache`, on a file of the bench',
};

exports.create = ({ origin, app, folder, shared }) => {
  const { ApiConfig, ApiConfigKit, AxiosHttpKit, HttpKit, MiniSubscribeMsgApi } = require('tnwx');
  const here = url => url.replace('https://api.weixin.qq.com', origin);
  HttpKit.setHttpDelegate = new (class extends AxiosHttpKit {
    httpGet(url, ...rest) {
      return super.httpGet(here(url), ...rest);
    }
    httpPost(url, ...rest) {
      return super.httpPost(here(url), ...rest);
    }
  })();
  if (shared) {
    const file = sharedFile(folder);
    ApiConfigKit.setCache = {
      get: () => file.read(),
      set: (_appid, json) => file.write(json),
      remove: () => file.write(null),
    };
  }
  ApiConfigKit.putApiConfig(new ApiConfig(app.appid, app.appsecret, 'token'));
  ApiConfigKit.setCurrentAppId(app.appid);
  const { touser, template_id, page, data } = message;
  return async () =>
    mustBeSent(await MiniSubscribeMsgApi.sendSubMessage(touser, template_id, data, 'formal', 'zh_CN', page));
};
