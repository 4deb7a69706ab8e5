/** Installs the dependencies where they are missing, then hands over to the command itself. */
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { withLock } = require('./lock.js');
const { inOneLine, installLocked, moveFolder, removeFolder, Trouble } = require('./npm.js');
const { step } = require('./progress.js');

const root = path.join(__dirname, '..', '..');
const modules = path.join(root, 'node_modules');
const output = path.join(root, 'test', 'output');

/** What the dependencies take on the disk, in bytes. */
const SPACE = 1.5 * 1024 ** 3;

/** @param {string} file a lockfile, or the hidden one that npm leaves in node_modules */
const packagesIn = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages;

/** Whether node_modules holds what package-lock.json names; npm leaves some packages out. */
function isInstalled() {
	let there;
	try {
		there = packagesIn(path.join(modules, '.package-lock.json'));
	} catch {
		return false;
	}
	const wanted = Object.entries(packagesIn(path.join(root, 'package-lock.json')));
	return wanted.every(([key, entry]) => {
		if (key === '') return true;
		return there[key] ? there[key].integrity === entry.integrity : entry.optional;
	});
}

/**
 * Beside the old node_modules, then in its place: commands that still run from the old one lose it
 * for a moment instead of a minute, and where the installation does not succeed it stays.
 *
 * @param {(detail: string) => void} say
 */
async function replaceModules(say) {
	const temporary = path.join(output, 'install');
	try {
		await installLocked(root, temporary, say, SPACE);
		if (fs.existsSync(modules)) await moveFolder(modules, path.join(temporary, 'old'));
		await moveFolder(path.join(temporary, 'node_modules'), modules);
	} finally {
		await removeFolder(temporary);
	}
}

async function installDependencies() {
	if (isInstalled()) return;
	await withLock(
		path.join(output, 'install.lock'),
		async () => {
			if (isInstalled()) return;
			// To stderr: a command's own output stays its own, as with `npm test -- --json`.
			await step('Installing the dependencies', replaceModules, {
				why: 'They are missing or older than package-lock.json; it takes one to two minutes.',
				stream: process.stderr,
			});
		},
		() => process.stderr.write('  … another command is installing the dependencies: waiting\n'),
	);
}

/** @param {string} name of a tool, such as gulp */
function toolFile(name) {
	const folder = path.join(modules, name);
	const { bin } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
	return path.join(folder, typeof bin === 'string' ? bin : bin[name]);
}

/** @param {string[]} args the TypeScript file or tool, then what it is given */
function nodeArguments([what, ...rest]) {
	if (!what.endsWith('.ts')) return [toolFile(what), ...rest];
	if (!fs.existsSync(path.join(root, what))) throw new Trouble(`There is no ${what} here.`);
	const tsx = pathToFileURL(require.resolve('tsx', { paths: [root] })).href;
	return ['--import', tsx, path.join(root, what), ...rest];
}

/** @param {string[]} args */
function runCommand(args) {
	const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.on(signal, () => {
			// On Windows the console tells the child too, and kill() would end it unasked.
			if (process.platform !== 'win32') child.kill(signal);
		});
	}
	child.on('exit', (code, signal) => {
		process.exitCode = code ?? 128 + (os.constants.signals[signal] ?? 0);
		process.exit();
	});
}

/** @param {string[]} args */
async function launch(args) {
	const interrupted = () => process.exit(130);
	process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
	let command;
	try {
		if (!args[0]) throw new Trouble('Say what to run: a TypeScript file, or a tool such as gulp.');
		await installDependencies();
		command = nodeArguments(args);
	} catch (error) {
		process.stderr.write(`${inOneLine(error, root)}\n`);
		process.exit(1);
	}
	process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
	runCommand(command);
}

module.exports = { launch };
