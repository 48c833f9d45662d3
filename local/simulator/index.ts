/** The platform simulator: api.weixin.qq.com and api.q.qq.com on a loopback port. */
export { startSimulator, type Simulator, type SimulatorOptions } from './simulator';
export { DEFAULT_PAGES, DEMO_APPS, type App, type Platform, type SimulatedApp } from './state/apps';
export { DEMO_TEMPLATES } from './rules/demo-templates';
export type { MessageTemplate } from './rules/templates';
export { FAULT_KINDS, type Fault, type FaultKind } from './faults/fault';
export type { ActiveFault } from './faults/book';
export { MARKERS } from './rules/verdict';
export { REAL_QUOTAS, type Quota } from './state/quotas';
export { SimulatorRequest } from './http/request';
export { openidOf, unionidOf } from './state/users';
