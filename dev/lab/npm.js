/** Runs npm, the one the user has, on every platform; says in one line what went wrong. */
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');

/** Something went wrong that the user can mend: shown as its one line, without a stack. */
class Trouble extends Error {
	/** @param {string} message */
	constructor(message) {
		super(message);
		this.name = 'Trouble';
	}
}

/**
 * npm is a JavaScript file that Node runs; found so that no shell is needed, because Windows starts
 * `npm.cmd` only through one.
 */
function npmCommand() {
	const beside = path.dirname(process.execPath);
	const files = [
		process.env.npm_execpath ?? '',
		path.join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		path.join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	];
	const file = files.find((name) => path.basename(name) === 'npm-cli.js' && fs.existsSync(name));
	if (file) return { command: process.execPath, before: [file], shell: false };
	return process.platform === 'win32'
		? { command: 'npm.cmd', before: [], shell: true }
		: { command: 'npm', before: [], shell: false };
}

/**
 * The environment without what an outer `npm run` put there about itself.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function withoutNpm(env) {
	const own = /^(npm_(package_|lifecycle_|config_local_prefix|command|node_execpath)|INIT_CWD$)/i;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)));
}

const UNREACHABLE =
	/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|EIDLETIMEOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED/;

const CAUSES = [
	{
		codes: UNREACHABLE,
		line: (code) =>
			`npm could not reach its registry (${code}): check the network connection or the proxy, then run the command again.`,
	},
	{
		codes: /ENOSPC|EDQUOT/,
		line: (code, folder) =>
			`The disk is full (${code}): free some space where ${folder} is, then run the command again.`,
	},
	{
		codes: /EACCES|EPERM|EROFS/,
		line: (code, folder) =>
			`This user may not write there (${code}): check the permissions of ${folder}.`,
	},
	{
		codes: /EBUSY|EXDEV/,
		line: (code) =>
			`node_modules cannot be replaced (${code}), as where it is a volume of its own: run "npm ci", then the command again.`,
	},
	{
		codes: /EINTEGRITY/,
		line: (code) =>
			`A downloaded package is not the one in the lockfile (${code}): run "npm cache verify", then the command again.`,
	},
	{
		codes: /node-gyp|gyp ERR/,
		line: () =>
			'A package had to be compiled and could not be: it needs Python 3, make and a C++ compiler, or a network that reaches GitHub for the ready-made one.',
	},
];

/**
 * One line for the user, from what npm printed.
 *
 * @param {string} output
 * @param {string} folder where npm worked
 */
function explain(output, folder) {
	for (const { codes, line } of CAUSES) {
		const found = codes.exec(output);
		if (found) return line(found[0], folder);
	}
	const said = /npm (?:error|ERR!) (?!code)(.+)/.exec(output);
	return `npm did not succeed in ${folder}: ${said ? said[1] : 'it gave no reason'}`;
}

/**
 * An error for the user: a full disk or a folder that is not theirs as one line too; what nobody
 * foresaw with its stack.
 *
 * @param {Error & { code?: string }} error
 * @param {string} folder
 */
function inOneLine(error, folder) {
	if (error instanceof Trouble) return error.message;
	const known = CAUSES.some(({ codes }) => codes.test(error.code ?? ''));
	return known ? explain(error.code, folder) : error.stack;
}

/**
 * Runs npm quietly in a folder.
 *
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal }} options `signal`: ends npm,
 *   with the reason as the error
 * @returns {Promise<string>} what it printed on stdout
 * @throws {Trouble} one line that says what went wrong
 */
function npm(args, { cwd, env = process.env, signal }) {
	const { command, before, shell } = npmCommand();
	// npm's own waits between tries add up to over a minute: too long to learn there is no network.
	const patience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
	return new Promise((resolve, reject) => {
		const child = spawn(command, [...before, ...args, ...patience], {
			cwd,
			env: withoutNpm(env),
			shell,
			// A group of its own, so that a compiler that it started can be ended with it.
			detached: process.platform !== 'win32',
			stdio: ['ignore', 'pipe', 'pipe'],
			windowsHide: true,
		});
		const stop = () => killTree(child.pid);
		process.once('exit', stop);
		signal?.addEventListener('abort', stop);
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
		child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
		child.on('error', (error) => {
			process.off('exit', stop);
			reject(new Trouble(`npm could not be started (${error.code}): is it installed?`));
		});
		child.on('close', (code) => {
			process.off('exit', stop);
			if (signal?.aborted) reject(signal.reason);
			else if (code === 0) resolve(stdout);
			else reject(new Trouble(explain(stderr + stdout, cwd)));
		});
	});
}

/**
 * Ends npm by force: what it was writing is a temporary folder, or is written anew next time.
 *
 * @param {number | undefined} pid
 */
function killTree(pid) {
	if (pid === undefined) return;
	if (process.platform === 'win32') {
		spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true });
		return;
	}
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// It has ended by itself.
	}
}

/**
 * Whether npm's registry answers at all. Asked first, because npm tries again and again for each
 * optional package, for minutes, before it says that there is no network.
 *
 * @param {string} cwd
 */
async function hasRegistry(cwd) {
	try {
		await npm(['ping', '--fetch-retries=1', '--fetch-timeout=15000', '--loglevel=error'], { cwd });
		return true;
	} catch (error) {
		// A mirror that does not know "ping" answers too.
		return !UNREACHABLE.test(error.message);
	}
}

/**
 * How many of the packages of a lockfile are there already, for a line such as "412 of 970".
 *
 * @param {string} folder with package-lock.json and node_modules
 */
function installedCount(folder) {
	const lock = JSON.parse(fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
	const top = Object.keys(lock.packages).filter((key) =>
		/^node_modules\/(@[^/]+\/)?[^/]+$/.test(key),
	);
	const there = top.filter((key) => fs.existsSync(path.join(folder, key, 'package.json')));
	return `${there.length} of ${top.length} packages`;
}

/** Below this npm tries for ever to write; in bytes. */
const FULL = 30 * 1024 ** 2;

/** All that `npm ci` reads. */
const MANIFEST = ['package.json', 'package-lock.json', '.npmrc'];

/**
 * Makes a folder anew, with what the lockfile beside `source`'s package.json names, by `npm ci`; shows
 * a count of packages while it works.
 *
 * @param {string} source the folder with package.json, package-lock.json and .npmrc
 * @param {string} folder
 * @param {(detail: string) => void} say
 * @param {number} space what it needs on the disk, in bytes
 * @throws {Trouble} one line that says what went wrong
 */
async function installLocked(source, folder, say, space) {
	await removeFolder(folder);
	fs.mkdirSync(folder, { recursive: true });
	if (freeSpace(folder) < space) {
		throw new Trouble(
			`This needs ${gigabytes(space)} of disk, and there are ${gigabytes(freeSpace(folder))} free where ${folder} is: free some, then run the command again.`,
		);
	}
	for (const file of MANIFEST) fs.copyFileSync(path.join(source, file), path.join(folder, file));
	const mode = (await hasRegistry(folder)) ? '--prefer-offline' : '--offline';
	const tooFull = new AbortController();
	const timer = setInterval(() => {
		try {
			if (freeSpace(folder) < FULL) tooFull.abort(new Trouble(explain('ENOSPC', folder)));
			say(installedCount(folder));
		} catch {
			// Only a number on the screen; npm itself says what matters.
		}
	}, 3000);
	try {
		const args = ['ci', mode, '--no-audit', '--no-fund', '--loglevel=error'];
		await npm(args, { cwd: folder, signal: tooFull.signal });
	} finally {
		clearInterval(timer);
	}
}

/**
 * Removes thousands of files without blocking, which would leave the lock untouched and so stale.
 *
 * @param {string} folder
 */
const removeFolder = async (folder) =>
	await fs.promises.rm(folder, { recursive: true, force: true });

/**
 * Puts what was installed in its place; on Windows a virus scanner may hold a file of a new folder
 * for a moment.
 *
 * @param {string} from
 * @param {string} to which is not there
 */
async function moveFolder(from, to, tries = 10) {
	try {
		fs.renameSync(from, to);
	} catch (error) {
		if (tries === 0 || process.platform !== 'win32') throw error;
		await wait(1000);
		await moveFolder(from, to, tries - 1);
	}
}

/** @param {string} folder */
function freeSpace(folder) {
	const { bavail, bsize } = fs.statfsSync(folder);
	return bavail * bsize;
}

/** @param {number} bytes */
const gigabytes = (bytes) => `${(bytes / 1024 ** 3).toFixed(1)} GB`;

module.exports = { Trouble, inOneLine, installLocked, moveFolder, npm, removeFolder, withoutNpm };
