import { json, type Answer } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { randomText } from '../../state/random';
import type { Call } from '../call';
import { qq, type PlayGroup } from '../play';

/** What QQ's proxy to WeChat Pay wants for itself; the body is WeChat Pay's affair. */
function checkProxy(call: Call): void {
  if (call.query('appid') !== call.app.appid) refuse(40013);
  if (!call.query('real_notify_url')) refuse(40097);
}

const link = () => `https://simulator.invalid/h5pay?prepay_id=demo${randomText(24)}`;

function xml(fields: Record<string, string>): Answer {
  const parts = Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
  return { type: 'text/xml; charset=utf-8', body: `<xml>${parts.join('')}</xml>` };
}

/** WeChat Pay's H5 orders through QQ: the answers of WeChat Pay, spelt its way. */
export const wxpay: PlayGroup = () => [
  qq.post('/wxpay/unifiedorder', call => {
    checkProxy(call);
    if (!/^\s*<xml>/.test(call.request.text)) return xml({ return_code: 'FAIL', return_msg: 'XML格式错误' });
    const order = { trade_type: 'MWEB', prepay_id: `demo${randomText(24)}`, mweb_url: link() };
    return xml({ return_code: 'SUCCESS', return_msg: 'OK', result_code: 'SUCCESS', ...order });
  }),
  ...['transactions/h5', 'partner/transactions/h5'].map(name =>
    qq.post(`/wxpay/v3/pay/${name}`, call => {
      checkProxy(call);
      call.json();
      return json({ h5_url: link() });
    }),
  ),
  qq.post('/wxpay/v3/combine-transactions/h5', call => {
    checkProxy(call);
    call.json();
    return json({ h5_url: link() });
  }),
];
