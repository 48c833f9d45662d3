import fs from 'fs/promises';
import { CloudError } from '../errors';
import { pathOf } from '../storage-paths';
import type { Route } from './exchange';

/** Uploaded files, at the addresses `getTempFileURL` gives. Never as a page: they may be anybody's. */
export const files: Route = async ({ method, path }, host) => {
  if (!path.startsWith('/files/') || method !== 'GET') return undefined;
  const cloudPath = decodeURIComponent(path.slice('/files/'.length));
  const body = await fs.readFile(pathOf(host.storageDir, cloudPath).path).catch(() => {
    throw new CloudError('FILE_NOT_EXIST', `没有这个文件：${cloudPath}`, 404);
  });
  const type = /\.png$/i.test(cloudPath)
    ? 'image/png'
    : /\.jpe?g$/i.test(cloudPath)
      ? 'image/jpeg'
      : undefined;
  return {
    status: 200,
    headers: { 'content-type': type ?? 'application/octet-stream', 'x-content-type-options': 'nosniff' },
    body,
  };
};
