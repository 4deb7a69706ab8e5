import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { installN8n } from '../lab/installation';
import { installTarball, packTarball, type Tarball } from '../lab/tarball';

/** What is measured, and with what: real n8n, and the package as a user installs it. */
export interface Workshop {
	/** The Node that runs n8n. */
	readonly node: string;
	/** Where n8n's own packages are: n8n-core, n8n-workflow, n8n-nodes-base. */
	readonly n8nModules: string;
	/** The installed package. */
	readonly packageFolder: string;
	readonly tarball: Tarball;
	remove(): Promise<void>;
}

export const N8N_VERSION = '2.41.1';

export async function setUpWorkshop(): Promise<Workshop> {
	const { node, bin } = await installN8n(N8N_VERSION);
	const tarball = await packTarball();
	const userFolder = await mkdtemp(path.join(tmpdir(), 'capitole-bench-'));
	const remove = async (): Promise<void> => {
		await tarball.remove();
		await rm(userFolder, { recursive: true, force: true });
	};
	try {
		await installTarball(tarball, userFolder);
	} catch (error) {
		await remove();
		throw error;
	}
	const installed = path.join('.n8n', 'nodes', 'node_modules', 'n8n-nodes-capitole-mobile');
	return {
		node,
		n8nModules: path.join(path.dirname(bin), '..', '..'),
		packageFolder: path.join(userFolder, installed),
		tarball,
		remove,
	};
}
