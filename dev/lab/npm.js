/** Runs npm, the one the user has, on every platform; says in one line what went wrong. */
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const isWindows = process.platform === 'win32';

/** Something went wrong that the user can mend: shown as its one line, without a stack. */
class Trouble extends Error {}

/**
 * npm is a JavaScript file that Node runs; found so that no shell is needed, because Windows starts
 * `npm.cmd` only through one.
 *
 * @returns {{ command: string, before: string[], shell: boolean }}
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
	return { command: isWindows ? 'npm.cmd' : 'npm', before: [], shell: isWindows };
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

/** @type {ReadonlyArray<readonly [codes: RegExp, line: (code: string, folder: string) => string]>} */
const CAUSES = [
	[
		UNREACHABLE,
		(code) =>
			`npm could not reach its registry (${code}): check the network connection or the proxy, then run the command again.`,
	],
	[
		/ENOSPC|EDQUOT/,
		(code, folder) =>
			`The disk is full (${code}): free some space where ${folder} is, then run the command again.`,
	],
	[
		/EACCES|EPERM|EROFS/,
		(code, folder) =>
			`This user may not write there (${code}): check the permissions of ${folder}.`,
	],
	[
		/node-gyp|gyp ERR/,
		() =>
			'A package had to be compiled and could not be: it needs Python 3, make and a C++ compiler, or a network that reaches GitHub for the ready-made one.',
	],
	[
		/npm (?:error|ERR!) (?!code).+/,
		(said, folder) => `npm did not succeed in ${folder}: ${said.replace(/^npm \S+ /, '')}`,
	],
];

/**
 * One line for the user, from what npm printed or from the code of an error; undefined for what
 * nobody foresaw.
 *
 * @param {string} output
 * @param {string} folder where npm worked
 */
function explain(output, folder) {
	for (const [codes, line] of CAUSES) {
		const [found] = codes.exec(output) ?? [];
		if (found) return line(found, folder);
	}
	return undefined;
}

/**
 * Runs npm quietly in a folder.
 *
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<string>} what it printed on stdout
 * @throws {Trouble} one line that says what went wrong
 */
function npm(args, cwd) {
	const { command, before, shell } = npmCommand();
	// npm's own waits between tries add up to over a minute: too long to learn there is no network.
	const patience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
	return new Promise((resolve, reject) => {
		const child = spawn(command, [...before, ...args, ...patience], {
			cwd,
			env: withoutNpm(process.env),
			shell,
			// A group of its own, so that a compiler that it started can be ended with it.
			detached: !isWindows,
			stdio: ['ignore', 'pipe', 'pipe'],
			windowsHide: true,
		});
		const stop = () => killTree(child.pid);
		process.once('exit', stop);
		let stdout = '';
		let stderr = '';
		child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
		child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
		child.on('error', (error) => {
			process.off('exit', stop);
			reject(new Trouble(`npm could not be started (${String(error)}): is it installed?`));
		});
		child.on('close', (code) => {
			process.off('exit', stop);
			const why = explain(stderr + stdout, cwd) ?? `npm gave no reason in ${cwd}.`;
			if (code === 0) resolve(stdout);
			else reject(new Trouble(why));
		});
	});
}

/**
 * Ends a process that leads a group of its own, and all that it started, by force.
 *
 * @param {number | undefined} pid
 */
function killTree(pid) {
	if (pid === undefined) return;
	if (isWindows) {
		spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true });
		return;
	}
	try {
		process.kill(-pid, 'SIGKILL');
	} catch {
		// Nobody of the group is left.
	}
}

/**
 * Whether npm's registry answers at all. Asked first, because npm tries again and again for each
 * optional package, for minutes, before it says that there is no network.
 *
 * @param {string} cwd
 */
const hasRegistry = async (cwd) =>
	await npm(['ping', '--fetch-retries=1', '--fetch-timeout=15000', '--loglevel=error'], cwd).then(
		() => true,
		// A mirror that does not know "ping" answers too.
		(error) => !UNREACHABLE.test(error.message),
	);

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

/**
 * Installs what the lockfile in a folder names, by `npm ci`; shows a count of packages while it works.
 *
 * @param {string} folder with package.json, package-lock.json and .npmrc
 * @param {(detail: string) => void} say
 * @param {number} space what it needs on the disk, in bytes: on a full one, npm tries for ever to write
 * @throws {Trouble} one line that says what went wrong
 */
async function installLocked(folder, say, space) {
	const { bavail, bsize } = fs.statfsSync(folder);
	if (bavail * bsize < space) {
		throw new Trouble(
			`This needs ${gigabytes(space)} of disk, and there are ${gigabytes(bavail * bsize)} free where ${folder} is: free some, then run the command again.`,
		);
	}
	const mode = (await hasRegistry(folder)) ? '--prefer-offline' : '--offline';
	const timer = setInterval(() => say(installedCount(folder)), 3000);
	try {
		await npm(['ci', mode, '--no-audit', '--no-fund', '--loglevel=error'], folder);
	} finally {
		clearInterval(timer);
	}
}

/** @param {number} bytes */
const gigabytes = (bytes) => `${(bytes / 1024 ** 3).toFixed(1)} GB`;

module.exports = { Trouble, explain, installLocked, killTree, npm, withoutNpm };
