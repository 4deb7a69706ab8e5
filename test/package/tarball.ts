import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.join(__dirname, '..', '..');

/** The name under which the package is installed. */
export const PACKAGE_NAME = 'n8n-nodes-capitole-mobile';

/**
 * For programs that are started here: jest sets NODE_ENV to "test", and then n8n's loader and n8n's
 * lint rules do not behave as they do for a user.
 */
export const environment = { ...process.env, NODE_ENV: undefined };

/** The environment variable that tells the tests where the installation is. */
export const INSTALLATION = 'CAPITOLE_INSTALLATION';

/** What our code may require and every n8n has; nothing else can be resolved beside the package. */
const BROUGHT_BY_N8N = ['n8n-workflow', 'luxon'];

/** What the build reads, and the file that it writes last. */
const SOURCES = ['nodes', 'credentials', 'package.json', 'tsconfig.json', 'gulpfile.js'];
const LAST_BUILT = path.join('dist', 'types', 'nodes.json');

/**
 * Packs the package as `npm publish` would, and installs the tarball in a new folder outside the
 * checkout, where nothing but it and `BROUGHT_BY_N8N` can be resolved.
 *
 * @returns the folder; the package is in its `node_modules`
 */
export function installTarball(): string {
	buildIfStale();
	const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'capitole-package-')));
	const modules = path.join(folder, 'node_modules');
	const installed = path.join(modules, PACKAGE_NAME);
	mkdirSync(installed, { recursive: true });
	npm('pack', '--silent', '--ignore-scripts', '--pack-destination', folder);
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error('npm pack made no tarball');
	execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'], { cwd: folder });
	for (const name of BROUGHT_BY_N8N) {
		symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name), 'junction');
	}
	return folder;
}

/** Builds, unless `dist` is younger than everything that it is made of. */
export function buildIfStale(): void {
	const built = statSync(path.join(root, LAST_BUILT), { throwIfNoEntry: false });
	const newest = Math.max(...SOURCES.map((name) => newestChange(path.join(root, name))));
	if (built !== undefined && built.mtimeMs > newest) return;
	const gulp = path.join(root, 'node_modules', 'gulp', 'bin', 'gulp.js');
	execFileSync(process.execPath, [gulp, 'build', '--silent'], {
		cwd: root,
		env: environment,
		stdio: 'inherit',
	});
}

/** A folder's own time counts too: it changes when a file is removed. Milliseconds since 1970. */
function newestChange(place: string): number {
	const stats = statSync(place);
	if (!stats.isDirectory()) return stats.mtimeMs;
	const inside = readdirSync(place).map((name) => newestChange(path.join(place, name)));
	return Math.max(stats.mtimeMs, ...inside);
}

function npm(...args: string[]): void {
	// On Windows npm is a script, which only a shell starts.
	execFileSync('npm', args, { cwd: root, shell: process.platform === 'win32', stdio: 'pipe' });
}
