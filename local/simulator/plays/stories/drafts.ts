import { refuse } from '../../answers/refusal';
import { randomText } from '../../state/random';
import type { Call, Fields } from '../call';
import { isExample, perApp, type Story } from './story';

type News = Record<string, unknown>;

interface Draft {
  news: News[];
  updated: number;
}

interface Shelf {
  drafts: Map<string, Draft>;
  articles: Map<string, Draft>;
  /** Publishing job → the article it made. */
  jobs: Map<number, string>;
}

const link = (id: string, index: number) => `https://simulator.invalid/s/${id}/${index}`;

/** One page of a shelf, newest first, as the platform lists it. */
function page(shelf: ReadonlyMap<string, Draft>, body: Fields, idName: string): Record<string, unknown> {
  const offset = body.number('offset') ?? 0;
  const count = body.number('count') ?? 20;
  if (offset < 0 || count < 1 || count > 20) refuse(40035);
  const bare = body.raw.no_content === 1;
  const item = [...shelf]
    .reverse()
    .slice(offset, offset + count)
    .map(([id, { news, updated }]) => ({
      [idName]: id,
      content: { news_item: bare ? news.map(one => ({ ...one, content: '' })) : news },
      update_time: updated,
    }));
  return { total_count: shelf.size, item_count: item.length, item };
}

/** Draft → change → publish → article, each in its list. */
export const drafts: Story = world => {
  const shelves = perApp<Shelf>(() => ({ drafts: new Map(), articles: new Map(), jobs: new Map() }));
  const shelf = (call: Call) => shelves(call.app.appid);
  const mediaId = (call: Call) => call.json().text('media_id');
  const articleId = (call: Call) => call.json().text('article_id');

  return {
    '/cgi-bin/draft/add': call => {
      const news = (call.json().list('articles') ?? []) as News[];
      if (!news.length) refuse(40035);
      const id = randomText(64);
      const linked = news.map((one, index) => ({ ...one, url: link(id, index) }));
      shelf(call).drafts.set(id, { news: linked, updated: world.clock.seconds() });
      return { media_id: id };
    },
    '/cgi-bin/draft/get': (call, example) => {
      const found = shelf(call).drafts.get(mediaId(call));
      if (found) return { news_item: found.news };
      return isExample(mediaId(call)) ? example : refuse(40007);
    },
    '/cgi-bin/draft/update': call => {
      const body = call.json();
      const found = shelf(call).drafts.get(mediaId(call));
      if (!found) return isExample(mediaId(call)) ? {} : refuse(40007);
      const index = body.number('index') ?? 0;
      const before = found.news[index] ?? refuse(40035);
      found.news[index] = { ...before, ...body.object('articles')?.raw };
      found.updated = world.clock.seconds();
      return {};
    },
    '/cgi-bin/draft/delete': call =>
      shelf(call).drafts.delete(mediaId(call)) || isExample(mediaId(call)) ? {} : refuse(40007),
    '/cgi-bin/draft/count': call => ({ total_count: shelf(call).drafts.size }),
    '/cgi-bin/draft/batchget': call => page(shelf(call).drafts, call.json(), 'media_id'),

    '/cgi-bin/freepublish/submit': (call, example) => {
      const { drafts: own, articles, jobs } = shelf(call);
      const found = own.get(mediaId(call));
      if (!found) return isExample(mediaId(call)) ? example : refuse(40007);
      const article = randomText(43);
      const job = 2_247_483_000 + jobs.size + 1;
      const news = found.news.map(one => ({ ...one, is_deleted: false }));
      articles.set(article, { news, updated: world.clock.seconds() });
      jobs.set(job, article);
      // What is published is no draft any longer.
      own.delete(mediaId(call));
      return { publish_id: job, msg_data_id: String(job) };
    },
    '/cgi-bin/freepublish/get': (call, example) => {
      const { articles, jobs } = shelf(call);
      const publish_id = call.json().number('publish_id') ?? 0;
      const article_id = jobs.get(publish_id);
      if (article_id === undefined) return jobs.size ? refuse(53600) : example;
      const item = (articles.get(article_id)?.news ?? []).map(({ url }, idx) => ({
        idx: idx + 1,
        article_url: url,
      }));
      return {
        publish_id,
        publish_status: 0,
        article_id,
        article_detail: { count: item.length, item },
        fail_idx: [],
      };
    },
    '/cgi-bin/freepublish/getarticle': (call, example) => {
      const found = shelf(call).articles.get(articleId(call));
      if (found) return { news_item: found.news };
      return isExample(articleId(call)) ? example : refuse(40007);
    },
    '/cgi-bin/freepublish/delete': call =>
      shelf(call).articles.delete(articleId(call)) || isExample(articleId(call)) ? {} : refuse(40007),
    '/cgi-bin/freepublish/batchget': call => page(shelf(call).articles, call.json(), 'article_id'),
  };
};
