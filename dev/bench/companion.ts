import { pathToFileURL } from 'node:url';
import path from 'node:path';

import { startTree } from '../lab/processTree';
import type { Workshop } from './workshop';

/** A process that answers one question at a time. */
export interface Companion {
	ask<Answer>(question: unknown): Promise<Answer>;
	stop(): Promise<void>;
}

interface Reply {
	readonly answer?: unknown;
	readonly complaint?: string;
}

/**
 * Runs a file of this folder with the Node that runs n8n.
 *
 * @param nodeOptions e.g. `--expose-gc`
 */
export function startCompanion(
	file: string,
	{ node, n8nModules, packageFolder }: Workshop,
	nodeOptions: readonly string[] = [],
): Companion {
	const tsx = pathToFileURL(require.resolve('tsx')).href;
	const { child, ended, stop } = startTree(
		node,
		[...nodeOptions, '--import', tsx, path.join(__dirname, file), n8nModules, packageFolder],
		{
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
			// As in n8n, so that the package loads n8n's own n8n-workflow.
			env: { ...process.env, NODE_PATH: n8nModules, N8N_LOG_LEVEL: 'error' },
		},
	);
	return {
		ask: async <Answer>(question: unknown) =>
			await new Promise<Answer>((resolve, reject) => {
				child.once('message', ({ answer, complaint }: Reply) => {
					if (complaint === undefined) resolve(answer as Answer);
					else reject(new Error(`${file}: ${complaint}`));
				});
				void ended.then((code) => reject(new Error(`${file} ended with code ${String(code)}.`)));
				child.send(question as object);
			}),
		stop: async () => await stop(2_000),
	};
}

/** The child's side: answers every question it receives. */
export function answerQuestions<Question>(answer: (question: Question) => Promise<unknown>): void {
	const reply = (given: Reply): unknown => process.send?.(given);
	process.on('message', (question) => {
		answer(question as Question).then(
			(answer) => reply({ answer }),
			(reason: unknown) =>
				reply({ complaint: reason instanceof Error ? String(reason.stack) : String(reason) }),
		);
	});
	process.once('disconnect', () => process.exit());
}
