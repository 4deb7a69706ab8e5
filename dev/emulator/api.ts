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

/** The provider's two addresses and its one account: takes requests in, answers them, and keeps account. */
export class Api {
	readonly options: EmulatorOptions;
	/** The balance, in SMS. */
	credits: number;
	/** International digits. */
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

	/** One for each accepted recipient. */
	get messages(): readonly SmsMessage[] {
		return this.outbox.messages;
	}

	/** Changes how it behaves from the next request on. */
	configure(changes: Partial<BehaviourOptions>): void {
		Object.assign(this.options, changes);
	}

	/**
	 * What goes wrong with the next requests: one each, null for nothing, added to the queue; or a
	 * function that decides for each request until the next `misbehave()` or `reset()`.
	 */
	misbehave(...next: [Mischief] | ReadonlyArray<Misbehaviour | null>): void {
		const [first] = next;
		this.mischief = typeof first === 'function' ? first : null;
		for (const entry of next) if (typeof entry !== 'function') this.queue.push(entry);
		if (next.length === 0) this.queue = [];
	}

	/** Forgets requests, messages, callbacks, blacklist and misbehaviour; the rest is as at the start. */
	reset(): void {
		Object.assign(this.options, this.atStart);
		this.credits = this.options.credits;
		this.blacklist.clear();
		this.clear();
	}

	/** Forgets what was sent and called back; the account stays as it is. */
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
		// Closed meanwhile, it keeps nobody waiting.
		if (delay > 0) await wait(delay, undefined, { ref: false });
		if (response.destroyed) return;
		const isLate = misbehaviour?.kind === 'slow' && early === null;
		const truth = early ?? (isLate ? this.answer(request, message) : Buffer.from('SENDING_OK;0'));
		misbehaviour ??= { kind: 'status', status: isKnown ? 200 : 404, body: truth };
		await misbehave(misbehaviour, response, truth);
		this.options.onRequest?.(request);
	}

	/**
	 * What goes wrong because a fictional number of the request stands for that, as in the node's own
	 * simulation; null for nothing, and for a login that is refused anyway. Numbers that are refused
	 * one by one are the business of `judge`.
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

	/** What the provider says, having done what it says. */
	private answer(request: ReceivedRequest, { socket }: IncomingMessage): Buffer {
		if (request.path === TEST_PATH) {
			const { echoLayout } = this.options;
			const layout = typeof echoLayout === 'function' ? echoLayout : ECHO_LAYOUTS[echoLayout];
			// IPv4 as people write it, also where the socket is an IPv6 one.
			const caller = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
			const echo = layout(caller, request.xmlBytes);
			request.answer = echo.toString('latin1');
			return echo;
		}
		request.answer = this.send(request);
		return Buffer.from(request.answer);
	}

	private send(request: ReceivedRequest): string {
		// What the provider says then is undocumented.
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
