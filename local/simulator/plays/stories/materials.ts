import { refuse } from '../../answers/refusal';
import type { Call } from '../call';
import { randomText } from '../../state/random';
import { isExample, perApp, type Story } from './story';

interface Material {
  kind: string;
  name: string;
  type: string;
  bytes: Buffer;
  updated: number;
}

/** Permanent material: add → count and list → get → delete. */
export const materials: Story = world => {
  const kept = perApp(() => new Map<string, Material>());
  const idOf = (call: Call) => call.json().text('media_id');
  const of = (call: Call, kind: string) =>
    [...kept(call.app.appid)].filter(([, material]) => material.kind === kind);
  return {
    '/cgi-bin/material/add_material': call => {
      const { data: bytes, contentType, filename = '' } = call.file('media');
      const id = randomText(64);
      const kind = call.query('type');
      const updated = world.clock.seconds();
      kept(call.app.appid).set(id, { kind, name: filename, type: contentType, bytes, updated });
      return { media_id: id, ...(kind === 'image' ? { url: `https://simulator.invalid/${id}` } : {}) };
    },
    '/cgi-bin/material/get_material': (call, example) => {
      const found = kept(call.app.appid).get(idOf(call));
      if (found) return { type: found.type, bytes: found.bytes };
      return isExample(idOf(call)) ? example : refuse(40007);
    },
    '/cgi-bin/material/del_material': call =>
      kept(call.app.appid).delete(idOf(call)) || isExample(idOf(call)) ? {} : refuse(40007),
    '/cgi-bin/material/get_materialcount': call => ({
      voice_count: of(call, 'voice').length,
      video_count: of(call, 'video').length,
      image_count: of(call, 'image').length,
      news_count: 0,
    }),
    '/cgi-bin/material/batchget_material': call => {
      const body = call.json();
      const all = of(call, body.text('type'));
      const offset = body.number('offset') ?? 0;
      const item = all
        .slice(offset, offset + (body.number('count') ?? 20))
        .map(([media_id, { name, updated }]) => ({ media_id, name, update_time: updated }));
      return { total_count: all.length, item_count: item.length, item };
    },
  };
};
