import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { startN8n, type N8nInstance } from '../../dev/lab/instance';
import type { N8nVersion } from '../../dev/lab/installation';
import { withPackage } from './migrated';

/** Scripts that every n8n of the tests loads before its own code. */
export const PRELOADED = ['probe.js', 'lookOften.js']
	.map((file) => `--require ${path.join(__dirname, file)}`)
	.join(' ');

/**
 * A verbose log for the tests of secrets, one proxy for those of addresses, and SQLite as docs/recipes.md advises
 * for n8n 1, for executions that write to tables at the same time.
 */
const ENV = {
	N8N_LOG_LEVEL: 'debug',
	N8N_PROXY_HOPS: '1',
	DB_SQLITE_POOL_SIZE: '4',
	NODE_OPTIONS: PRELOADED,
};

/** A copy of the user folder that `make` has prepared; `run.ts` removes it. */
export async function userFolderOf(
	version: N8nVersion,
	make: (version: N8nVersion) => Promise<string>,
): Promise<string> {
	const userFolder = await mkdtemp(path.join(tmpdir(), `n8n-${version}-`));
	await cp(await make(version), userFolder, { recursive: true });
	return userFolder;
}

const started = new Map<N8nVersion, Promise<N8nInstance>>();

/** The n8n that a worker's test files share, one per version, since starting takes longer than some tests. */
export async function sharedN8n(version: N8nVersion): Promise<N8nInstance> {
	const before = await started.get(version)?.catch(() => undefined);
	if (await before?.isHealthy()) return before as N8nInstance;
	// Replaces an n8n that an earlier file has broken.
	await before?.stop();
	const starting = start(version);
	started.set(version, starting);
	return await starting;
}

async function start(version: N8nVersion): Promise<N8nInstance> {
	const userFolder = await userFolderOf(version, withPackage);
	const n8n = await startN8n({ version, userFolder, env: ENV, isKept: true });
	await n8n.session.login();
	return n8n;
}
