import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { mini, type PlayGroup } from '../play';

export const phoneNumber: PlayGroup = world => [
  mini.post('/wxa/business/getuserphonenumber', call => {
    const body = call.json();
    const openid = body.text('openid');
    const taken = world.phoneCodes.take(call.app.appid, body.text('code'));
    if ('refused' in taken) return refuse(40029);
    const { purePhoneNumber, countryCode, openid: owner } = taken.value;
    if (openid && owner && openid !== owner) refuse(40029);
    return ok({
      phone_info: {
        phoneNumber: countryCode === '86' ? purePhoneNumber : `+${countryCode}${purePhoneNumber}`,
        purePhoneNumber,
        countryCode,
        watermark: { timestamp: world.clock.seconds(), appid: call.app.appid },
      },
    });
  }),
];
