import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

import { withLock } from './lock';

/**
 * Fills a folder once, for every process of this machine. The folder is complete or missing: it is
 * filled beside its place and then renamed.
 *
 * @param folder absolute path
 * @param onWait called once if another process is filling it
 */
export async function keptFolder(
	folder: string,
	fill: (folder: string) => Promise<void>,
	onWait?: () => void,
): Promise<void> {
	if (existsSync(folder)) return;
	// Always the same name, so that the next try removes an interrupted one.
	const temporary = `${folder}.part`;
	const fillOnce = async (): Promise<void> => {
		if (existsSync(folder)) return;
		await rm(temporary, { recursive: true, force: true });
		await mkdir(temporary);
		await fill(temporary);
		await move(temporary, folder);
	};
	await withLock(`${folder}.lock`, fillOnce, onWait);
}

/** Retries on Windows, where a virus scanner may briefly lock a file of a new folder. */
async function move(from: string, to: string, tries = 10): Promise<void> {
	try {
		await rename(from, to);
	} catch (error) {
		if (tries === 0 || process.platform !== 'win32') throw error;
		await wait(1000);
		await move(from, to, tries - 1);
	}
}
