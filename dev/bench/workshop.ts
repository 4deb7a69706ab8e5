import path from 'node:path';

import { installN8n } from '../lab/installation';
import { installTarball, packTarball } from '../lab/tarball';
import { temporaryFolder } from '../lab/temporaryFolder';

/** A real n8n, and the package as a user installs it. */
export interface Workshop {
	/** The Node that runs n8n. */
	readonly node: string;
	/** Folder with n8n's own packages: n8n-core, n8n-workflow, n8n-nodes-base. */
	readonly n8nModules: string;
	readonly packageFolder: string;
	/** Folder of another version of the package, for comparison. */
	readonly against: string | undefined;
}

/** @param against path of another version's tarball */
export async function setUpWorkshop(against?: string): Promise<Workshop> {
	const { node, bin } = await installN8n('2.41.1');
	const installed = async (file: string): Promise<string> => {
		const { path: userFolder } = await temporaryFolder('bench');
		await installTarball({ file }, userFolder);
		return path.join(userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-capitole-mobile');
	};
	return {
		node,
		n8nModules: path.join(path.dirname(bin), '..', '..'),
		packageFolder: await installed((await packTarball()).file),
		against: against === undefined ? undefined : await installed(against),
	};
}
