import { json } from '../../answers/answer';
import { weixin, type PlayGroup } from '../play';

/** The platform's own addresses, from the ranges kept for documentation: harmless calls for trying `request`. */
export const network: PlayGroup = () => [
  weixin.get('/cgi-bin/getcallbackip', () => json({ ip_list: ['192.0.2.1', '192.0.2.2'] })),
  weixin.get('/cgi-bin/get_api_domain_ip', () => json({ ip_list: ['198.51.100.1'] })),
];
