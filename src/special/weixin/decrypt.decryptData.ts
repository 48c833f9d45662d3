export { decryptData } from '../open-data';
