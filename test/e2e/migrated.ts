import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { installN8n, type N8nVersion } from '../../dev/lab/installation';
import { startN8n } from '../../dev/lab/instance';
import { keptFolder } from '../../dev/lab/keptFolder';
import { OWNER } from '../../dev/lab/session';
import { installTarball } from '../../dev/lab/tarball';
import { tarball } from './tarballFile';

/** An n8n user folder with a database and an owner, to copy: creating one takes half a minute. Stored beside n8n. */
export async function migrated(version: N8nVersion): Promise<string> {
	const { folder } = await installN8n(version);
	const owned = path.join(folder, `owned by ${Object.values(OWNER).join(' ')}`);
	await keptFolder(owned, async (userFolder) => {
		const n8n = await startN8n({ version, userFolder });
		await n8n.session.signIn();
		await n8n.stop();
	});
	return owned;
}

/** The same with the package; kept in the temporary folder, which `run.ts` removes. */
export async function withPackage(version: N8nVersion): Promise<string> {
	const folder = path.join(tmpdir(), `n8n-${version}-with-package`);
	await keptFolder(folder, async (userFolder) => {
		await cp(await migrated(version), userFolder, { recursive: true });
		await installTarball(await tarball(), userFolder);
	});
	return folder;
}
