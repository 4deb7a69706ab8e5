import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { installN8n } from '../lab/installation';
import { installTarball, packTarball } from '../lab/tarball';

/** What is measured, and with what: real n8n, and the package as a user installs it. */
export interface Workshop {
	/** The Node that runs n8n. */
	readonly node: string;
	/** Where n8n's own packages are: n8n-core, n8n-workflow, n8n-nodes-base. */
	readonly n8nModules: string;
	/** The installed package. */
	readonly packageFolder: string;
	/** Another version of it, installed, to compare with. */
	readonly against?: string;
	remove(): Promise<void>;
}

const N8N_VERSION = '2.41.1';

/** @param against the file of another version's tarball */
export async function setUpWorkshop(against?: string): Promise<Workshop> {
	const { node, bin } = await installN8n(N8N_VERSION);
	const tarball = await packTarball();
	const folder = await mkdtemp(path.join(tmpdir(), 'capitole-bench-'));
	const remove = async (): Promise<void> => {
		await tarball.remove();
		await rm(folder, { recursive: true, force: true });
	};
	const installed = async (file: string, userFolder: string): Promise<string> => {
		await installTarball({ file }, userFolder);
		return path.join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-capitole-mobile');
	};
	try {
		return {
			node,
			n8nModules: path.join(path.dirname(bin), '..', '..'),
			packageFolder: await installed(tarball.file, path.join(folder, 'ours')),
			...(against === undefined
				? {}
				: { against: await installed(against, path.join(folder, 'against')) }),
			remove,
		};
	} catch (error) {
		await remove();
		throw error;
	}
}
