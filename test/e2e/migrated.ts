import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { startN8n } from '../../dev/lab/instance';
import type { N8nVersion } from '../../dev/lab/installation';

/**
 * A user folder of an n8n that has made its database and has an owner, to be copied: n8n takes half
 * a minute to make one. Kept as long as the folder for temporary files, which `run.ts` removes.
 */
export async function migrated(version: N8nVersion): Promise<string> {
	const folder = path.join(tmpdir(), `n8n-${version}-migrated`);
	if (existsSync(folder)) return folder;
	const making = `${folder}.part`;
	await rm(making, { recursive: true, force: true });
	await mkdir(making);
	const n8n = await startN8n({ version, userFolder: making });
	await n8n.session.signIn();
	await n8n.stop();
	await rename(making, folder);
	return folder;
}
