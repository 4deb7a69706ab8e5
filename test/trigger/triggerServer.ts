import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { HookContext, WebhookContext } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IHookFunctions,
	type INode,
	type INodeOutputConfiguration,
	type INodeParameters,
	type INodeTypes,
	type IWebhookData,
	type IWebhookFunctions,
	type IWebhookResponseData,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { CapitoleMobileApi } from '../../credentials/CapitoleMobileApi.credentials';
import { CapitoleSmsTrigger } from '../../nodes/CapitoleMobile/CapitoleSmsTrigger/CapitoleSmsTrigger.node';

export interface TriggerOptions {
	readonly parameters?: INodeParameters;
	/** The node's credential as n8n stores it; a function if it cannot be read. */
	readonly credential?: ICredentialDataDecryptedObject | (() => never);
	/** The caller's address that n8n derives from X-Forwarded-For and N8N_PROXY_HOPS. */
	readonly ip?: string;
	/** A body that is truncated, too long, or does not match its Content-Encoding. */
	readonly body?: 'unreadable';
	/** Whether n8n hides what it does not document; false by default. */
	readonly hidesInternals?: boolean;
}

/** The HTTP response, and the data with which n8n would start an execution. */
export interface Exchange {
	readonly status: number;
	readonly body: string;
	readonly result: IWebhookResponseData | undefined;
}

export const get = (query: string): string =>
	`GET /webhook/x/sms?${query} HTTP/1.1\r\nHost: n8n\r\n\r\n`;

export const post = (contentType: string, query: string, body: string): string =>
	`POST /webhook/x/sms?${query} HTTP/1.1\r\nHost: n8n\r\nContent-Type: ${contentType}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/**
 * The node behind a real HTTP server and in n8n-core's own contexts. The server treats requests and results
 * as n8n's does: raw body, original URL, a response from `webhookResponse`.
 */
export class TriggerServer {
	private result: IWebhookResponseData | undefined;
	/** Lines that the node wrote to n8n's log. */
	readonly log: string[] = [];
	private readonly type = new CapitoleSmsTrigger();
	readonly description = this.type.description;
	private readonly workflow: Workflow;
	private readonly node: INode;
	private readonly server: Server;

	constructor(private readonly options: TriggerOptions = {}) {
		const { credential, parameters = {} } = options;
		const node: INode = {
			id: '1',
			name: 'Trigger',
			type: 'n8n-nodes-capitole-mobile.capitoleSmsTrigger',
			typeVersion: 2,
			position: [0, 0],
			webhookId: '5f2b8a0e-0000-4000-8000-000000000000',
			parameters,
			...(credential && { credentials: { capitoleMobileApi: { id: '1', name: 'Account' } } }),
		};
		const nodeTypes: INodeTypes = {
			getByName: () => this.type,
			getByNameAndVersion: () => this.type,
			getKnownTypes: () => ({}),
		};
		this.workflow = new Workflow({ nodes: [node], connections: {}, active: true, nodeTypes });
		this.node = this.workflow.getNode('Trigger') ?? node;
		this.server = createServer((request, response) => {
			void buffer(request).then(async (body) => {
				const received = Object.assign(request, {
					originalUrl: request.url,
					readRawBody: async () => {
						if (this.isMultipart(request)) throw new Error('stream is not readable');
						if (options.body === 'unreadable') throw new Error('incorrect header check');
						Object.assign(request, { rawBody: body });
					},
					ip: options.ip ?? request.socket.remoteAddress,
				});
				const additionalData = this.additionalData({
					httpRequest: received,
					httpResponse: response,
				});
				const context = new WebhookContext(
					this.workflow,
					this.node,
					additionalData,
					'webhook',
					this.webhookData(),
					[],
					null,
				);
				const logger = { error: (line: string) => this.log.push(line) };
				Object.defineProperty(context, 'logger', { value: logger });
				const seen = options.hidesInternals === true ? withoutInternals(context) : context;
				this.result = await this.type.webhook.call(seen as unknown as IWebhookFunctions);
				if (this.result.noWebhookResponse !== true) response.end(this.result.webhookResponse);
			});
		});
	}

	async start(): Promise<this> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return this;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Sends a request byte for byte. */
	async exchange(http: Buffer | string): Promise<Exchange> {
		this.result = undefined;
		const socket = connect((this.server.address() as AddressInfo).port, '127.0.0.1');
		const text = http.toString('latin1').replace('\r\n', '\r\nConnection: close\r\n');
		socket.end(Buffer.from(text, 'latin1'));
		const answer = (await buffer(socket)).toString('utf8');
		const [head = '', ...body] = answer.split('\r\n\r\n');
		return {
			status: Number(head.split(' ')[1]),
			// Node sends a body of unknown length in chunks.
			body: body.join('').replace(/^[0-9a-f]+\r\n|\r\n0$/g, ''),
			result: this.result,
		};
	}

	async get(query: string): Promise<Exchange> {
		return await this.exchange(get(query));
	}

	/** Runs n8n's steps for activating the workflow. */
	async activate(): Promise<boolean> {
		const context = new HookContext(
			this.workflow,
			this.node,
			this.additionalData({}),
			'trigger',
			'activate',
			this.webhookData(),
		);
		return await this.type.webhookMethods.default.create.call(context as unknown as IHookFunctions);
	}

	/** The names of the outputs as n8n evaluates them; `''` for one without a name. */
	outputs(): string[] {
		return NodeHelpers.getNodeOutputs(this.workflow, this.node, this.type.description).map(
			(output: string | INodeOutputConfiguration) =>
				typeof output === 'string' ? '' : (output.displayName ?? ''),
		);
	}

	/** The text under the node's name on the canvas. */
	subtitle(): unknown {
		const { subtitle } = this.type.description;
		return this.workflow.expression.getSimpleParameterValue(this.node, subtitle, 'internal', {});
	}

	private isMultipart(request: IncomingMessage): boolean {
		return /^multipart\//i.test(request.headers['content-type'] ?? '');
	}

	private webhookData(): IWebhookData {
		const [webhookDescription] = this.type.description.webhooks ?? [];
		if (webhookDescription === undefined) throw new Error('The node has no webhooks.');
		return {
			httpMethod: 'GET',
			node: 'Trigger',
			path: 'x/sms',
			webhookDescription,
			workflowId: '1',
			workflowExecuteAdditionalData: this.additionalData({}),
		};
	}

	private additionalData(more: object): IWorkflowExecuteAdditionalData {
		const { credential = {} } = this.options;
		const credentialsHelper = {
			isCredentialUsableByNode: () => true,
			getDecrypted: async (...given: unknown[]) => {
				const stored = typeof credential === 'function' ? credential() : credential;
				const isRaw = given[5] === true;
				return isRaw ? stored : this.resolved(stored);
			},
		};
		const partial = { credentialsHelper, variables: {}, ...more };
		return partial as unknown as IWorkflowExecuteAdditionalData;
	}

	/** A credential as n8n 1.x and 2.x pass it to a node: with defaults, expressions resolved. */
	private resolved(stored: ICredentialDataDecryptedObject): object {
		const { properties } = new CapitoleMobileApi();
		const values = stored as INodeParameters;
		const filled = NodeHelpers.getNodeParameters(properties, values, true, false, null, null) ?? {};
		const { expression } = this.workflow;
		return expression.getComplexParameterValue(this.node, filled, 'webhook', {
			$vars: {},
		}) as object;
	}
}

/** The context without the undocumented parts, as a later n8n may provide it. */
const withoutInternals = (context: WebhookContext): WebhookContext =>
	new Proxy(context, {
		get(target, name) {
			if (name === 'additionalData') return undefined;
			const value: unknown = Reflect.get(target, name);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	});
