import fs from 'fs/promises';
import { CloudError } from '../errors';
import { addressOf, fileIdOf, pathOf } from '../storage-paths';
import type { InstanceSettings } from '../types';

interface Upload {
  cloudPath: string;
  fileContent: Buffer;
}

/** `uniCloud.uploadFile` and its kin, over a folder of this machine. */
export function createStorage({ storageDir, baseUrl, space }: InstanceSettings) {
  return {
    async uploadFile({ cloudPath, fileContent }: Upload) {
      if (!Buffer.isBuffer(fileContent)) throw new CloudError('INVALID_PARAM', 'fileContent 必须是 Buffer。');
      const file = pathOf(storageDir, cloudPath);
      await fs.mkdir(file.dir, { recursive: true });
      await fs.writeFile(file.path, fileContent);
      return { fileID: fileIdOf(space.spaceId, cloudPath), requestId: '' };
    },
    async downloadFile({ fileID }: { fileID: string }) {
      return { fileContent: await fs.readFile(pathOf(storageDir, cloudPathOf(fileID, space.spaceId)).path) };
    },
    async deleteFile({ fileList }: { fileList: string[] }) {
      const one = async (fileID: string) => {
        const code = await fs.rm(pathOf(storageDir, cloudPathOf(fileID, space.spaceId)).path).then(
          () => 'SUCCESS',
          () => 'FILE_NOT_EXIST',
        );
        return { fileID, code };
      };
      return { fileList: await Promise.all(fileList.map(one)) };
    },
    async getTempFileURL({ fileList }: { fileList: (string | { fileID: string })[] }) {
      const ids = fileList.map(item => (typeof item === 'string' ? item : item.fileID));
      return {
        fileList: ids.map(fileID => ({
          fileID,
          tempFileURL: addressOf(baseUrl, cloudPathOf(fileID, space.spaceId)),
        })),
      };
    },
  };
}

function cloudPathOf(fileID: string, spaceId: string): string {
  const start = fileIdOf(spaceId, '');
  if (typeof fileID !== 'string' || !fileID.startsWith(start))
    throw new CloudError('INVALID_PARAM', `不是本空间的 fileID：${String(fileID)}`);
  return fileID.slice(start.length);
}
