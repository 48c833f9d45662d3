import { MARKET_MODULES, MODULE } from './layout';
import type { Manifest } from './manifest';

/** Not tried on this client: the market's word for it. The module itself runs in the cloud only. */
const UNKNOWN = 'u';
const all = (names: string[]): Record<string, string> =>
  Object.fromEntries(names.map(name => [name, UNKNOWN]));

/** The plugin's manifest, as the market reads it (`uni_modules/<id>/package.json`). */
export function marketManifest(version: string, description: string): Manifest {
  return {
    id: MODULE,
    displayName: 'vk-openapi 微信、QQ 服务端接口',
    version,
    description,
    keywords: ['微信小程序', '公众号', 'QQ小程序', 'openapi', 'uniCloud'],
    repository: '',
    engines: { HBuilderX: '^3.6.10' },
    dcloudext: {
      type: 'unicloud-template-function',
      sale: { regular: { price: '0.00' }, sourcecode: { price: '0.00' } },
      contact: { qq: '' },
      declaration: {
        ads: '无',
        data: '插件不采集任何数据；仅在开发者自己的云空间里请求微信、QQ 的服务端接口',
        permissions: '无',
      },
      npmurl: '',
    },
    uni_modules: {
      dependencies: [...MARKET_MODULES],
      encrypt: [],
      platforms: {
        cloud: { tcb: 'y', aliyun: 'y', alipay: 'y' },
        client: {
          Vue: all(['vue2', 'vue3']),
          App: all(['app-vue', 'app-nvue', 'app-uvue']),
          'H5-mobile': all(['Safari', 'Android Browser', '微信浏览器(Android)', 'QQ浏览器(Android)']),
          'H5-pc': all(['Chrome', 'IE', 'Edge', 'Firefox', 'Safari']),
          小程序: all(['微信', '阿里', '百度', '字节跳动', 'QQ', '钉钉', '快手', '飞书', '京东']),
          快应用: all(['华为', '联盟']),
        },
      },
    },
  };
}
