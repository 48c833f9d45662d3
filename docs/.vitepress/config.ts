import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type DefaultTheme, defineConfig } from 'vitepress';
import { indexTerms, searchPage, searchTerms } from './search';
import { slug } from './slug';

const inDocs = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Made by `npm run docs:generate`, as all the pages are. */
const sidebars = JSON.parse(readFileSync(inDocs('.site/sidebar.json'), 'utf8')) as Record<
  'zh' | 'en',
  DefaultTheme.SidebarMulti
>;

const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='7' fill='%2307c160'/><path d='M8 9l8 15 8-15' fill='none' stroke='white' stroke-width='4' stroke-linecap='round' stroke-linejoin='round'/></svg>";

export default defineConfig({
  srcDir: '.site',
  outDir: inDocs('../dist/docs'),
  cacheDir: inDocs('../.cache/vitepress'),
  title: 'vk-openapi',
  head: [['link', { rel: 'icon', href: ICON }]],
  // The sidebars of a hundred groups in a file of their own, not in each page.
  metaChunk: true,
  markdown: { anchor: { slugify: slug }, lineNumbers: false },
  locales: {
    root: {
      label: '简体中文',
      lang: 'zh-CN',
      description: '在 uniCloud 云函数里，一行代码调用微信小程序、微信公众号、QQ 小程序的服务端接口',
      themeConfig: {
        nav: [
          { text: '指南', link: '/guide/', activeMatch: '^/guide/' },
          { text: '接口', link: '/reference/', activeMatch: '^/reference/(?!errors)' },
          { text: '错误码', link: '/reference/errors/weixin', activeMatch: '^/reference/errors' },
        ],
        sidebar: sidebars.zh,
        outline: { label: '本页内容', level: [2, 3] },
        docFooter: { prev: '上一页', next: '下一页' },
        darkModeSwitchLabel: '外观',
        lightModeSwitchTitle: '切换到浅色',
        darkModeSwitchTitle: '切换到深色',
        sidebarMenuLabel: '目录',
        returnToTopLabel: '回到顶部',
        langMenuLabel: '语言',
        skipToContentLabel: '跳到正文',
        notFound: {
          title: '没有这个页面',
          quote: '请检查网址，或用上方的搜索查找。',
          linkLabel: '回到首页',
          linkText: '回到首页',
        },
      },
    },
    en: {
      label: 'English',
      lang: 'en',
      link: '/en/',
      description: 'Server calls of WeChat and QQ, in one line each, from uniCloud functions',
      themeConfig: {
        nav: [
          { text: 'Guide', link: '/en/guide/', activeMatch: '^/en/guide/' },
          { text: 'Calls', link: '/en/reference/', activeMatch: '^/en/reference/(?!errors)' },
          { text: 'Error codes', link: '/en/reference/errors/weixin', activeMatch: '^/en/reference/errors' },
        ],
        sidebar: sidebars.en,
        outline: { level: [2, 3] },
      },
    },
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        locales: {
          root: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                displayDetails: '显示详细列表',
                resetButtonTitle: '清除',
                backButtonTitle: '关闭',
                noResultsText: '没有找到',
                footer: {
                  selectText: '选择',
                  selectKeyAriaLabel: '回车',
                  navigateText: '切换',
                  navigateUpKeyAriaLabel: '上',
                  navigateDownKeyAriaLabel: '下',
                  closeText: '关闭',
                  closeKeyAriaLabel: 'Esc',
                },
              },
            },
          },
        },
        miniSearch: {
          options: { tokenize: indexTerms },
          searchOptions: {
            tokenize: searchTerms,
            combineWith: 'AND',
            fuzzy: 0.15,
            prefix: true,
            boost: { title: 4, text: 2, titles: 1 },
          },
        },
        _render: (src, env, md) => searchPage(src) ?? md.render(src, env),
      },
    },
  },
});
