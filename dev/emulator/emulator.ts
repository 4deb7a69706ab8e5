import type { AddressInfo } from 'node:net';

import { Account } from './account';
import { Api } from './api';
import { callBack, reportFields, type CallbackRecord, type DeliveryStatus } from './callbacks';
import { Outbox, type SmsMessage } from './message';
import type { Misbehaviour, Mischief } from './misbehaviour';
import { DEFAULTS, type BehaviourOptions, type EmulatorOptions } from './options';
import { Page } from './page';
import { internationalNumber, isMetropolitan } from './recipient';
import type { ReceivedRequest } from './request';
import { createServer, listen, type Server } from './server';

export type { CallbackRecord } from './callbacks';
export type { SmsDocument } from './document';
export type { SmsMessage } from './message';
export type { Misbehaviour, Mischief } from './misbehaviour';
export type { EmulatorOptions } from './options';
export type { ReceivedRequest } from './request';

const REPLY_HOURS = 48;
const DELIVERY_TICK_MS = 50;

/** A running emulator of the provider, as strict as the provider's page. */
export class Emulator {
	readonly options: EmulatorOptions;
	readonly account: Account;
	private readonly server: Server;
	private readonly outbox: Outbox;
	private readonly api: Api;
	private readonly callbackLog: CallbackRecord[] = [];
	private readonly timer: NodeJS.Timeout | undefined;
	private readonly atStart: EmulatorOptions;

	/** It answers from `listen` on; `startEmulator` does both. */
	constructor(changes: Partial<EmulatorOptions> = {}) {
		const options = { ...DEFAULTS, ...changes };
		this.options = options;
		this.atStart = { ...options };
		this.server = createServer(options.isHttps);
		this.account = new Account(options);
		this.outbox = new Outbox(options.now);
		this.api = new Api(options, this.account, this.outbox);
		const page = new Page(this);
		this.server.on('request', (message, response) => {
			if (page.serves(message)) void page.handle(message, response);
			else void this.api.handle(message, response);
		});
		if (options.deliverAfterMs !== null) {
			this.timer = setInterval(() => this.deliverWhatIsDue(), DELIVERY_TICK_MS).unref();
		}
	}

	async listen(): Promise<void> {
		await listen(this.server, this.options.port, this.options.host);
	}

	get origin(): string {
		const { port } = this.server.address() as AddressInfo;
		const host = this.options.host === '0.0.0.0' ? '127.0.0.1' : this.options.host;
		return `${this.options.isHttps ? 'https' : 'http'}://${host}:${port}`;
	}
	get sendUrl(): string {
		return `${this.origin}/api/sendsms/xml`;
	}
	get testUrl(): string {
		return `${this.origin}/api/sendsms/xml_test`;
	}

	/** Every request to the API, in order of arrival; empty with `record: 'summary'`. */
	get requests(): readonly ReceivedRequest[] {
		return this.api.requests;
	}
	/** One for each accepted recipient; empty with `record: 'summary'`. */
	get messages(): readonly SmsMessage[] {
		return this.outbox.messages;
	}
	/** Counts since the start or the last reset, kept in every mode. */
	get tally() {
		return this.api.tally;
	}
	get callbacks(): readonly CallbackRecord[] {
		return this.callbackLog;
	}
	/** The balance, in SMS. */
	get credits(): number {
		return this.account.credits;
	}
	set credits(credits: number) {
		this.account.credits = credits;
	}
	/** International digits. */
	get blacklist(): Set<string> {
		return this.account.blacklist;
	}
	get callbackUrl(): string | null {
		return this.options.callbackUrl;
	}
	set callbackUrl(url: string | null) {
		this.options.callbackUrl = url;
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
		this.api.misbehave(next);
	}

	/** Reports a delivery to the callback URL, as the network would. Throws for a scheduled SMS. */
	async deliver(
		messageId: number,
		status: DeliveryStatus = 'DELIVERED',
		network: string = this.options.network,
	): Promise<CallbackRecord> {
		const message = this.outbox.find(messageId);
		if (message.state === 'scheduled') throw new Error(`Message ${messageId} is not sent yet.`);
		message.state = status === 'DELIVERED' ? 'delivered' : 'refused';
		const { campaignId, number } = message;
		const date = this.options.now();
		return await this.callBack(
			'report',
			reportFields({ campaignId, number, status, network, date, clock: this.options.clock }),
		);
	}

	/** Sends a scheduled SMS now. */
	release(messageId: number): void {
		this.outbox.release(this.outbox.find(messageId));
	}

	/** A phone answers. A STOP also puts its number on the blacklist. */
	async reply(number: string, text: string): Promise<CallbackRecord> {
		if (/^\s*stop\s*$/i.test(text)) this.blacklist.add(internationalNumber(number) ?? number);
		else if (this.options.limitsReplies) this.refuseLostReply(number);
		return await this.callBack('reply', { num: number, message: text });
	}

	/** The phone answers STOP. */
	async stop(number: string): Promise<CallbackRecord> {
		return await this.reply(number, 'STOP');
	}

	/** Forgets requests, messages, callbacks, blacklist and misbehaviour; the rest is as at the start. */
	reset(): void {
		Object.assign(this.options, this.atStart);
		this.account.reset();
		this.clear();
	}

	/** Forgets what was sent and called back; the account stays as it is. */
	clear(): void {
		this.api.reset();
		this.outbox.clear();
		this.callbackLog.length = 0;
	}

	async close(): Promise<void> {
		clearInterval(this.timer);
		await new Promise<void>((resolve) => {
			this.server.close(() => resolve());
			this.server.closeAllConnections();
		});
	}

	private async callBack(kind: CallbackRecord['kind'], fields: Record<string, string>) {
		const log = this.options.record === 'all' ? this.callbackLog : [];
		return await callBack(kind, fields, this.options, log);
	}

	private refuseLostReply(number: string): void {
		const earliest = this.options.now().getTime() - REPLY_HOURS * 3_600_000;
		const canAnswer = this.messages.some(
			(message) =>
				message.number === number &&
				message.sender === null &&
				message.state !== 'scheduled' &&
				(message.scheduledFor ?? message.acceptedAt).getTime() >= earliest,
		);
		if (isMetropolitan(number) && canAnswer) return;
		throw new Error(
			`The provider passes on replies only from metropolitan numbers, to an SMS without a custom sender, for ${REPLY_HOURS} hours.`,
		);
	}

	private deliverWhatIsDue(): void {
		const due = this.options.now().getTime() - (this.options.deliverAfterMs ?? 0);
		for (const message of this.messages) {
			const sentAt = message.scheduledFor ?? message.acceptedAt;
			if (message.state === 'sent' && sentAt.getTime() <= due) void this.deliver(message.id);
		}
	}
}

/** Starts an emulator on a port of its own. Throws what `listen` throws, as for a busy port. */
export async function startEmulator(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
	const emulator = new Emulator(options);
	await emulator.listen();
	return emulator;
}
