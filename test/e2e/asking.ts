import { randomUUID } from 'node:crypto';

import { createActive } from '../../dev/lab/publish';
import { until } from '../../dev/lab/until';
import { flow, node, noOp, SMS, type Flow, type FlowNode, type Json } from './workflow';
import type { Execution, Workbench } from './workbench';

export const PHONE = '33611223344';

/** An execution that has sent a question by SMS. */
export interface Asked {
	readonly workflowId: string;
	readonly executionId: string;
	/** The link in the SMS. */
	readonly link: string;
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

export const questionNode = (parameters: Json = {}, settings: Json = {}): FlowNode =>
	node(
		'Ask',
		SMS,
		{
			resource: 'sms',
			operation: 'sendAndWait',
			recipients: '06 11 22 33 44',
			message: '=Commande de {{ $json.body.amount }} € ?',
			...parameters,
		},
		settings,
	);

/** Asks questions from published workflows in a running n8n. */
export class Asking {
	constructor(private readonly bench: Workbench) {}

	/** Publishes and starts a workflow that asks `rounds` questions, each after an answer; returns its ID. */
	async publish(question: FlowNode, body: Json = { amount: 240 }, rounds = 1): Promise<string> {
		const path = randomUUID();
		const trigger = node(
			'Webhook',
			'n8n-nodes-base.webhook',
			{ path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
			{ typeVersion: 2, webhookId: path },
		);
		Object.assign(question, this.bench.credentials);
		const { session, url } = this.bench.n8n;
		const asking = flow('Asking', trigger, question, noOp('After'));
		if (rounds > 1) askAgain(asking, rounds);
		const id = await createActive(session, asking);
		await until(
			`the webhook of workflow ${id}`,
			async () =>
				await fetch(`${url}/webhook/${path}`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(body),
				}),
			({ status }) => status !== 404,
		);
		return id;
	}

	async ask(parameters: Json = {}, body?: Json): Promise<Asked> {
		const before = this.bench.emulator.messages.length;
		const workflowId = await this.publish(questionNode(parameters), body);
		return await this.asked(workflowId, before + 1);
	}

	/** The question of a workflow's newest execution, after it starts to wait. */
	async asked(workflowId: string, messages = 1): Promise<Asked> {
		const text = await until(
			'the SMS with the question',
			async () => this.bench.emulator.messages[messages - 1]?.text ?? '',
			(found) => found !== '',
		);
		const [link = ''] = /https?:\S+/.exec(text) ?? [];
		// n8n lists an execution nowhere at the moment it begins to wait.
		const executionId = await until(
			`an execution of workflow ${workflowId}`,
			async () => (await this.bench.executionIds(workflowId)).at(-1) ?? '',
			(found) => found !== '',
		);
		await this.waits(executionId);
		return { workflowId, executionId, link };
	}

	async status(executionId: string): Promise<string> {
		const { status } = await this.bench.rest<{ status: string }>(
			'GET',
			`/rest/executions/${executionId}`,
		);
		return status;
	}

	async waits(executionId: string): Promise<void> {
		await until(
			`execution ${executionId} to wait`,
			async () => await this.status(executionId),
			(status) => status === 'waiting',
		);
	}

	/** The items behind the question, after the execution has ended. */
	async after(
		executionId: string,
		limitMs?: number,
	): Promise<{ items: Json[]; execution: Execution }> {
		// n8n 1.x may show an execution as ended shortly before it has stored all data.
		const execution = await until(
			`what came out of execution ${executionId}`,
			async () => await this.bench.ended(executionId, limitMs),
			({ runs }) => runs.After !== undefined,
		);
		return { items: execution.runs.After?.[0]?.outputs[0] ?? [], execution };
	}
}

/** Connects the question's answer back to the question. */
function askAgain({ nodes, connections }: Flow, rounds: number): void {
	const again = node(
		'Again',
		'n8n-nodes-base.if',
		{
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				conditions: [
					{
						id: 'again',
						leftValue: '={{ $runIndex }}',
						rightValue: rounds - 1,
						operator: { type: 'number', operation: 'lt' },
					},
				],
				combinator: 'and',
			},
			options: {},
		},
		{ typeVersion: 2.2 },
	);
	nodes.push(again);
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	connections.Ask = { main: [to('Again')] };
	connections.Again = { main: [to('Ask'), to('After')] };
}

export const post = async (link: string, body: string | Uint8Array<ArrayBuffer>, headers = FORM) =>
	await fetch(link, { method: 'POST', headers, body });
