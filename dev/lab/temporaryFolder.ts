import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder that is removed at the latest when the process exits. */
export interface TemporaryFolder {
	/** An absolute path. */
	path: string;
	remove(): Promise<void>;
}

/** @param purpose names the folder, e.g. `pack` */
export async function temporaryFolder(purpose: string): Promise<TemporaryFolder> {
	const folder = await mkdtemp(path.join(tmpdir(), `capitole-${purpose}-`));
	const options = { recursive: true, force: true, maxRetries: 5 };
	const removeAtExit = () => rmSync(folder, options);
	process.once('exit', removeAtExit);
	return {
		path: folder,
		remove: async () => {
			process.off('exit', removeAtExit);
			await rm(folder, options);
		},
	};
}
