import type { Adapter } from '../adapter';

/** The profile of a user who logged in, with `avatar` and `gender` as uni-id names them. */
export const getUserInfo: Adapter = async (params, context) => {
  const answer = await context.request(params);
  return answer.code === 0 ? { ...answer, avatar: answer.headimgurl, gender: answer.sex } : answer;
};
