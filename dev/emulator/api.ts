import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import type { Account } from './account';
import { writeAnswer } from './answer';
import { judge } from './codes';
import { ECHO_LAYOUTS } from './echo';
import { fictionOf } from './fiction';
import type { Outbox } from './message';
import {
	accepts,
	misbehave,
	resetConnection,
	type Misbehaviour,
	type Mischief,
} from './misbehaviour';
import type { EmulatorOptions } from './options';
import { readBody, readRequest, startRequest, type ReceivedRequest } from './request';

const SEND_PATH = '/api/sendsms/xml';
const TEST_PATH = '/api/sendsms/xml_test';

/** The provider's two addresses: takes requests in, answers them, and keeps account. */
export class Api {
	requests: ReceivedRequest[] = [];
	tally = emptyTally();
	private queue: Array<Misbehaviour | null> = [];
	private mischief: Mischief | null = null;

	constructor(
		private readonly options: EmulatorOptions,
		private readonly account: Account,
		private readonly outbox: Outbox,
	) {}

	misbehave(next: [Mischief] | ReadonlyArray<Misbehaviour | null>): void {
		const [first] = next;
		this.mischief = typeof first === 'function' ? first : null;
		for (const entry of next) if (typeof entry !== 'function') this.queue.push(entry);
		if (next.length === 0) this.queue = [];
	}

	reset(): void {
		this.requests = [];
		this.tally = emptyTally();
		this.queue = [];
		this.mischief = null;
	}

	async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
		const request = startRequest(message, this.options.now());
		const index = this.tally.requests++;
		if (this.options.record === 'all') this.requests.push(request);
		let misbehaviour = this.queue.shift() ?? null;
		if (misbehaviour?.kind === 'resetBeforeReading') {
			request.misbehaviour = misbehaviour.kind;
			resetConnection(response);
			return;
		}
		const body = await readBody(message);
		if (!body) {
			request.violations.push('body: cut off or too large');
			response.destroy();
			return;
		}
		request.rawBody = body;
		readRequest(request, this.options.reader);
		const isKnown = request.path === SEND_PATH || request.path === TEST_PATH;
		if (!isKnown) request.violations.push(`path: ${request.path} is unknown`);
		this.tally.violations += request.violations.length;
		misbehaviour ??= this.mischief?.({ index, ...request }) ?? this.fiction(request);
		request.misbehaviour = misbehaviour?.kind ?? null;

		const slowness = misbehaviour?.kind === 'slow' ? misbehaviour.ms : 0;
		const early = accepts(misbehaviour) ? this.answer(request, message) : null;
		const delay = this.options.delayMs + slowness;
		// Closed meanwhile, it keeps nobody waiting.
		if (delay > 0) await wait(delay, undefined, { ref: false });
		if (response.destroyed) return;
		const isLate = misbehaviour?.kind === 'slow' && early === null;
		const truth = early ?? (isLate ? this.answer(request, message) : Buffer.from('SENDING_OK;0'));
		await misbehave(
			misbehaviour ?? { kind: 'status', status: isKnown ? 200 : 404, body: truth },
			response,
			truth,
			this.options.contentType,
		);
		this.options.onRequest?.(request);
	}

	private fiction({ path, violations, document }: ReceivedRequest): Misbehaviour | null {
		if (path !== SEND_PATH || violations.length > 0 || document === null) return null;
		return fictionOf(document, this.account);
	}

	/** What the provider says, having done what it says. */
	private answer(request: ReceivedRequest, message: IncomingMessage): Buffer {
		if (request.path === TEST_PATH) {
			const { echoLayout } = this.options;
			const layout = typeof echoLayout === 'function' ? echoLayout : ECHO_LAYOUTS[echoLayout];
			const echo = layout(callerOf(message), request.xmlBytes);
			request.answer = echo.toString('latin1');
			return echo;
		}
		request.answer = this.send(request);
		this.tally.messages += request.accepted;
		return Buffer.from(request.answer);
	}

	private send(request: ReceivedRequest): string {
		const { options, account } = this;
		// What the provider says then is undocumented.
		if (request.violations.length > 0 || !request.document) return 'XML_INVALID';
		const verdict = judge(request.document, account, options);
		if (verdict.kind === 'judged') {
			account.credits -= verdict.credits;
			for (const message of verdict.messages) {
				this.tally.parts += message.parts;
				if (options.record === 'all') this.outbox.add(message);
			}
			request.accepted = verdict.messages.length;
		}
		return writeAnswer(verdict, account.credits, options);
	}
}

const emptyTally = () => ({ requests: 0, messages: 0, parts: 0, violations: 0 });

/** IPv4 as people write it, also where the socket is an IPv6 one. */
const callerOf = ({ socket }: IncomingMessage): string =>
	(socket.remoteAddress ?? '').replace(/^::ffff:/, '');
