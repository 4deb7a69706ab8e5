import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { build, isBuilt, ROOT } from './build';
import { npm } from './npm';
import { temporaryFolder } from './temporaryFolder';

/** The packed package, in a temporary folder. */
export interface Tarball {
	/** An absolute path. */
	file: string;
	remove(): Promise<void>;
}

/**
 * Builds the package if dist is stale, and packs it as for publishing.
 *
 * @throws Trouble if the build or npm fails
 */
export async function packTarball(): Promise<Tarball> {
	if (!isBuilt()) await build();
	const { path: folder, remove } = await temporaryFolder('pack');
	const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
	const name = (await npm(args, ROOT)).trim();
	return { file: path.join(folder, name), remove };
}

/**
 * Installs the tarball into an n8n user folder, as n8n's editor does: in `.n8n/nodes`, without scripts
 * and without the peer dependency, which n8n provides. Needs no network.
 */
export async function installTarball(
	tarball: Pick<Tarball, 'file'>,
	userFolder: string,
): Promise<void> {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	// npm saves this path in package.json, so the file must outlive the temporary folder.
	const kept = path.join(nodes, path.basename(tarball.file));
	await copyFile(tarball.file, kept);
	// npm would keep an installed package of the same name, even if its content differs.
	await rm(path.join(nodes, 'node_modules', 'n8n-nodes-capitole-mobile'), {
		recursive: true,
		force: true,
	});
	const alone = ['--offline', '--ignore-scripts', '--legacy-peer-deps', '--no-package-lock'];
	const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
	await npm(['install', kept, '--prefix', nodes, ...alone, ...quiet], nodes);
}
