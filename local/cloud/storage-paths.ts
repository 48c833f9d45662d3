import path from 'path';
import { CloudError } from './errors';

const refuse = (cloudPath: unknown) =>
  new CloudError('INVALID_PARAM', `cloudPath 不合法：${String(cloudPath)}`, 400);

/** Where an uploaded file lies. Throws for what would lead out of the folder. */
export function pathOf(storageDir: string, cloudPath: unknown): { dir: string; path: string } {
  if (typeof cloudPath !== 'string') throw refuse(cloudPath);
  const parts = cloudPath.replace(/^\//, '').split('/');
  // eslint-disable-next-line no-control-regex -- these are exactly what must not be in a file's name
  if (parts.some(part => part === '' || part === '.' || part === '..' || /[\\:\u0000-\u001f]/.test(part)))
    throw refuse(cloudPath);
  const file = path.join(storageDir, ...parts);
  return { dir: path.dirname(file), path: file };
}

/** Tencent's form, which holds the whole path; here for every provider. */
export const fileIdOf = (spaceId: string, cloudPath: string) =>
  `cloud://${spaceId}/${cloudPath.replace(/^\//, '')}`;

/** The address under which this cloud serves the file. */
export const addressOf = (baseUrl: string, cloudPath: string) =>
  `${baseUrl}/files/${cloudPath.split('/').map(encodeURIComponent).join('/')}`;
