import type { CallbackOptions } from './callbacks';
import type { CodeOptions } from './codes';
import type { ECHO_LAYOUTS, EchoLayout } from './echo';
import type { Reader } from './reader';
import type { ReceivedRequest } from './request';

/** Fixed at the start. */
export interface StartOptions {
	/** 0, the default, takes any free port. */
	port: number;
	host: string;
	/** Serves https with a self-signed certificate for localhost and 127.0.0.1. */
	isHttps: boolean;
	username: string;
	password: string;
	/** The balance at the start, in SMS. */
	credits: number;
	now: () => Date;
	/** Delivers each SMS automatically after this time; null waits for `deliver`. */
	deliverAfterMs: number | null;
	/** Called with each request after its answer. */
	onRequest: ((request: ReceivedRequest) => void) | null;
}

/** Can be changed at any time with `emulator.configure`. */
export interface BehaviourOptions extends CodeOptions, CallbackOptions {
	reader: Reader;
	/** Minimum time before each answer of the API. */
	delayMs: number;
	echoLayout: keyof typeof ECHO_LAYOUTS | EchoLayout;
	/**
	 * Whether `reply` follows the page: only metropolitan numbers can reply, only to an SMS without a custom
	 * sender, for about 48 hours. A STOP goes to the number in the STOP mention, and always arrives.
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
