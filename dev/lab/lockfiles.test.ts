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

/** The folders in which Node looks for a package's dependencies: its own and those above. */
function foldersFor(key: string): string[] {
	const upwards = key.split('/node_modules/').map((_, index, parts) => parts.slice(0, index + 1));
	const places = upwards.map((parts) => `${parts.join('/node_modules/')}/node_modules/`);
	return ['node_modules/', ...places];
}

describe.each(FOLDERS)('the lockfile in %s', (folder) => {
	const packages = lockedIn(folder);

	it('names no host, and no package that nothing depends on', () => {
		const named = Object.entries(packages).filter(
			([, entry]) => entry.resolved !== undefined || entry.extraneous === true,
		);
		expect(named).toEqual([]);
	});

	// npm silently leaves out packages that its registry lacks that day, and `npm ci` then fails.
	it('has every dependency, also those of other platforms', () => {
		const missing = Object.entries(packages).flatMap(([key, entry]) =>
			Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
				.filter((name) => foldersFor(key).every((place) => !(place + name in packages)))
				.map((name) => `${name} for ${key}`),
		);
		expect(missing).toEqual([]);
	});
});

it('npm ci accepts the lockfile at the top, even offline', async () => {
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
