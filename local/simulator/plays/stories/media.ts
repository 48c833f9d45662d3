import { refuse } from '../../answers/refusal';
import { randomText } from '../../state/random';
import { isExample, perApp, type Story } from './story';

/** Temporary media live for three days. */
const LIFE = 3 * 86_400_000;

interface Medium {
  type: string;
  bytes: Buffer;
  until: number;
}

/** Upload → media_id → the same bytes, for three days. */
export const media: Story = world => {
  const kept = perApp(() => new Map<string, Medium>());
  return {
    '/cgi-bin/media/upload': (call, example) => {
      const kind = call.query('type');
      const { data: bytes, contentType } = call.file('media');
      const id = randomText(64);
      const until = world.clock.now() + LIFE;
      kept(call.app.appid).set(id, { type: contentType || 'application/octet-stream', bytes, until });
      // A thumbnail's id comes under a name of its own.
      const named = kind === 'thumb' ? { thumb_media_id: id } : { media_id: id };
      return { type: kind, created_at: world.clock.seconds(), ...('media_id' in example ? named : {}) };
    },
    '/cgi-bin/media/get': (call, example) => {
      const id = call.query('media_id');
      const medium = kept(call.app.appid).get(id);
      if (medium && medium.until > world.clock.now()) return { type: medium.type, bytes: medium.bytes };
      return isExample(id) ? example : refuse(40007);
    },
  };
};
