interface Row {
  role?: unknown;
  permission?: unknown;
  status?: unknown;
}

interface Table {
  doc(id: string): { get(): Promise<{ data: Row[] }> };
  where(query: object): { get(): Promise<{ data: Row[] }> };
}

declare const uniCloud: {
  database(): { collection(name: string): Table; command: { in(values: string[]): unknown } };
};

/** A user's `status` that keeps them out, as uni-id numbers it. */
const KEPT_OUT: Record<number, [errCode: string, errMsg: string]> = {
  1: ['uni-id-account-banned', '账号已被禁用。'],
  2: ['uni-id-account-auditing', '账号正在审核。'],
  3: ['uni-id-account-audit-failed', '账号审核未通过。'],
  4: ['uni-id-account-closed', '账号已注销。'],
};

export type Access = { role: string[]; permission: string[] } | { errCode: string; errMsg: string };

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** What a user may do, by the tables `uni-id-users` and `uni-id-roles`. */
export async function accessOf(uid: string): Promise<Access> {
  const database = uniCloud.database();
  const [user] = (await database.collection('uni-id-users').doc(uid).get()).data;
  if (!user) return { errCode: 'uni-id-account-not-exists', errMsg: '账号不存在。' };
  const kept = KEPT_OUT[Number(user.status)];
  if (kept) return { errCode: kept[0], errMsg: kept[1] };
  const role = names(user.role);
  if (!role.length || role.includes('admin')) return { role, permission: [] };
  const rows = await database
    .collection('uni-id-roles')
    .where({ role_id: database.command.in(role) })
    .get();
  return { role, permission: [...new Set(rows.data.flatMap(row => names(row.permission)))] };
}
