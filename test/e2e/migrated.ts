import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { startN8n } from '../../dev/lab/instance';
import type { N8nVersion } from '../../dev/lab/installation';
import { installTarball } from '../../dev/lab/tarball';
import { tarball } from './tarballFile';

/**
 * A user folder of an n8n that has made its database and has an owner, to be copied: n8n takes half
 * a minute to make one. Kept as long as the folder for temporary files, which `run.ts` removes.
 */
export async function migrated(version: N8nVersion): Promise<string> {
	return await kept(`n8n-${version}-migrated`, async (userFolder) => {
		const n8n = await startN8n({ version, userFolder });
		await n8n.session.signIn();
		await n8n.stop();
	});
}

/** The same with the package, which npm takes a while to install. */
export async function withPackage(version: N8nVersion): Promise<string> {
	return await kept(`n8n-${version}-with-package`, async (userFolder) => {
		await cp(await migrated(version), userFolder, { recursive: true });
		await installTarball(await tarball(), userFolder);
	});
}

async function kept(name: string, make: (folder: string) => Promise<void>): Promise<string> {
	const folder = path.join(tmpdir(), name);
	if (existsSync(folder)) return folder;
	const making = `${folder}.part`;
	await rm(making, { recursive: true, force: true });
	await mkdir(making);
	await make(making);
	await rename(making, folder);
	return folder;
}
