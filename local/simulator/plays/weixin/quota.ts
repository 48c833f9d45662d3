import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { open, weixin, type PlayGroup } from '../play';
import { authenticateWeixin } from '../shared/authenticate';

/** A path alone: no host, no query. */
const PATH = /^\/[\w/.-]+$/;

/** How much of a call's limits is left, and setting them back. */
export const quota: PlayGroup = world => [
  weixin.post('/cgi-bin/openapi/quota/get', call => {
    const path = call.json().text('cgi_path');
    if (!PATH.test(path)) refuse(76021);
    if (path.startsWith('/sns/')) refuse(76022);
    const { limit, used, minute } = world.quotas.left(path, call.app.appid);
    return ok({
      quota: { daily_limit: limit, used, remain: limit - used },
      ...(minute === undefined ? {} : { rate_limit: { call_count: minute, refresh_second: 60 } }),
    });
  }),
  weixin.post('/cgi-bin/openapi/quota/clear', call => {
    const path = call.json().text('cgi_path');
    if (!PATH.test(path)) refuse(76021);
    world.quotas.clear(call.app.appid, path);
    return ok();
  }),
  weixin.post('/cgi-bin/clear_quota', call => {
    if (call.json().text('appid') !== call.app.appid) refuse(40013);
    world.quotas.clear(call.app.appid);
    return ok();
  }),
  open.post('/cgi-bin/clear_quota/v2', call => {
    const given = { appid: call.either('appid'), secret: call.either('appsecret') };
    const app = authenticateWeixin(world, call, given, ['weixin', 'weixin.h5']);
    world.quotas.clear(app.appid);
    return ok();
  }),
];
