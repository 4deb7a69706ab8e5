import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { replyForAll } from '../../nodes/CapitoleMobile/sms/simulation';
import { admits, judge, writeAnswer } from './codes';
import { ECHO_LAYOUTS } from './echo';
import { Outbox, type SmsMessage } from './message';
import {
	accepts,
	misbehave,
	resetConnection,
	type Misbehaviour,
	type Mischief,
} from './misbehaviour';
import { DEFAULTS, type BehaviourOptions, type EmulatorOptions } from './options';
import { internationalNumber } from './recipient';
import { readBody, readRequest, startRequest, type ReceivedRequest } from './request';

export const SEND_PATH = '/api/sendsms/xml';
export const TEST_PATH = '/api/sendsms/xml_test';

/** The provider's two URLs and one account: answers requests and keeps the balance. */
export class Api {
	readonly options: EmulatorOptions;
	/** The balance, in SMS. */
	credits: number;
	/** Numbers in international digits. */
	readonly blacklist = new Set<string>();
	/** Every request to the API, in order of arrival. */
	requests: ReceivedRequest[] = [];
	/** Counts since the start or the last reset. */
	tally = emptyTally();
	protected readonly outbox: Outbox;
	private readonly atStart: EmulatorOptions;
	private queue: Array<Misbehaviour | null> = [];
	private mischief: Mischief | null = null;

	constructor(changes: Partial<EmulatorOptions>) {
		this.atStart = { ...DEFAULTS, ...changes };
		this.options = { ...this.atStart };
		this.credits = this.options.credits;
		this.outbox = new Outbox(this.options.now);
	}

	/** One message per accepted recipient. */
	get messages(): readonly SmsMessage[] {
		return this.outbox.messages;
	}

	/** Changes the behaviour, starting with the next request. */
	configure(changes: Partial<BehaviourOptions>): void {
		Object.assign(this.options, changes);
	}

	/**
	 * Queues one misbehaviour for each of the next requests, null for none. Or takes a function that decides
	 * for every request until the next `misbehave()` or `reset()`.
	 */
	misbehave(...next: [Mischief] | ReadonlyArray<Misbehaviour | null>): void {
		const [first] = next;
		this.mischief = typeof first === 'function' ? first : null;
		for (const entry of next) if (typeof entry !== 'function') this.queue.push(entry);
		if (next.length === 0) this.queue = [];
	}

	/** Clears requests, messages, callbacks, blacklist and misbehaviour, and restores the initial options. */
	reset(): void {
		Object.assign(this.options, this.atStart);
		this.credits = this.options.credits;
		this.blacklist.clear();
		this.clear();
	}

	/** Clears requests, messages, callbacks and misbehaviour; the account does not change. */
	clear(): void {
		this.requests = [];
		this.tally = emptyTally();
		this.queue = [];
		this.mischief = null;
		this.outbox.clear();
	}

	protected async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
		const request = startRequest(message, this.options.now());
		const index = this.tally.requests++;
		this.requests.push(request);
		let misbehaviour = this.queue.shift() ?? null;
		if (misbehaviour?.kind === 'resetBeforeReading') {
			request.misbehaviour = misbehaviour.kind;
			resetConnection(response);
			return;
		}
		const body = await readBody(message);
		if (!body) {
			request.violations.push('body: cut off');
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
		// Unreferenced, so that a pending answer does not keep the process alive.
		if (delay > 0) await wait(delay, undefined, { ref: false });
		if (response.destroyed) return;
		const isLate = misbehaviour?.kind === 'slow' && early === null;
		const truth = early ?? (isLate ? this.answer(request, message) : Buffer.from('SENDING_OK;0'));
		misbehaviour ??= { kind: 'status', status: isKnown ? 200 : 404, body: truth };
		await misbehave(misbehaviour, response, truth);
		this.options.onRequest?.(request);
	}

	/**
	 * The misbehaviour that a fictional number stands for, as in the node's own simulation; null if there is
	 * none or the login is refused anyway. `judge` handles numbers that are refused one by one.
	 */
	private fiction({ path, violations, document }: ReceivedRequest): Misbehaviour | null {
		if (path !== SEND_PATH || violations.length > 0 || document === null) return null;
		if (!admits(this.options, document)) return null;
		const reply = replyForAll(document.recipients.flatMap((one) => internationalNumber(one) ?? []));
		if (reply === undefined) return null;
		if (reply.kind === 'noAnswer') return { kind: 'closeWithoutAnswer' };
		const { status, body, isSent: accepts, retryAfter } = reply;
		const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
		return { kind: 'status', status, body, accepts, headers };
	}

	/** Processes the request and returns the provider's answer. */
	private answer(request: ReceivedRequest, { socket }: IncomingMessage): Buffer {
		if (request.path === TEST_PATH) {
			const { echoLayout } = this.options;
			const layout = typeof echoLayout === 'function' ? echoLayout : ECHO_LAYOUTS[echoLayout];
			// Plain IPv4, even on an IPv6 socket.
			const caller = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
			const echo = layout(caller, request.xmlBytes);
			request.answer = echo.toString('latin1');
			return echo;
		}
		request.answer = this.send(request);
		return Buffer.from(request.answer);
	}

	private send(request: ReceivedRequest): string {
		// The provider's real answer is undocumented.
		if (request.violations.length > 0 || !request.document) return 'XML_INVALID';
		const verdict = judge(request.document, this);
		this.credits -= verdict.credits;
		for (const message of verdict.messages) {
			this.tally.parts += message.parts;
			this.outbox.add(message);
		}
		request.accepted = verdict.messages.length;
		this.tally.messages += request.accepted;
		return writeAnswer(verdict, this);
	}
}

const emptyTally = () => ({ requests: 0, messages: 0, parts: 0, violations: 0 });
