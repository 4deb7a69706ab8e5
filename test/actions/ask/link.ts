import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { ExecutionLifecycleHooks, WebhookContext } from 'n8n-core';
import type {
	IDataObject,
	IWebhookData,
	IWebhookFunctions,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { CapitoleSms } from '../../../nodes/CapitoleMobile/CapitoleSms/CapitoleSms.node';
import { additionalDataFor } from '../../engine/additionalData';
import type { Ended, Flow } from '../../engine/engine';
import { SMS, workflowOf } from '../../engine/workflow';

/** The HTTP response, and the answer with which n8n resumes. */
export interface Exchange {
	readonly status: number;
	readonly headers: Headers;
	readonly page: string;
	/** Null while the execution keeps waiting. */
	readonly answer: IDataObject | null;
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/**
 * The link of a waiting question, behind a real HTTP server and in n8n-core's own context. The steps n8n takes
 * first, such as checking the signature, are tested in `test/e2e/n8n/asking.test.ts`.
 */
export class Link {
	private result: IWebhookResponseData | undefined;
	private readonly server: Server;
	/** Runs while the body of a request arrives. */
	meanwhile: () => void = () => undefined;

	/** @param query of the link in the SMS */
	constructor(
		flow: Flow,
		{ run }: Ended,
		private readonly query = '',
	) {
		const type = new CapitoleSms();
		const workflow = workflowOf(flow);
		const node = workflow.getNode(flow.name ?? SMS);
		if (node === null) throw new Error('The workflow has no question.');
		this.server = createServer((request, response) => {
			void buffer(request).then(async (body) => {
				const { searchParams } = new URL(request.url ?? '', 'http://n8n');
				const httpRequest = Object.assign(request, {
					query: Object.fromEntries(searchParams),
					readRawBody: async () => {
						this.meanwhile();
						await Promise.resolve(Object.assign(request, { rawBody: body }));
					},
				});
				const additionalData = additionalDataFor(
					{ ExecutionLifecycleHooks },
					{
						executionId: flow.executionId ?? '1',
						credentialOf: () => ({}),
						authenticate: async () => await Promise.reject(new Error('No request here')),
					},
				);
				const context = new WebhookContext(
					workflow,
					node,
					{
						...additionalData,
						httpRequest,
						httpResponse: response,
					} as unknown as IWorkflowExecuteAdditionalData,
					'webhook',
					{ webhookDescription: type.description.webhooks?.[0] } as IWebhookData,
					[],
					run.data,
				);
				this.result = await type.webhook.call(context as unknown as IWebhookFunctions);
				if (this.result.noWebhookResponse !== true) response.end(this.result.webhookResponse);
			});
		});
	}

	async get(headers: Record<string, string> = {}): Promise<Exchange> {
		return await this.exchange({ headers });
	}

	async post(body: string, headers: Record<string, string> = {}): Promise<Exchange> {
		return await this.exchange({ method: 'POST', body, headers: { ...FORM, ...headers } });
	}

	private async exchange(request: RequestInit): Promise<Exchange> {
		this.result = undefined;
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		const { port } = this.server.address() as AddressInfo;
		const response = await fetch(`http://127.0.0.1:${String(port)}/${this.query}`, request);
		const page = await response.text();
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
		const result = this.result as IWebhookResponseData | undefined;
		const [[item] = []] = result?.workflowData ?? [];
		return {
			status: response.status,
			headers: response.headers,
			page,
			answer: item?.json ?? null,
		};
	}
}
