export { createExpose } from './expose';
export type { Expose, ExposeDependencies, ExposedFunction, ExposeOptions } from './expose';
