import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';

/**
 * Runs a tool from node_modules in this terminal, without a shell; gives its exit code.
 *
 * @param name as on the command line, e.g. `eslint`
 * @param owner the package it comes from, where that has another name
 */
export async function runTool(
	name: string,
	args: readonly string[],
	cwd: string,
	{ owner = name, env = {} }: { owner?: string; env?: Record<string, string> } = {},
): Promise<number> {
	const folder = path.join(cwd, 'node_modules', owner);
	const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
		bin: string | Record<string, string>;
	};
	const file = typeof bin === 'string' ? bin : bin[name];
	if (!file) throw new Error(`${owner} has no command ${name}.`);
	return await new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [path.join(folder, file), ...args], {
			cwd,
			stdio: 'inherit',
			env: { ...process.env, ...env },
		});
		// The terminal tells the tool too; it decides when to end, and we end with it.
		const pass = (signal: NodeJS.Signals) => {
			if (process.platform !== 'win32') child.kill(signal);
		};
		const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
		for (const signal of signals) process.on(signal, pass);
		child.once('error', reject);
		child.once('exit', (code, signal) => {
			for (const name of signals) process.off(name, pass);
			resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
		});
	});
}
