import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import { withLock } from './lock';
import { Trouble, installLocked, npm } from './npm';
import { step } from './progress';

/** The versions that have a lockfile under dev/lab/n8n. */
export type N8nVersion = '2.41.1' | '1.123.81';

/** The one whose place CAPITOLE_N8N_VERSION takes. */
const NEWEST: N8nVersion = '2.41.1';

/** An n8n that is ready to be started. */
export interface Installation {
	/** The exact one. */
	version: string;
	/** The Node 24 that runs it: an absolute path. */
	node: string;
	/** The n8n command, a JavaScript file: an absolute path. */
	bin: string;
}

interface Download {
	/** As the user reads it, e.g. `n8n 2.41.1`. */
	title: string;
	/** The folder with package.json, package-lock.json and .npmrc. */
	source: string;
	why: string;
	/** What the disk must have free, in bytes, more than the folder ends up with. */
	space: number;
	/** What is left to do in the folder once the packages are there. */
	finish: (folder: string) => Promise<unknown>;
}

const GIGABYTE = 1024 ** 3;
const LOCK = 'package-lock.json';
const run = promisify(execFile);

/** Where this user's downloads are kept, for every clone of the repository. */
const CACHE = path.join(
	process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
	'n8n-nodes-capitole-mobile',
);

/**
 * Installs an n8n version, pinned by its lockfile, into the user's cache folder; at once where it
 * is there already, from this clone or another.
 *
 * @throws Trouble: one line, when there is no network, no space, or no compiler
 */
export async function installN8n(locked: N8nVersion): Promise<Installation> {
	const node = await node24();
	const version = locked === NEWEST ? await wantedVersion() : locked;
	const folder = await install({
		title: `n8n ${version}`,
		source: version === locked ? path.join(__dirname, 'n8n', version) : await lockN8n(version),
		why: 'Only the first time: about 3 GB of disk, and 3 to 6 minutes.',
		space: 4 * GIGABYTE,
		// n8n's packages are installed without their scripts; this one is needed to open the database.
		finish: async (temporary) => {
			await npm(['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error'], temporary);
			await run(node, ['-e', 'require("sqlite3")'], { cwd: temporary });
		},
	});
	return { version, node, bin: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
}

/**
 * `NEWEST`, or what CAPITOLE_N8N_VERSION names in its place: a version, or a tag such as `latest`,
 * which is resolved once for this process and those that it starts.
 */
async function wantedVersion(): Promise<string> {
	const wanted = process.env.CAPITOLE_N8N_VERSION;
	if (!wanted) return NEWEST;
	if (/^\d+\.\d+\.\d+$/.test(wanted)) return wanted;
	const version = (await npm(['view', `n8n@${wanted}`, 'version'], __dirname)).trim();
	process.env.CAPITOLE_N8N_VERSION = version;
	return version;
}

/** Lets npm make a lockfile for a version that has none here; gives the folder, kept in the cache. */
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
 * The machine's Node where that is 24, which both n8n versions run on; else Node 24 from npm. A
 * newer one is not taken: n8n 1.x refuses it, and isolated-vm has binaries for some versions only.
 */
async function node24(): Promise<string> {
	if (process.versions.node.startsWith('24.')) return process.execPath;
	const folder = await install({
		title: 'Node 24',
		source: path.join(__dirname, 'node24'),
		why: `n8n needs it and this is Node ${process.versions.node}; for n8n alone, about 120 MB.`,
		space: GIGABYTE / 2,
		// A package that npm could not get is left out without a word, since it is optional.
		finish: async (temporary) => await run(await nodeIn(temporary), ['--version']),
	});
	return await nodeIn(folder);
}

/** @throws Trouble when npm brought none */
async function nodeIn(folder: string): Promise<string> {
	const modules = path.join(folder, 'node_modules');
	const names = await readdir(modules).catch(() => []);
	const found = names.find((name) => /^node-(bin-)?(darwin|linux|win)-/.test(name));
	if (!found) {
		throw new Trouble(
			`npm could not bring Node 24 for ${process.platform} ${process.arch}: check the network connection, or install Node 24 from https://nodejs.org.`,
		);
	}
	const file = process.platform === 'win32' ? 'node.exe' : 'node';
	return path.join(modules, found, 'bin', file);
}

/** Gives the folder of a download; there whole or not at all, since it is renamed into place. */
async function install({ title, source, why, space, finish }: Download): Promise<string> {
	const lock = await readFile(path.join(source, LOCK));
	const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	const platform = `${process.platform}-${process.arch}`;
	const folder = path.join(CACHE, `${title.replace(' ', '-').toLowerCase()}-${platform}-${hash}`);
	if (existsSync(folder)) return folder;
	await mkdir(CACHE, { recursive: true }).catch((error: unknown) => {
		throw new Trouble(`The folder ${CACHE} cannot be made: ${String(error)}`);
	});
	// Its name does not change, so that one that was interrupted is removed by the next.
	const temporary = `${folder}.part`;
	const fill = async (say: (detail: string) => void): Promise<void> => {
		await rm(temporary, { recursive: true, force: true });
		await mkdir(temporary);
		for (const file of ['package.json', LOCK, '.npmrc']) {
			await copyFile(path.join(source, file), path.join(temporary, file));
		}
		await installLocked(temporary, say, space);
		say('last steps');
		await finish(temporary);
		await move(temporary, folder);
	};
	await withLock(
		`${folder}.lock`,
		async () => {
			if (existsSync(folder)) return;
			await step(`Installing ${title}`, fill, { why: `${why} Kept in ${CACHE}` });
		},
		() => process.stdout.write(`  … another command is installing ${title}: waiting\n`),
	);
	return folder;
}

/** On Windows a virus scanner may hold a file of a new folder for a moment. */
async function move(from: string, to: string, tries = 10): Promise<void> {
	try {
		await rename(from, to);
	} catch (error) {
		if (tries === 0 || process.platform !== 'win32') throw error;
		await wait(1000);
		await move(from, to, tries - 1);
	}
}
