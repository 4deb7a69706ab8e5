import type { IExecuteFunctions } from 'n8n-workflow';

import { Options, type RunOptions } from '../../n8n/options';
import type { Charset } from '../../sms/document/charset';
import { DECLARED_ENCODING } from '../../sms/document/charset';
import { readChoice, readSwitch, readWholeNumber } from '../../sms/optionValue';

/** What one output item stands for. */
export type OutputPer = 'item' | 'recipient' | 'run';

const MOST_SMS = 100_000_000;

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

/** @throws InvalidInput `options.outputPer` */
export function readOutputPer(options: RunOptions): OutputPer {
	return options.read<OutputPer>('options.outputPer', 'item', (value) =>
		readChoice('options.outputPer', value, ['item', 'recipient', 'run']),
	);
}

/** @throws InvalidInput for a value that holds for the run and is none; nothing can be sent then */
export function readSettings(options: RunOptions): Settings {
	return {
		charset: options.read('options.charset', 'iso-8859-15', readCharset),
		combineItems: options.read('options.combineItems', false, (value) =>
			readSwitch('options.combineItems', value),
		),
		maxRecipients: options.read('options.maxRecipients', 500, (value) =>
			readWholeNumber('options.maxRecipients', value, { most: 10_000 }),
		),
		parallelRequests: options.read('options.parallelRequests', 4, (value) =>
			readWholeNumber('options.parallelRequests', value, { most: 50 }),
		),
		simulate: options.read('options.simulate', false, readSimulate),
		timeout: options.read('options.timeout', 30_000, readTimeout),
		maxSms: options.read<number | null>('options.maxSms', null, (value) =>
			value === null
				? null
				: readWholeNumber('options.maxSms', value, { least: 0, most: MOST_SMS }),
		),
		checkCredits: options.read('options.checkCredits', false, (value) =>
			readSwitch('options.checkCredits', value),
		),
	};
}

/** Whether the run is a simulation; not so where the option cannot be read, for which nothing is sent. */
export function isSimulated(context: IExecuteFunctions): boolean {
	try {
		return readSimulate(new Options(context).of('simulate', 0, false));
	} catch {
		return false;
	}
}

/** @throws InvalidInput `options.simulate` */
function readSimulate(value: unknown): boolean {
	return readSwitch('options.simulate', value);
}

/** @throws InvalidInput `options.charset` */
export function readCharset(value: unknown): Charset {
	return readChoice('options.charset', value, Object.keys(DECLARED_ENCODING) as Charset[]);
}

/** @throws InvalidInput `options.timeout` */
export function readTimeout(value: unknown): number {
	return readWholeNumber('options.timeout', value, { most: 600_000 });
}
