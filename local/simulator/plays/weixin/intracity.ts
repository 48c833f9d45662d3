import { ok } from '../../answers/answer';
import { mini, type PlayGroup } from '../play';

/** Deliveries within a city: calls that take nothing unsigned. */
export const intracity: PlayGroup = () => [
  {
    ...mini.post('/cgi-bin/express/intracity/getcity', call => {
      const name = call.json().text('service_trans_id') || 'SFTC';
      const city_list = [{ city_name: '深圳市', city_code: 'DEMO-CITY-0755' }];
      return ok({ support_list: [{ service_trans_id: name, city_list }] });
    }),
    signed: 'required',
  },
];
