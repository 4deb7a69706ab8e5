/** Installs missing dependencies, then runs the command. */
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { withLock } = require('./lock.js');
const { explain, installLocked, Trouble } = require('./npm.js');
const { step } = require('./progress.js');

const root = path.join(__dirname, '..', '..');
const modules = path.join(root, 'node_modules');

/** Disk space for the dependencies, in bytes. */
const SPACE = 1.5 * 1024 ** 3;

/** @param {string} file a lockfile, or npm's hidden one in node_modules */
const packagesIn = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages;

/** Whether node_modules matches package-lock.json; optional packages may be missing. */
function isInstalled() {
	const hidden = path.join(modules, '.package-lock.json');
	if (!fs.existsSync(hidden)) return false;
	const there = packagesIn(hidden);
	const wanted = Object.entries(packagesIn(path.join(root, 'package-lock.json')));
	return wanted.every(([key, entry]) => {
		if (key === '') return true;
		return there[key] ? there[key].integrity === entry.integrity : entry.optional;
	});
}

async function installDependencies() {
	if (isInstalled()) return;
	await withLock(
		path.join(root, 'test', 'output', 'install.lock'),
		async () => {
			if (isInstalled()) return;
			const install = (/** @type {(detail: string) => void} */ say) =>
				installLocked(root, say, SPACE);
			// To stderr: stdout is for the command's own output, e.g. of `npm test -- --json`.
			await step('Installing the dependencies', install, {
				why: 'They are missing or older than package-lock.json; it takes one to two minutes.',
				stream: process.stderr,
			});
		},
		() => process.stderr.write('  … another command is installing the dependencies: waiting\n'),
	);
}

/**
 * Returns the file of a command in node_modules.
 *
 * @param {string} name as on the command line, e.g. `eslint`
 * @param {string} owner the package that has it, if its name differs
 */
function toolFile(name, owner = name) {
	const folder = path.join(modules, owner);
	const { bin } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
	return path.join(folder, typeof bin === 'string' ? bin : bin[name]);
}

/** @param {string[]} args the TypeScript file or tool, then its arguments */
function nodeArguments([what, ...rest]) {
	if (!what) throw new Trouble('Say what to run: a TypeScript file, or a tool such as gulp.');
	if (!what.endsWith('.ts')) return [toolFile(what), ...rest];
	if (!fs.existsSync(path.join(root, what))) throw new Trouble(`There is no ${what} here.`);
	const tsx = pathToFileURL(require.resolve('tsx', { paths: [root] })).href;
	return ['--import', tsx, path.join(root, what), ...rest];
}

/**
 * Runs Node in this terminal, in the project's folder; returns its exit code.
 *
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env] added to this process's environment
 * @returns {Promise<number>}
 */
function runNode(args, env) {
	const options = { cwd: root, stdio: /** @type {const} */ ('inherit') };
	const child = spawn(process.execPath, args, { ...options, env: { ...process.env, ...env } });
	// The child decides when to exit. On Windows the console signals it too, and kill() would force it.
	const pass = (/** @type {NodeJS.Signals} */ signal) =>
		process.platform === 'win32' || child.kill(signal);
	const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
	for (const signal of signals) process.on(signal, pass);
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code, signal) => {
			for (const name of signals) process.off(name, pass);
			resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0));
		});
	});
}

/** @param {string[]} args */
async function launch(args) {
	const interrupted = () => process.exit(130);
	process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
	let command;
	try {
		await installDependencies();
		command = nodeArguments(args);
	} catch (error) {
		// A full disk or a missing permission also gets one line; an unforeseen error shows its stack.
		const known = error instanceof Trouble ? error.message : explain(error.code ?? '', root);
		process.stderr.write(`${known ?? error.stack}\n`);
		process.exit(1);
	}
	process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
	process.exit(await runNode(command));
}

module.exports = { launch, runNode, toolFile };
