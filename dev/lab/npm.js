/** Runs the user's npm on every platform, and explains failures in one line. */
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const isWindows = process.platform === 'win32';

/** An error that the user can fix: shown as one line, without a stack. */
class Trouble extends Error {}

/**
 * Finds npm's JavaScript file, which Node runs without a shell. Windows needs one for `npm.cmd`.
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
 * Removes the variables that an outer `npm run` sets about itself.
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
			`The disk is full (${code}): free some space for ${folder}, then run the command again.`,
	],
	[
		/EACCES|EPERM|EROFS/,
		(code, folder) => `You do not have permission (${code}): check the permissions of ${folder}.`,
	],
	[
		/node-gyp|gyp ERR/,
		() =>
			'A package could not be compiled. Install Python 3, make and a C++ compiler, or allow access to GitHub, which has it prebuilt.',
	],
	[
		/npm (?:error|ERR!) (?!code).+/,
		(said, folder) => `npm failed in ${folder}: ${said.replace(/^npm \S+ /, '')}`,
	],
];

/**
 * Explains npm's output or an error code to the user in one line; undefined for an unforeseen error.
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
 * @returns {Promise<string>} its stdout
 * @throws {Trouble} one line that says what went wrong
 */
function npm(args, cwd) {
	const { command, before, shell } = npmCommand();
	// npm's default waits between tries add up to over a minute: too long to report a missing network.
	const retryWaits = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
	return new Promise((resolve, reject) => {
		const child = spawn(command, [...before, ...args, ...retryWaits], {
			cwd,
			env: withoutNpm(process.env),
			shell,
			// Its own process group, so that a compiler it has started ends with it.
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
			const why = explain(stderr + stdout, cwd) ?? `npm failed in ${cwd} and gave no reason.`;
			if (code === 0) resolve(stdout);
			else reject(new Trouble(why));
		});
	});
}

/**
 * Kills a process that leads its own group, with all its children.
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
		// The whole group has ended.
	}
}

/**
 * Whether npm's registry answers at all. Checked first, because npm retries every optional package for
 * minutes before it reports that there is no network.
 *
 * @param {string} cwd
 */
const hasRegistry = async (cwd) =>
	await npm(['ping', '--fetch-retries=1', '--fetch-timeout=15000', '--loglevel=error'], cwd).then(
		() => true,
		// A mirror without "ping" still answers.
		(error) => !UNREACHABLE.test(error.message),
	);

/**
 * Counts the installed packages of a lockfile, e.g. "412 of 970 packages".
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
 * Installs the lockfile in a folder with `npm ci`, and shows a count of packages meanwhile.
 *
 * @param {string} folder with package.json, package-lock.json and .npmrc
 * @param {(detail: string) => void} say
 * @param {number} space free disk space it needs, in bytes: on a full disk, npm retries for ever
 * @throws {Trouble} one line that says what went wrong
 */
async function installLocked(folder, say, space) {
	const { bavail, bsize } = fs.statfsSync(folder);
	if (bavail * bsize < space) {
		throw new Trouble(
			`This needs ${gigabytes(space)} of disk space, but only ${gigabytes(bavail * bsize)} are free for ${folder}: make room, then run the command again.`,
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
