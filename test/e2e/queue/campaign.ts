import { randomUUID } from 'node:crypto';

import { createActive } from '../../../dev/lab/publish';
import type { Session } from '../../../dev/lab/session';
import { questionNode } from '../asking';
import { flow, node, SMS, TRIGGER, type Flow, type FlowNode } from '../workflow';
import type { Cluster } from '../../../dev/lab/queue/cluster';
import type { Emulator } from '../../../dev/emulator/emulator';
import { until } from '../../../dev/lab/until';

export interface Message {
	to: string;
	/** Its idempotency key. */
	key?: string;
}

let numbered = 0;

/** SMS to numbers not used before. */
export function messages(count: number, hasKeys = true): Message[] {
	return Array.from({ length: count }, () => {
		const to = `336120${String(++numbered).padStart(5, '0')}`;
		return hasKeys ? { to, key: `campaign-${to}` } : { to };
	});
}

/** A workflow that takes SMS by webhook, responds immediately, and sends them. */
export function campaignFlow(
	path: string,
	hasKeys: boolean,
	credential: Credential,
	parallelRequests: number,
): Flow {
	return flow(
		`Campaign ${path}`,
		orders('Messages', path),
		node('One Each', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.messages', options: {} }),
		node(
			SEND,
			SMS,
			{
				resource: 'sms',
				operation: 'send',
				recipients: '={{ $json.to }}',
				text: '=Votre colis {{ $json.to }} est arrivé.',
				safeguards: hasKeys ? { idempotencyKey: '={{ $json.key }}' } : {},
				// A key in doubt is waited for as long as an answer.
				options: {
					parallelRequests,
					timeout: 10_000,
				},
			},
			{
				credentials: { capitoleMobileApi: credential },
				// The tests check each item's outcome.
				onError: 'continueRegularOutput',
			},
		),
	);
}

/** A workflow that asks a person by SMS for each order. */
export function askingFlow(path: string, capitoleMobileApi: Credential): Flow {
	const question = questionNode({ message: 'Oui ?' }, { credentials: { capitoleMobileApi } });
	return flow('Asking', orders('Order', path), question);
}

const orders = (name: string, path: string): FlowNode =>
	node(
		name,
		'n8n-nodes-base.webhook',
		{ path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
		{ typeVersion: 2.1, webhookId: randomUUID() },
	);

/** A workflow that starts with every callback and stores it. */
export function callbackFlow(webhookId: string): Flow {
	return flow('Callbacks', node('Callback', TRIGGER, {}, { webhookId }));
}

export const SEND = 'Send';

export interface Credential {
	id: string;
	name: string;
}

export async function createCredential(session: Session, emulator: Emulator): Promise<Credential> {
	const { sendUrl, testUrl, options } = emulator;
	const { username, password } = options;
	const name = 'Capitole Mobile';
	const { id } = (await session.rest('POST', '/rest/credentials', {
		name,
		type: 'capitoleMobileApi',
		data: { username, password, sendUrl, testUrl, callbackSecret: '' },
	})) as { id: string };
	return { id, name };
}

/**
 * Creates a workflow and publishes its webhooks at the webhook processor.
 *
 * @returns its ID
 */
export async function publish({ main, postgres }: Cluster, content: Flow): Promise<string> {
	const id = await createActive(main.session, content);
	await until(
		`the webhooks of ${content.name}`,
		async () => await postgres.query(`SELECT * FROM webhook_entity WHERE "workflowId" = '${id}'`),
		(rows) => rows.length > 0,
	);
	return id;
}

/** Starts one execution; resolves when n8n has queued it. */
export async function order({ webhook }: Cluster, path: string, batch: Message[]): Promise<void> {
	const response = await fetch(`${webhook.url}/webhook/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ messages: batch }),
	});
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

/** IDs and statuses of a workflow's executions, the oldest first. */
export async function executions(
	{ postgres }: Cluster,
	workflowId: string,
): Promise<Array<{ id: string; status: string }>> {
	const rows = await postgres.query(
		`SELECT id, status FROM execution_entity WHERE "workflowId" = '${workflowId}' ORDER BY id`,
	);
	return rows.map(([id = '', status = '']) => ({ id, status }));
}

const isUnderWay = ({ status }: { status: string }) => ['new', 'running'].includes(status);

/** Waits until a workflow has this many executions and none is running. */
export async function settled(
	cluster: Cluster,
	workflowId: string,
	count: number,
	limitMs: number,
): Promise<Array<{ id: string; status: string }>> {
	return await until(
		`the end of ${count} executions`,
		async () => await executions(cluster, workflowId),
		(all) => all.length >= count && !all.some(isUnderWay),
		limitMs,
	);
}
