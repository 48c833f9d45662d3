export { getAccessToken } from '../access-token';
