import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { build, isBuilt, ROOT } from '../../dev/lab/build';
import { installN8n, type N8nVersion } from '../../dev/lab/installation';
import { Trouble } from '../../dev/lab/npm';
import { startTree } from '../../dev/lab/processTree';
import { seconds, step } from '../../dev/lab/progress';
import { hasServers, NO_SERVERS } from '../../dev/lab/queue/daemon';
import { closeAll, isShuttingDown, onShutdown } from '../../dev/lab/shutdown';
import { packTarball } from '../../dev/lab/tarball';
import { hasBrowser, NO_BROWSER } from './browser';
import { FIGURES } from './figures';
import { withPackage } from './migrated';
import { IMAGES_ENV } from './picture';
import { TARBALL_ENV } from './tarballFile';

/**
 * `npm run test:e2e`: the packed package in real n8n, old and new, and in the editor. Arguments after `--` go to
 * jest, e.g. `--selectProjects "n8n 2.41.1" --testPathPatterns sending`, except for two: `--images` retakes the
 * images of docs/images, and `--record` stores the totals for CONTRIBUTING.md.
 */
async function main(): Promise<number> {
	if (!hasBrowser()) throw new Trouble(NO_BROWSER);
	if (!hasServers()) throw new Trouble(NO_SERVERS);
	await installN8n('2.41.1');
	await installN8n('1.123.81');
	if (!isBuilt()) await step('Building the package', build);

	// All temporary files are in here, so nothing remains, however the tests end.
	const folder = realpathSync(await mkdtemp(path.join(tmpdir(), 'capitole-e2e-')));
	onShutdown(() => removeFolder(folder));
	process.env.TMPDIR = folder;
	const tarball = await packTarball();
	await rm(FIGURES, { force: true });

	process.env[TARBALL_ENV] = tarball.file;
	const given = process.argv.slice(2);
	if (given.includes('--images')) process.env[IMAGES_ENV] = 'yes';
	const isSelecting = given.includes('--selectProjects');
	const projects = Object.keys(N8N_OF);
	const selected = projects.filter((name) => !isSelecting || given.includes(name));
	if (selected.length === 0) throw new Trouble(`--selectProjects takes ${projects.join(', ')}.`);
	const others = given.filter(
		(arg) => !['--images', '--record', '--selectProjects', ...selected].includes(arg),
	);
	if (given.includes('--record')) {
		others.push('--reporters=default', `--reporters=${path.join(__dirname, 'record.js')}`);
	}
	const begun = Date.now();
	const versions = new Set(selected.flatMap((name) => N8N_OF[name] ?? []));
	await step('Preparing n8n', () => Promise.all([...versions].map(withPackage)));
	const code = await jest([...others, '--selectProjects', ...selected]);
	if (isShuttingDown()) return 1;
	if (existsSync(FIGURES)) process.stdout.write(`\n${readFileSync(FIGURES, 'utf8')}`);
	process.stdout.write(`\nThe end-to-end tests took ${seconds(Date.now() - begun)}.\n`);
	return code;
}

/** The projects of `jest.config.js`, each with the n8n whose user folder its files copy. */
const N8N_OF: Readonly<Record<string, N8nVersion | null>> = {
	'n8n 2.41.1': '2.41.1',
	'n8n 1.123.81': '1.123.81',
	e2e: '2.41.1',
	queue: null,
};

async function jest(args: readonly string[]): Promise<number> {
	const bin = createRequire(__filename).resolve('jest/bin/jest');
	const config = path.join(__dirname, 'jest.config.js');
	const { child, ended } = startTree(process.execPath, [bin, '--config', config, ...args], {
		cwd: ROOT,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	// Includes jest's workers.
	const forget = onShutdown(() => {
		if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
	});
	const code = await ended;
	forget();
	return code ?? 1;
}

/** Retries, since processes killed a moment ago may still write files. */
async function removeFolder(folder: string): Promise<void> {
	for (let tries = 0; tries < 5; tries++) {
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
		await wait(200);
		if (!existsSync(folder)) return;
	}
	process.stderr.write(`${folder} could not be removed.\n`);
}

main()
	.catch((error: unknown) => {
		if (isShuttingDown()) return undefined;
		const text = error instanceof Trouble ? error.message : String(error);
		process.stderr.write(`${text}\n`);
		return 1;
	})
	.then(async (code) => {
		// After a signal, the shutdown ends the process.
		if (code === undefined || isShuttingDown()) return;
		await closeAll();
		process.exit(code);
	})
	.catch(() => process.exit(1));
