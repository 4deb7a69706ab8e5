import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { startTree, type ProcessTree } from '../processTree';
import type { EmulatorOptions } from '../../emulator/emulator';
import type { Accepted, Question } from './emulatorProcess';

/** The emulator in a process of its own, so that what measures does not slow it down. */
export class Emulator {
	private constructor(
		private readonly tree: ProcessTree,
		readonly options: { username: string; password: string },
	) {}

	static start(options: { username: string; password: string }): Emulator {
		const tsx = pathToFileURL(require.resolve('tsx')).href;
		const file = path.join(__dirname, 'emulatorProcess.ts');
		const tree = startTree(process.execPath, ['--import', tsx, file], {
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		return new Emulator(tree, options);
	}

	/** What it has accepted, ever. */
	async accepted(): Promise<Accepted> {
		return await this.ask({});
	}

	async configure(changes: NonNullable<Question['configure']>): Promise<void> {
		await this.ask({ configure: changes });
	}

	async stop(): Promise<void> {
		await this.tree.stop(2_000);
	}

	private async ask(question: Question): Promise<Accepted> {
		const { child, ended } = this.tree;
		const start: Partial<EmulatorOptions> = { ...this.options, credits: 1_000_000 };
		return await new Promise((resolve, reject) => {
			child.once('message', resolve);
			void ended.then(() => reject(new Error('The emulator has ended.')));
			child.send({ ...question, start });
		});
	}
}
