import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Charset } from '../../sms/document/charset';
import { DECLARED_ENCODING } from '../../sms/document/charset';
import type { InputField } from '../../sms/invalidInput';
import { InvalidInput } from '../../sms/invalidInput';
import { inputFailure } from '../../n8n/itemFailure';

/** What holds for a whole run of the node; read from its first item. */
export interface Settings {
	readonly charset: Charset;
	readonly combineItems: boolean;
	/** Numbers in one request, at most. */
	readonly maxRecipients: number;
	/** Requests under way at the same time. */
	readonly parallelRequests: number;
	readonly outputPer: 'item' | 'recipient';
	/** Milliseconds for one request and its answer. */
	readonly timeout: number;
}

/** @throws NodeOperationError for a value that an expression made impossible; nothing was sent then */
export function readSettings(context: IExecuteFunctions): Settings {
	try {
		return settingsOf(context);
	} catch (reason) {
		const { message, description } = inputFailure(reason);
		throw new NodeOperationError(context.getNode(), message, { description });
	}
}

function settingsOf(context: IExecuteFunctions): Settings {
	const option = (name: string, otherwise: unknown): unknown =>
		context.getNodeParameter(`options.${name}`, 0, otherwise);
	return {
		charset: readCharset(option('charset', 'iso-8859-15')),
		combineItems: option('combineItems', false) === true,
		maxRecipients: readCount(option('maxRecipients', 500), 'options.maxRecipients', 10_000),
		parallelRequests: readCount(option('parallelRequests', 4), 'options.parallelRequests', 50),
		outputPer: option('outputPer', 'item') === 'recipient' ? 'recipient' : 'item',
		timeout: readCount(option('timeout', 30_000), 'options.timeout', 600_000),
	};
}

function readCharset(value: unknown): Charset {
	if (typeof value === 'string' && value in DECLARED_ENCODING) return value as Charset;
	throw new InvalidInput(
		'options.charset',
		`The charset "${String(value)}" is not one of ${Object.keys(DECLARED_ENCODING).join(', ')}`,
		'Choose one from the list.',
	);
}

function readCount(value: unknown, field: InputField, most: number): number {
	const count = Number(value);
	if (Number.isInteger(count) && count >= 1 && count <= most) return count;
	throw new InvalidInput(
		field,
		`${String(value)} is not a whole number from 1 to ${String(most)}`,
		'Correct the option, or remove it to use its default.',
	);
}
