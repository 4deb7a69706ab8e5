import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Workbench } from './workbench';

/** The model's turn: tool calls with their arguments, or a final answer. */
export type Turn =
	| { calls: Array<{ tool: string; args: Record<string, unknown> }> }
	| { answer: string };

/** The agent's request, in the format of OpenAI's chat completions. */
export interface ChatRequest {
	messages: Array<{ role: string; content: string | null; tool_call_id?: string }>;
	tools?: Array<{
		function: { name: string; description?: string; parameters: ToolParameters };
	}>;
}

export interface ToolParameters {
	properties: Record<string, { type: string; description?: string }>;
	required?: string[];
}

/** A scripted model with OpenAI's chat completions API: one turn per request, in order. */
export class ChatModel {
	readonly requests: ChatRequest[] = [];

	private script: Turn[] = [];

	private calls = 0;

	private constructor(private readonly server: Server) {
		server.on('request', (request, response) => {
			void readBody(request).then((body) => {
				const turn = this.turn(JSON.parse(body) as ChatRequest);
				response.writeHead(200, { 'content-type': 'application/json' });
				response.end(JSON.stringify(turn));
			});
		});
	}

	static async start(): Promise<ChatModel> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new ChatModel(server);
	}

	/** Creates a credential for this model in n8n, and returns a node's reference to it. */
	async credential(bench: Workbench): Promise<{ openAiApi: { id: string; name: string } }> {
		const { port } = this.server.address() as AddressInfo;
		const name = 'Scripted model';
		const { id } = await bench.rest<{ id: string }>('POST', '/rest/credentials', {
			name,
			type: 'openAiApi',
			data: { apiKey: 'sk-scripted', url: `http://127.0.0.1:${port}/v1`, header: false },
		});
		return { openAiApi: { id, name } };
	}

	/** Sets the next turns, and forgets earlier requests. */
	play(...script: Turn[]): void {
		this.script = script;
		this.requests.length = 0;
	}

	/** The tools' answers in the model's input, in order. */
	get toolAnswers(): string[] {
		const { messages = [] } = this.requests.at(-1) ?? {};
		return messages.flatMap(({ role, content }) => (role === 'tool' ? [content ?? ''] : []));
	}

	async close(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.server.close(() => resolve());
			this.server.closeAllConnections();
		});
	}

	private turn(request: ChatRequest): unknown {
		this.requests.push(request);
		const turn = this.script.shift() ?? { answer: 'The script is over.' };
		const message =
			'answer' in turn
				? { role: 'assistant', content: turn.answer }
				: {
						role: 'assistant',
						content: null,
						tool_calls: turn.calls.map((call) => this.call(call)),
					};
		return {
			id: 'chatcmpl-1',
			object: 'chat.completion',
			created: 0,
			model: 'scripted',
			choices: [{ index: 0, message, finish_reason: 'answer' in turn ? 'stop' : 'tool_calls' }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	}

	private call({ tool, args }: { tool: string; args: Record<string, unknown> }): unknown {
		return {
			id: `call_${++this.calls}`,
			type: 'function',
			function: { name: tool, arguments: JSON.stringify(args) },
		};
	}
}

async function readBody(request: IncomingMessage): Promise<string> {
	let body = '';
	for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
	return body;
}
