import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { keptFolder } from './keptFolder';
import { Trouble, installLocked, npm } from './npm';
import { step } from './progress';

/** The versions with a lockfile under dev/lab/n8n. */
export type N8nVersion = '2.41.1' | '1.123.81';

/** The version that CAPITOLE_N8N_VERSION replaces. */
const NEWEST: N8nVersion = '2.41.1';

/** An n8n that is ready to start. */
export interface Installation {
	/** The exact version, e.g. `2.41.1`. */
	version: string;
	/** Absolute path of the folder it is installed in, for what is kept beside it. */
	folder: string;
	/** Absolute path of the Node 24 that runs it. */
	node: string;
	/** Absolute path of the n8n command, a JavaScript file. */
	bin: string;
}

interface Download {
	/** Shown to the user, e.g. `n8n 2.41.1`. */
	title: string;
	/** Folder with package.json, package-lock.json and .npmrc. */
	source: string;
	why: string;
	/** The free disk space it needs, in bytes: more than the final size. */
	space: number;
	/** Runs in the folder once the packages are installed. */
	finish: (folder: string) => Promise<unknown>;
}

const GIGABYTE = 1024 ** 3;
const LOCK = 'package-lock.json';
const run = promisify(execFile);

/** This user's downloads, shared by all clones of the repository. */
const CACHE = path.join(
	process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
	'n8n-nodes-capitole-mobile',
);

/**
 * Installs an n8n version, pinned by its lockfile, into the user's cache folder, unless this clone or
 * another one has already installed it.
 *
 * @throws Trouble with one line, if there is no network, no disk space or no compiler
 */
export async function installN8n(locked: N8nVersion): Promise<Installation> {
	const node = await node24();
	const version = locked === NEWEST ? await wantedVersion() : locked;
	const folder = await install({
		title: `n8n ${version}`,
		source: version === locked ? path.join(__dirname, 'n8n', version) : await lockN8n(version),
		why: 'Only the first time: about 3 GB of disk, and 3 to 6 minutes.',
		space: 4 * GIGABYTE,
		// Packages are installed without their scripts, but n8n needs this one to open its database.
		finish: async (temporary) => {
			await npm(['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error'], temporary);
			await run(node, ['-e', 'require("sqlite3")'], { cwd: temporary });
		},
	});
	return { version, folder, node, bin: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
}

/**
 * `NEWEST`, unless CAPITOLE_N8N_VERSION names another version or a tag such as `latest`. A tag is
 * resolved once for this process and its children.
 */
async function wantedVersion(): Promise<string> {
	const wanted = process.env.CAPITOLE_N8N_VERSION;
	if (!wanted) return NEWEST;
	if (/^\d+\.\d+\.\d+$/.test(wanted)) return wanted;
	const version = (await npm(['view', `n8n@${wanted}`, 'version'], __dirname)).trim();
	process.env.CAPITOLE_N8N_VERSION = version;
	return version;
}

/** Makes a lockfile for a version that has none here; returns its folder in the cache. */
async function lockN8n(version: string): Promise<string> {
	const folder = path.join(CACHE, `n8n-${version}-lockfile`);
	if (existsSync(path.join(folder, LOCK))) return folder;
	await mkdir(folder, { recursive: true });
	await copyFile(path.join(__dirname, 'n8n', NEWEST, '.npmrc'), path.join(folder, '.npmrc'));
	const manifest = { name: 'n8n-lab', private: true, dependencies: { n8n: version } };
	await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
	await step(`Resolving n8n ${version}`, () =>
		npm(['install', '--package-lock-only', '--loglevel=error'], folder),
	);
	return folder;
}

/**
 * Returns the machine's Node if it is version 24, which both n8n versions support; otherwise Node 24 from
 * npm. n8n 1.x refuses newer versions, and isolated-vm has binaries for some versions only.
 */
async function node24(): Promise<string> {
	if (process.versions.node.startsWith('24.')) return process.execPath;
	const folder = await install({
		title: 'Node 24',
		source: path.join(__dirname, 'node24'),
		why: `n8n needs it, and this is Node ${process.versions.node}. Only n8n uses it; about 120 MB.`,
		space: GIGABYTE / 2,
		// npm silently skips an optional package that it cannot download.
		finish: async (temporary) => await run(await nodeIn(temporary), ['--version']),
	});
	return await nodeIn(folder);
}

/** @throws Trouble if npm has not installed it */
async function nodeIn(folder: string): Promise<string> {
	const modules = path.join(folder, 'node_modules');
	const names = await readdir(modules).catch(() => []);
	const found = names.find((name) => /^node-(bin-)?(darwin|linux|win)-/.test(name));
	if (!found) {
		throw new Trouble(
			`npm could not install Node 24 for ${process.platform} ${process.arch}: check the network connection, or install Node 24 from https://nodejs.org.`,
		);
	}
	const file = process.platform === 'win32' ? 'node.exe' : 'node';
	return path.join(modules, found, 'bin', file);
}

/** Returns the folder of a download. */
async function install({ title, source, why, space, finish }: Download): Promise<string> {
	const lock = await readFile(path.join(source, LOCK));
	const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	const platform = `${process.platform}-${process.arch}`;
	const folder = path.join(CACHE, `${title.replace(' ', '-').toLowerCase()}-${platform}-${hash}`);
	await mkdir(CACHE, { recursive: true }).catch((error: unknown) => {
		throw new Trouble(`Cannot create the folder ${CACHE}: ${String(error)}`);
	});
	const fill = async (temporary: string, say: (detail: string) => void): Promise<void> => {
		for (const file of ['package.json', LOCK, '.npmrc']) {
			await copyFile(path.join(source, file), path.join(temporary, file));
		}
		await installLocked(temporary, say, space);
		say('last steps');
		await finish(temporary);
	};
	await keptFolder(
		folder,
		async (temporary) =>
			await step(`Installing ${title}`, async (say) => await fill(temporary, say), {
				why: `${why} Kept in ${CACHE}`,
			}),
		() => process.stdout.write(`  … another command is installing ${title}: waiting\n`),
	);
	return folder;
}
