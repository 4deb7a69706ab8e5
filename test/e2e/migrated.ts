import { existsSync } from 'node:fs';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { installN8n, type N8nVersion } from '../../dev/lab/installation';
import { startN8n } from '../../dev/lab/instance';
import { withLock } from '../../dev/lab/lock';
import { OWNER } from '../../dev/lab/session';
import { installTarball } from '../../dev/lab/tarball';
import { tarball } from './tarballFile';

/** An n8n user folder with a database and an owner, to copy: creating one takes half a minute. Stored beside n8n. */
export async function migrated(version: N8nVersion): Promise<string> {
	const { folder } = await installN8n(version);
	const owned = path.join(folder, `owned by ${Object.values(OWNER).join(' ')}`);
	return await kept(owned, async (userFolder) => {
		const n8n = await startN8n({ version, userFolder });
		await n8n.session.signIn();
		await n8n.stop();
	});
}

/** The same with the package; kept in the temporary folder, which `run.ts` removes. */
export async function withPackage(version: N8nVersion): Promise<string> {
	return await kept(path.join(tmpdir(), `n8n-${version}-with-package`), async (userFolder) => {
		await cp(await migrated(version), userFolder, { recursive: true });
		await installTarball(await tarball(), userFolder);
	});
}

async function kept(folder: string, make: (folder: string) => Promise<void>): Promise<string> {
	await withLock(`${folder}.lock`, async () => {
		if (existsSync(folder)) return;
		const making = `${folder}.part`;
		await rm(making, { recursive: true, force: true });
		await mkdir(making);
		await make(making);
		await rename(making, folder);
	});
	return folder;
}
