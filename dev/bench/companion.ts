import { pathToFileURL } from 'node:url';
import path from 'node:path';

import { startTree } from '../lab/processTree';
import type { Workshop } from './workshop';

/** A process that answers questions one at a time; each measurement has one of its own. */
export interface Companion {
	ask<Answer>(question: unknown): Promise<Answer>;
	stop(): Promise<void>;
}

type Reply = { readonly answer: unknown } | { readonly complaint: string };

/**
 * Starts a file of this folder under the Node that runs n8n.
 *
 * @param nodeOptions for that Node, e.g. `--expose-gc`
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
			// As n8n does, so that the package finds n8n's own n8n-workflow.
			env: { ...process.env, NODE_PATH: n8nModules, N8N_LOG_LEVEL: 'error' },
		},
	);
	return {
		ask: async <Answer>(question: unknown) =>
			await new Promise<Answer>((resolve, reject) => {
				const onMessage = (reply: Reply): void => {
					if ('complaint' in reply) reject(new Error(`${file}: ${reply.complaint}`));
					else resolve(reply.answer as Answer);
				};
				child.once('message', onMessage);
				void ended.then((code) => reject(new Error(`${file} ended with code ${String(code)}.`)));
				child.send(question as object);
			}),
		stop: async () => await stop(2_000),
	};
}

/** The other side: answers every question that comes. */
export function answerQuestions<Question>(answer: (question: Question) => Promise<unknown>): void {
	process.on('message', (question) => {
		answer(question as Question).then(
			(given) => process.send?.({ answer: given ?? null } satisfies Reply),
			(reason: unknown) =>
				process.send?.({
					complaint: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason),
				} satisfies Reply),
		);
	});
	process.once('disconnect', () => process.exit());
}
