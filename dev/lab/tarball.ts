import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { build, isBuilt, ROOT } from './build';
import { npm } from './npm';
import { temporaryFolder } from './temporaryFolder';

/** What `npm pack` made of the package, in a temporary folder. */
export interface Tarball {
	/** An absolute path. */
	file: string;
	/** Packed and unpacked, in bytes. */
	size: number;
	unpackedSize: number;
	/** The paths in it. */
	files: string[];
	remove(): Promise<void>;
}

/**
 * Builds the package where dist is stale, and packs it as it would be published.
 *
 * @throws Trouble when the build or npm does not succeed
 */
export async function packTarball(): Promise<Tarball> {
	if (!isBuilt()) await build();
	const { path: folder, remove } = await temporaryFolder('pack');
	try {
		const printed = await npm(
			['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
			{
				cwd: ROOT,
			},
		);
		const packed = packedBy(printed);
		return {
			file: path.join(folder, packed.filename),
			size: packed.size,
			unpackedSize: packed.unpackedSize,
			files: packed.files.map((file) => file.path),
			remove,
		};
	} catch (error) {
		await remove();
		throw error;
	}
}

/**
 * Installs the tarball into an n8n user folder, as its editor would: in `.n8n/nodes`, without
 * scripts and without the peer dependency, which n8n itself provides. Needs no network.
 */
export async function installTarball(
	tarball: Pick<Tarball, 'file'>,
	userFolder: string,
): Promise<void> {
	const nodes = path.join(userFolder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	// The manifest there keeps the path: it must still be true when the temporary folder is gone.
	const kept = path.join(nodes, path.basename(tarball.file));
	await copyFile(tarball.file, kept);
	// Same name, other content: npm would take the one it has for good.
	await rm(path.join(nodes, 'node_modules', 'n8n-nodes-capitole-mobile'), {
		recursive: true,
		force: true,
	});
	const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--no-package-lock'];
	await npm(
		[
			'install',
			kept,
			'--prefix',
			nodes,
			'--offline',
			'--ignore-scripts',
			'--legacy-peer-deps',
			...quiet,
		],
		{ cwd: nodes },
	);
}

interface PackedFile {
	filename: string;
	size: number;
	unpackedSize: number;
	files: Array<{ path: string }>;
}

function packedBy(printed: string): PackedFile {
	const [packed] = JSON.parse(printed) as PackedFile[];
	if (!packed) throw new Error(`npm pack printed no package: ${printed}`);
	return packed;
}
