import { ok } from '../../answers/answer';
import { refuse } from '../../answers/refusal';
import { openidOf } from '../../state/users';
import type { App } from '../../state/apps';
import { mini, type PlayGroup } from '../play';

const HOUR = 3600;
const STATES = [101, 102, 107] as const;

function room(app: App, index: number, now: number) {
  const start = now - (index % STATES.length) * HOUR;
  return {
    name: `模拟直播间 ${index + 1}`,
    roomid: index + 1,
    cover_img: `https://simulator.invalid/live/${index + 1}/cover.jpg`,
    share_img: `https://simulator.invalid/live/${index + 1}/share.jpg`,
    live_status: STATES[index % STATES.length],
    start_time: start,
    end_time: start + 2 * HOUR,
    anchor_name: '模拟主播',
    goods: [
      {
        name: '模拟商品',
        cover_img: 'https://simulator.invalid/goods/1.jpg',
        url: 'pages/detail/detail?id=1',
        price: 100,
        price2: 0,
        price_type: 1,
        goods_id: 1,
        third_party_appid: '',
      },
    ],
    live_type: 0,
    close_like: 0,
    close_goods: 0,
    close_comment: 0,
    close_kf: 1,
    close_replay: 0,
    is_feeds_public: 1,
    creater_openid: openidOf(app, 'anchor'),
    feeds_img: `https://simulator.invalid/live/${index + 1}/feeds.jpg`,
  };
}

/** Live rooms and their replays. */
export const liveBroadcast: PlayGroup = world => [
  mini.post('/wxa/business/getliveinfo', call => {
    const { app } = call;
    const body = call.json();
    const start = body.number('start') ?? 0;
    const limit = body.number('limit') ?? 100;
    const now = world.clock.seconds();
    if (start < 0 || limit < 1) refuse(9410001, 'get room list fail');
    if (body.text('action') === 'get_replay') {
      const roomid = body.number('room_id') ?? 0;
      if (roomid < 1 || roomid > app.liveRooms) refuse(9410003, 'get replay fail');
      const media_url = `https://simulator.invalid/live/${roomid}/replay.m3u8`;
      const replay = { create_time: iso(now - HOUR), expire_time: iso(now + 30 * 24 * HOUR), media_url };
      return ok({ live_replay: [replay].slice(start, start + limit), total: 1 });
    }
    if (app.liveRooms === 0) refuse(9410000);
    const count = Math.max(0, Math.min(limit, app.liveRooms - start));
    const room_info = Array.from({ length: count }, (_, i) => room(app, start + i, now));
    return ok({ room_info, total: app.liveRooms });
  }),
];

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
