import type { CallbackOptions } from './callbacks';
import type { CodeOptions } from './codes';
import type { ECHO_LAYOUTS, EchoLayout } from './echo';
import type { Reader } from './reader';
import type { ReceivedRequest } from './request';

/** Fixed at the start. */
export interface StartOptions {
	/** 0, the default, takes any free one. */
	port: number;
	host: string;
	/** Serves https with a self-signed certificate for localhost and 127.0.0.1. */
	isHttps: boolean;
	username: string;
	password: string;
	/** The balance at the start, in SMS. */
	credits: number;
	/** The emulator's clock. */
	now: () => Date;
	/** Delivers each SMS by itself so long after it was sent; null waits for `deliver`. */
	deliverAfterMs: number | null;
	/** Told of each request once it is answered. */
	onRequest: ((request: ReceivedRequest) => void) | null;
}

/** What may be changed while it runs, by `emulator.configure`. */
export interface BehaviourOptions extends CodeOptions, CallbackOptions {
	reader: Reader;
	/** The time each answer of the API takes at least. */
	delayMs: number;
	echoLayout: keyof typeof ECHO_LAYOUTS | EchoLayout;
	/**
	 * Whether `reply` keeps to the page: only for metropolitan numbers, without a custom sender, for
	 * about 48 hours. A STOP, which is sent to the mention's number, always comes.
	 */
	limitsReplies: boolean;
}

export type EmulatorOptions = StartOptions & BehaviourOptions;

export const DEFAULTS: EmulatorOptions = {
	port: 0,
	host: '127.0.0.1',
	isHttps: false,
	username: 'demo',
	password: 'demo-password',
	credits: 10_000,
	now: () => new Date(),
	deliverAfterMs: null,
	onRequest: null,
	reader: 'declared',
	delayMs: 0,
	checkOrder: [
		'AUTH_FAILED',
		'EMPTY_MESSAGE',
		'NO_RECIPIENT',
		'TOO_LONG_MESSAGE',
		'NUMBERS',
		'NOT_ENOUGH_CREDITS',
	],
	transliterates: false,
	clock: 'Europe/Paris',
	partialAnswer: 'lines',
	balanceFollows: [
		'SENDING_OK',
		'NOT_ENOUGH_CREDITS',
		'EMPTY_MESSAGE',
		'NO_RECIPIENT',
		'TOO_LONG_MESSAGE',
	],
	echoLayout: 'ipThenXml',
	callbackUrl: null,
	callbackMethod: 'GET',
	limitsReplies: false,
};
