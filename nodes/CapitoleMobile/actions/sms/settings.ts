import type { IExecuteFunctions } from 'n8n-workflow';

import { Options, RunOptions } from '../../n8n/options';
import type { Charset } from '../../sms/document/charset';
import { DECLARED_ENCODING } from '../../sms/document/charset';
import { readChoice, readSwitch, readWholeNumber } from '../../sms/optionValue';

/** What holds for a whole run of Send. */
export interface Settings {
	readonly charset: Charset;
	readonly combineItems: boolean;
	/** Numbers in one request, at most. */
	readonly maxRecipients: number;
	/** Requests under way at the same time. */
	readonly parallelRequests: number;
	readonly outputPer: 'item' | 'recipient' | 'run';
	/** Without any request, see `simulatedWorld`. */
	readonly simulate: boolean;
	/** Milliseconds for one request and its answer. */
	readonly timeout: number;
}

export interface ReadSettings {
	readonly settings: Settings;
	/** Items whose options differ from the first one's, by index, with what is wrong. */
	readonly refused: ReadonlyMap<number, unknown>;
}

/** @throws InvalidInput for a value that holds for the run and is none; nothing can be sent then */
export function readSettings(context: IExecuteFunctions): ReadSettings {
	const options = new RunOptions(context, context.getInputData().length);
	const settings: Settings = {
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
		outputPer: options.read<Settings['outputPer']>('options.outputPer', 'item', (value) =>
			readChoice('options.outputPer', value, ['item', 'recipient', 'run']),
		),
		simulate: options.read('options.simulate', false, readSimulate),
		timeout: options.read('options.timeout', 30_000, readTimeout),
	};
	return { settings, refused: options.refused };
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
