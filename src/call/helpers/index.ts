/** What a call has beside itself. A file of its own: most functions make their calls one by one. */
export { sendMany } from './many';
export { pagesOf } from './pages';
