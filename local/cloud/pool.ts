import { Instance, type InstanceHost } from './instance';
import type { CloudFunction } from './project';
import type { InstanceSettings, Invocation } from './types';

/** The instances of all functions: as many a function as calls at once need, up to a limit. */
export class Pool {
  private readonly instances = new Map<string, Instance[]>();

  constructor(
    private readonly limit: number,
    private readonly host: InstanceHost,
    private readonly settingsFor: (target: CloudFunction) => InstanceSettings,
  ) {}

  invoke(target: CloudFunction, invocation: Invocation, seconds: number): Promise<string> {
    return this.pick(target).invoke(invocation, seconds);
  }

  async close(): Promise<void> {
    await Promise.all([...this.instances.values()].flat().map(instance => instance.close()));
  }

  /** An idle instance, else a new one, else the least busy. */
  private pick(target: CloudFunction): Instance {
    const all = this.instances.get(target.name) ?? [];
    for (const stale of all.filter(instance => !instance.isFit)) stale.retire();
    const fit = all.filter(instance => instance.isFit).sort((a, b) => a.load - b.load);
    const [idlest] = fit;
    if (idlest && (idlest.load === 0 || fit.length >= this.limit)) return idlest;
    const fresh = new Instance(this.settingsFor(target), this.host);
    this.instances.set(target.name, [...all.filter(instance => instance.load > 0 || instance.isFit), fresh]);
    return fresh;
  }
}
