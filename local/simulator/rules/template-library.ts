/** The part of WeChat's public template library that the simulator has. */
export const CATEGORIES = [
  { id: 616, name: '快递物流' },
  { id: 612, name: '电商平台' },
];

export interface LibraryKeyword {
  kid: number;
  name: string;
  example: string;
  /** Kind of value; with `kid` it makes the key that `data` uses. */
  rule: string;
}

export interface LibraryTitle {
  tid: number;
  title: string;
  /** 2 once, 3 long-term. */
  type: 2 | 3;
  categoryId: string;
  keywords: LibraryKeyword[];
}

const keyword = (kid: number, name: string, rule: string, example: string): LibraryKeyword => ({
  kid,
  name,
  example,
  rule,
});

export const TITLES: readonly LibraryTitle[] = [
  {
    tid: 1001,
    title: '发货通知',
    type: 2,
    categoryId: '616',
    keywords: [
      keyword(1, '订单编号', 'character_string', '2026010100001'),
      keyword(2, '快递公司', 'name', '模拟快递'),
      keyword(3, '快递单号', 'character_string', 'SIM0000000001'),
      keyword(4, '发货时间', 'time', '2026年1月1日 12:00'),
      keyword(5, '备注', 'thing', '请注意查收'),
    ],
  },
  {
    tid: 1002,
    title: '支付成功通知',
    type: 2,
    categoryId: '612',
    keywords: [
      keyword(1, '金额', 'amount', '¥10.00'),
      keyword(2, '商品', 'thing', '模拟商品'),
      keyword(3, '数量', 'number', '1'),
      keyword(4, '日期', 'date', '2026年1月1日'),
      keyword(5, '状态', 'phrase', '已支付'),
      keyword(6, '电话', 'phone_number', '100-0000-0000'),
      keyword(7, '车牌', 'car_number', '京A00000'),
      keyword(8, '等级', 'letter', 'A'),
      keyword(9, '标记', 'symbol', '***'),
    ],
  },
  {
    tid: 1003,
    title: '公交到站提醒',
    type: 3,
    categoryId: '616',
    keywords: [keyword(1, '线路', 'thing', '一路'), keyword(2, '时间', 'time', '12:00')],
  },
];
