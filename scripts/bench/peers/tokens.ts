/** How many token requests, and how many calls that succeed: at cold starts and after a revocation. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../local/cloud/database';
import { startSimulator, type Simulator } from '../../../local/simulator';
import type { Candidate } from './candidates';
import { startInstance, type Instance, type Outcome } from './instance';

/** Why a candidate has no figure here. */
export interface Impossible {
  impossible: string;
}

export interface TokenFigures extends Outcome {
  calls: number;
  tokenRequests: number;
}

export const FIRST_CALLS = 200;
export const FLEET = { processes: 4, calls: 50 };
export const AFTER_REVOCATION = 50;

export const impossible = (error: unknown): Impossible => ({
  impossible: (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 200),
});

interface Stage {
  sim: Simulator;
  appid: string;
  /** Starts processes of the candidate that have called nothing yet. */
  start(count: number, shared?: string): Promise<Instance[]>;
}

/** A simulator and a folder that have seen nothing; both, and all processes, end with the scenario. */
async function onStage<T>(candidate: Candidate, play: (stage: Stage) => Promise<T>): Promise<T | Impossible> {
  const sim = await startSimulator();
  const folder = mkdtempSync(join(tmpdir(), 'vk-bench-'));
  const { appid, appsecret } = sim.apps.find(({ platform }) => platform === 'weixin')!;
  const instances: Instance[] = [];
  const options = { origin: sim.url, app: { appid, appsecret }, folder, module: candidate.entry };
  const start: Stage['start'] = async (count, shared) => {
    const started = await Promise.allSettled(
      Array.from({ length: count }, () => startInstance(candidate.client, { ...options, shared })),
    );
    for (const one of started) if (one.status === 'fulfilled') instances.push(one.value);
    for (const one of started) if (one.status === 'rejected') throw one.reason;
    return instances;
  };
  try {
    return await play({ sim, appid, start });
  } catch (error) {
    return impossible(error);
  } finally {
    await Promise.all(instances.map(instance => instance.end()));
    await sim.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lets every instance make its calls at the same time. */
async function callAll({ sim, appid }: Stage, instances: Instance[], each: number): Promise<TokenFigures> {
  const before = sim.tokenRequests(appid);
  const outcomes = await Promise.all(instances.map(instance => instance.call(each)));
  return {
    calls: instances.length * each,
    succeeded: outcomes.reduce((sum, { succeeded }) => sum + succeeded, 0),
    tokenRequests: sim.tokenRequests(appid) - before,
    failure: outcomes.find(({ failure }) => failure)?.failure,
  };
}

/** The first 200 calls of one process, at once. */
export const coldStart = (candidate: Candidate): Promise<TokenFigures | Impossible> =>
  onStage(candidate, async stage => callAll(stage, await stage.start(1), FIRST_CALLS));

/** The first 50 calls of each of 4 processes, at once, with a token they could share. */
export async function fleetColdStart(candidate: Candidate): Promise<TokenFigures | Impossible> {
  if (!candidate.sharesBy) return { impossible: 'offers no shared cache' };
  const database = openDatabase();
  try {
    const address = await database.listen();
    return await onStage(candidate, async stage =>
      callAll(stage, await stage.start(FLEET.processes, address), FLEET.calls),
    );
  } finally {
    await database.close();
  }
}

/** 50 calls at once, made by a process whose token the platform has dropped since its last call. */
export const recovery = (candidate: Candidate): Promise<TokenFigures | Impossible> =>
  onStage(candidate, async stage => {
    const instances = await stage.start(1);
    const warm = await callAll(stage, instances, 1);
    if (warm.succeeded !== 1) throw new Error(warm.failure);
    stage.sim.revoke(stage.appid);
    return callAll(stage, instances, AFTER_REVOCATION);
  });
