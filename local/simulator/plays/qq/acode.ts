import { picture } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { codePicture } from '../../pictures/code';
import { codeText } from '../../pictures/code-text';
import { isReleased } from '../../rules/pages';
import { qq, type PlayGroup } from '../play';
import { checkOwnAppid } from './own-appid';

const STYLE = { width: 430, color: { r: 0, g: 0, b: 0 }, transparent: false, format: 'png' } as const;

/** QQ's mini program codes: a small number in an app's whole life. */
export const acode: PlayGroup = () => {
  const made = new Map<string, number>();
  return [
    qq.post('/api/json/qqa/CreateMiniCode', call => {
      const { app } = call;
      const body = call.json();
      checkOwnAppid(call, body.text('appid'));
      const path = body.text('path');
      if (!isReleased(app, path, true)) refuse(41030);
      const count = made.get(app.appid) ?? 0;
      if (count >= app.codeLimit) refuse(45029);
      made.set(app.appid, count + 1);
      return picture('image/png', codePicture(codeText('minicode', { appid: app.appid, path }), STYLE));
    }),
  ];
};
