import type { Options, RunOptions } from '../../n8n/options';
import { DECLARED_ENCODING, type Charset } from '../../sms/document/charset';
import { oneOf, readSwitch, wholeNumber } from '../../sms/givenValue';

/** What one output item stands for. */
export type OutputPer = 'item' | 'recipient' | 'run';

/** What holds for a whole run of Send. */
export interface Settings {
	readonly charset: Charset;
	readonly combineItems: boolean;
	/** Numbers in one request, at most. */
	readonly maxRecipients: number;
	/** Requests under way at the same time. */
	readonly parallelRequests: number;
	/** Without any request, see `simulatedWorld`. */
	readonly simulate: boolean;
	/** Milliseconds for one request and its answer. */
	readonly timeout: number;
	/** SMS that the run may cost at most; null for no limit. */
	readonly maxSms: number | null;
	/** Whether the run must cost no more than the account has left. */
	readonly checkCredits: boolean;
}

export const readCharset = oneOf(...(Object.keys(DECLARED_ENCODING) as Charset[]));
export const readTimeout = wholeNumber(600_000);
const readOutput = oneOf<OutputPer>('item', 'recipient', 'run');
const readMaxSms = wholeNumber(100_000_000, 0);

/** @throws InvalidInput `options.outputPer` */
export function readOutputPer(options: RunOptions): OutputPer {
	return options.read<OutputPer>('options.outputPer', 'item', readOutput);
}

/** @throws InvalidInput for a value that holds for the run and is none; nothing can be sent then */
export function readSettings(options: RunOptions): Settings {
	return {
		charset: options.read<Charset>('options.charset', 'iso-8859-15', readCharset),
		combineItems: options.read('options.combineItems', false, readSwitch),
		maxRecipients: options.read('options.maxRecipients', 500, wholeNumber(10_000)),
		parallelRequests: options.read('options.parallelRequests', 4, wholeNumber(50)),
		simulate: options.read('options.simulate', false, readSwitch),
		timeout: options.read('options.timeout', 30_000, readTimeout),
		maxSms: options.read<number | null>('options.maxSms', null, (field, value) =>
			value === null ? null : readMaxSms(field, value),
		),
		checkCredits: options.read('options.checkCredits', false, readSwitch),
	};
}

/** Whether the run is a simulation. False if the option cannot be read: nothing is sent then. */
export function isSimulated(options: Options): boolean {
	try {
		return readSwitch('options.simulate', options.of('simulate', 0, false));
	} catch {
		return false;
	}
}
