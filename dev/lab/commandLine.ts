import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';

import type { Installation } from './installation';
import { startTree, type ProcessTree } from './processTree';

/** n8n's command line, in one environment. */
export class CommandLine {
	constructor(
		private readonly installation: Installation,
		private readonly env: NodeJS.ProcessEnv,
	) {}

	/** Starts a command that stays, such as `start`; each line it prints is handed on. */
	start(args: readonly string[], onLine: (line: string) => void): ProcessTree {
		const tree = this.spawn(args);
		for (const stream of [tree.child.stdout, tree.child.stderr]) {
			if (stream) createInterface({ input: stream }).on('line', onLine);
		}
		return tree;
	}

	/**
	 * Runs a command to its end and gives its stdout.
	 *
	 * @throws Error with what it printed when its exit code is not 0
	 */
	async run(args: readonly string[]): Promise<string> {
		const { child, ended } = this.spawn(args);
		const [stdout, stderr, code] = await Promise.all([
			textOf(child.stdout),
			textOf(child.stderr),
			ended,
		]);
		if (code !== 0) {
			const printed = `${stdout}\n${stderr}`.trim().slice(-4000);
			throw new Error(`n8n ${args.join(' ')} ended with exit code ${code}:\n${printed}`);
		}
		return stdout;
	}

	private spawn(args: readonly string[]): ProcessTree {
		const { node, bin } = this.installation;
		return startTree(node, [bin, ...args], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
	}
}

async function textOf(stream: Readable | null): Promise<string> {
	let text = '';
	if (stream) for await (const chunk of stream.setEncoding('utf8')) text += String(chunk);
	return text;
}
