import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

import { Api, SEND_PATH, TEST_PATH } from './api';
import { callBack, reportFields, type CallbackRecord, type DeliveryStatus } from './callbacks';
import { SELF_SIGNED } from './certificate';
import type { EmulatorOptions } from './options';
import { isForPage, servePage } from './page';
import { internationalNumber, isMetropolitan } from './recipient';

export type { SmsMessage } from './message';
export type { Misbehaviour, Mischief } from './misbehaviour';
export type { EmulatorOptions } from './options';
export type { ReceivedRequest } from './request';

const REPLY_HOURS = 48;
const DELIVERY_TICK_MS = 50;
/** Longer than any pause in the tests, so that only misbehaviour breaks a connection. */
const KEEP_ALIVE_MS = 120_000;

/** An emulator of the provider, as strict as the provider's page. */
export class Emulator extends Api {
	callbacks: CallbackRecord[] = [];
	private readonly server: http.Server | https.Server;
	private timer: NodeJS.Timeout | undefined;

	/** Answers only after `listen`; `startEmulator` does both. */
	constructor(changes: Partial<EmulatorOptions> = {}) {
		super(changes);
		this.server = this.options.isHttps ? https.createServer(SELF_SIGNED) : http.createServer();
		this.server.keepAliveTimeout = KEEP_ALIVE_MS;
		this.server.on('request', (message, response) => {
			if (isForPage(message)) void servePage(this, message, response);
			else void this.handle(message, response);
		});
	}

	/** @throws Error if it cannot listen, e.g. on a busy port */
	async listen(): Promise<void> {
		const { port, host, deliverAfterMs } = this.options;
		await once(this.server.listen(port, host), 'listening');
		if (deliverAfterMs === null) return;
		this.timer = setInterval(() => this.deliverWhatIsDue(deliverAfterMs), DELIVERY_TICK_MS).unref();
	}

	get origin(): string {
		const { port } = this.server.address() as AddressInfo;
		const host = this.options.host === '0.0.0.0' ? '127.0.0.1' : this.options.host;
		return `${this.options.isHttps ? 'https' : 'http'}://${host}:${port}`;
	}
	get sendUrl(): string {
		return this.origin + SEND_PATH;
	}
	get testUrl(): string {
		return this.origin + TEST_PATH;
	}
	get callbackUrl(): string | null {
		return this.options.callbackUrl;
	}
	set callbackUrl(url: string | null) {
		this.options.callbackUrl = url;
	}

	/** Sends a delivery report to the callback URL. Throws if the SMS is still scheduled. */
	async deliver(
		messageId: number,
		status: DeliveryStatus = 'DELIVERED',
		network?: string,
	): Promise<CallbackRecord> {
		const message = this.outbox.find(messageId);
		if (message.state === 'scheduled') throw new Error(`Message ${messageId} is still scheduled.`);
		message.state = status === 'DELIVERED' ? 'delivered' : 'refused';
		const fields = reportFields(message, status, this.options, network);
		return await callBack('report', fields, this.options, this.callbacks);
	}

	/** Sends a scheduled SMS now. */
	release(messageId: number): void {
		const message = this.outbox.find(messageId);
		if (message.state === 'scheduled') message.state = 'sent';
	}

	/** Sends a reply from a phone. A STOP also puts its number on the blacklist. */
	async reply(number: string, text: string): Promise<CallbackRecord> {
		if (/^\s*stop\s*$/i.test(text)) this.blacklist.add(internationalNumber(number) ?? number);
		else if (this.options.limitsReplies) this.refuseLostReply(number);
		const fields = { num: number, message: text };
		return await callBack('reply', fields, this.options, this.callbacks);
	}

	async stop(number: string): Promise<CallbackRecord> {
		return await this.reply(number, 'STOP');
	}

	override clear(): void {
		super.clear();
		this.callbacks = [];
	}

	async close(): Promise<void> {
		clearInterval(this.timer);
		const closed = once(this.server, 'close');
		this.server.close();
		this.server.closeAllConnections();
		await closed;
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

	private deliverWhatIsDue(afterMs: number): void {
		const due = this.options.now().getTime() - afterMs;
		for (const message of this.messages) {
			const sentAt = message.scheduledFor ?? message.acceptedAt;
			if (message.state === 'sent' && sentAt.getTime() <= due) void this.deliver(message.id);
		}
	}
}

/** Starts an emulator, by default on a free port. */
export async function startEmulator(options: Partial<EmulatorOptions> = {}): Promise<Emulator> {
	const emulator = new Emulator(options);
	await emulator.listen();
	return emulator;
}
