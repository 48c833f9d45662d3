import { ownError } from '../result/error';
import type { Caller } from './caller';
import type { Target } from './scope';

/**
 * Rejects with `forbidden` unless `caller` may make the call. A client may make the `public` calls only:
 * until logged-in users can be told apart, every other level is shut for all of them.
 */
export function authorize(target: Target, caller: Caller): void {
  if (target.level === 'none') {
    throw ownError(
      'forbidden',
      `${target.id} 不允许通过此云函数调用：请在云函数里直接使用 require('vk-openapi').openapi`,
      `${target.id} cannot be called through this function`,
    );
  }
  if (caller.trusted || target.level === 'public') return;
  throw ownError(
    'forbidden',
    `前端不能直接调用 ${target.id}：请在你自己的云函数里核对权限后，用 require('vk-openapi').openapi 调用`,
    `${target.id} cannot be called by a client`,
  );
}
