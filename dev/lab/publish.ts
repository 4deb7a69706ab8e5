import type { N8nInstance } from './instance';
import type { Session } from './session';
import { until } from './until';

/** Creates and activates a workflow; returns its ID. Its webhooks may start to answer a little later. */
export async function createActive(session: Session, workflow: object): Promise<string> {
	const { id, versionId } = (await session.rest('POST', '/rest/workflows', workflow)) as {
		id: string;
		versionId: string;
	};
	await session.rest('POST', `/rest/workflows/${id}/activate`, { versionId });
	return id;
}

/**
 * Creates and activates a workflow in a running, signed-in n8n, and waits until its webhook answers.
 *
 * @param path of its webhook; n8n 2.x reports a workflow as published before the webhook answers
 * @param methods of its webhook
 * @returns the workflow's ID
 */
export async function publish(
	n8n: N8nInstance,
	workflow: object,
	path: string,
	methods: readonly string[] = ['GET', 'POST'],
): Promise<string> {
	const id = await createActive(n8n.session, workflow);
	await until(
		`the webhook of workflow ${id}`,
		async () =>
			await Promise.all(methods.map(async (method) => await fetch(n8n.url + path, { method }))),
		(answers) => answers.every(({ status }) => status !== 404),
	);
	return id;
}
