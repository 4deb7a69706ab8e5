import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { build, isBuilt, ROOT } from '../../dev/lab/build';
import { installN8n } from '../../dev/lab/installation';
import { Trouble } from '../../dev/lab/npm';
import { startTree } from '../../dev/lab/processTree';
import { seconds, step } from '../../dev/lab/progress';
import { closeAll, isShuttingDown, onShutdown } from '../../dev/lab/shutdown';
import { packTarball } from '../../dev/lab/tarball';
import { hasBrowser, NO_BROWSER } from './browser';
import { FIGURES } from './figures';
import { hasServers, NO_SERVERS } from './queue/daemon';
import { IMAGES_ENV } from './picture';
import { TARBALL_ENV } from './tarballFile';

/**
 * `npm run test:e2e`: the packed package in real n8n, old and new, and in the editor. What comes
 * after `--` goes to jest, e.g. `npm run test:e2e -- --selectProjects "n8n 2.41.1" sending`; but
 * `--images` makes the images of docs/images anew.
 */
async function main(): Promise<number> {
	if (!hasBrowser()) throw new Trouble(NO_BROWSER);
	if (!hasServers()) throw new Trouble(NO_SERVERS);
	await installN8n('2.41.1');
	await installN8n('1.123.81');
	if (!isBuilt()) await step('Building the package', build);

	// Everything temporary is in here, so that nothing stays behind, however the tests end.
	const folder = realpathSync(await mkdtemp(path.join(tmpdir(), 'capitole-e2e-')));
	onShutdown(() => removeFolder(folder));
	process.env.TMPDIR = folder;
	const tarball = await packTarball();
	await rm(FIGURES, { force: true });

	const given = process.argv.slice(2);
	const forJest = given.filter((argument) => argument !== '--images');
	const begun = Date.now();
	const jest = createRequire(__filename).resolve('jest/bin/jest');
	const args = ['--config', path.join(__dirname, 'jest.config.js'), '--runInBand'];
	const { ended } = startTree(process.execPath, [jest, ...args, ...forJest], {
		cwd: ROOT,
		stdio: ['ignore', 'inherit', 'inherit'],
		env: {
			...process.env,
			[TARBALL_ENV]: tarball.file,
			...(forJest.length < given.length && { [IMAGES_ENV]: 'yes' }),
		},
	});
	const code = await ended;
	if (isShuttingDown()) return 1;
	if (existsSync(FIGURES)) process.stdout.write(`\n${readFileSync(FIGURES, 'utf8')}`);
	process.stdout.write(`\nThe end-to-end tests took ${seconds(Date.now() - begun)}.\n`);
	return code ?? 1;
}

/** What was killed a moment ago may still have written something. */
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
		// A signal has closed everything, or is doing so, and ends the process itself.
		if (code === undefined || isShuttingDown()) return;
		await closeAll();
		process.exit(code);
	})
	.catch(() => process.exit(1));
