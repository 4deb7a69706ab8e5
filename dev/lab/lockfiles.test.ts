import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { ROOT } from './build';
import { npm } from './npm';
import { temporaryFolder } from './temporaryFolder';

interface Locked {
	readonly resolved?: string;
	readonly extraneous?: boolean;
	readonly dependencies?: Record<string, string>;
	readonly optionalDependencies?: Record<string, string>;
}

const FOLDERS = ['.', 'dev/lab/n8n/1.123.81', 'dev/lab/n8n/2.41.1', 'dev/lab/node24'];

function lockedIn(folder: string): Record<string, Locked> {
	const text = readFileSync(path.join(ROOT, folder, 'package-lock.json'), 'utf8');
	return (JSON.parse(text) as { packages: Record<string, Locked> }).packages;
}

/** The folders in which Node looks for what a package requires, from its own upwards. */
function foldersFor(key: string): string[] {
	const upwards = key.split('/node_modules/').map((_, index, parts) => parts.slice(0, index + 1));
	const places = upwards.map((parts) => `${parts.join('/node_modules/')}/node_modules/`);
	return ['node_modules/', ...places];
}

describe.each(FOLDERS)('the lockfile in %s', (folder) => {
	const packages = lockedIn(folder);

	it('names no host, and nothing that no package asks for', () => {
		const named = Object.entries(packages).filter(
			([, entry]) => entry.resolved !== undefined || entry.extraneous === true,
		);
		expect(named).toEqual([]);
	});

	// npm leaves out what its registry lacks on the day, without a word, and then `npm ci` refuses.
	it('holds every package that another asks for, those of other platforms too', () => {
		const missing = Object.entries(packages).flatMap(([key, entry]) =>
			Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
				.filter((name) => foldersFor(key).every((place) => !(place + name in packages)))
				.map((name) => `${name} for ${key}`),
		);
		expect(missing).toEqual([]);
	});
});

it('npm ci takes the lockfile at the top, and needs no more than that to decide', async () => {
	const { path: folder, remove } = await temporaryFolder('lockfile');
	try {
		for (const file of ['package.json', 'package-lock.json', '.npmrc'])
			copyFileSync(path.join(ROOT, file), path.join(folder, file));
		const args = ['ci', '--dry-run', '--offline', '--cache', path.join(folder, 'cache')];
		await expect(npm(args, folder)).resolves.toContain('added');
	} finally {
		await remove();
	}
}, 60_000);
