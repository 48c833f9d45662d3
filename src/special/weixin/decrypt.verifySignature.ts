export { verifySignature } from '../open-data';
