import type { MessageTemplate } from './templates';

/** The template every app has that brings none of its own. */
export const DEMO_TEMPLATES: Record<'weixin' | 'weixin.h5' | 'weixin.app' | 'qq', MessageTemplate[]> = {
  weixin: [
    {
      id: 'DEMO-TEMPLATE-PARCEL-SENT-00000000000000001',
      title: '发货通知',
      keys: ['character_string1', 'name2', 'character_string3', 'thing6', 'thing8'],
    },
  ],
  'weixin.h5': [
    {
      id: 'DEMO-TEMPLATE-ORDER-PAID-000000000000000001',
      title: '订单支付成功通知',
      keys: ['keyword1', 'keyword2', 'keyword3'],
    },
  ],
  'weixin.app': [],
  qq: [
    {
      id: '789697983d789c9257b7745470442be4',
      title: '购买成功通知',
      keys: ['keyword1', 'keyword2', 'keyword3'],
    },
  ],
};
