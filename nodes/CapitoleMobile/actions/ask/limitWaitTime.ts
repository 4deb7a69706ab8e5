import type { INodeProperties } from 'n8n-workflow';

import { isGroup, oneOf, shown } from '../../sms/optionReaders';
import { InvalidInput } from '../../sms/refused';
import { readSendingTime } from '../../sms/schedule/schedule';

/** The same field as in n8n's own send-and-wait nodes. */
export const LIMIT_WAIT_TIME = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	description:
		'How long to wait for an answer. After that the workflow goes on without one, and "timedOut" is true.',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					options: [
						{ name: 'After Time Interval', value: 'afterTimeInterval' },
						{ name: 'At Specified Time', value: 'atSpecifiedTime' },
					],
					default: 'afterTimeInterval',
					description: 'How to set the end of the wait',
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: 1,
					description: 'How many units of time to wait',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					options: [
						{ name: 'Days', value: 'days' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Minutes', value: 'minutes' },
					],
					default: 'hours',
					description: 'The unit of the amount',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					default: '',
					description:
						'When to stop waiting. A time without an offset is Paris time, as in Send At.',
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
				},
			],
		},
	],
} as const satisfies INodeProperties;

const readLimitType = oneOf('afterTimeInterval', 'atSpecifiedTime');

const MILLISECONDS: Readonly<Record<string, number>> = {
	minutes: 60_000,
	hours: 3_600_000,
	days: 86_400_000,
};

/** n8n ends expired waits once a minute. */
const MIN_WAIT_MS = 60_000;

/** n8n cannot store a later date, and would fail after the SMS was sent. */
const LATEST = Date.UTC(9999, 0);

/**
 * The end of the wait, in milliseconds since the epoch.
 *
 * @param option as set by the user
 * @param timezone for a date without an offset
 * @param now milliseconds since the epoch
 * @throws InvalidInput “Limit Wait Time” unless it is a future time: a wait must not last for ever
 */
export function readWaitLimit(option: unknown, timezone: string, now: number): number {
	const values: unknown = (option as { values?: unknown } | null | undefined)?.values;
	if (!isGroup(values) || Object.keys(values).length === 0) {
		throw refusedLimit('It has no limit', 'Set an amount or a date, or remove the option.');
	}
	const limit = { limitType: 'afterTimeInterval', resumeAmount: 1, resumeUnit: 'hours', ...values };
	if (readLimitType('Limit Wait Time', limit.limitType) === 'atSpecifiedTime') {
		return readLimitDate((limit as { maxDateAndTime?: unknown }).maxDateAndTime, timezone, now);
	}
	const { resumeAmount, resumeUnit } = limit as { resumeAmount: unknown; resumeUnit: unknown };
	const unit = MILLISECONDS[String(resumeUnit)] ?? NaN;
	const isNumber = !Array.isArray(resumeAmount) && /^\s*\d+(\.\d+)?\s*$/.test(String(resumeAmount));
	const duration = isNumber ? Math.round(Number(resumeAmount) * unit) : NaN;
	if (duration >= MIN_WAIT_MS && now + duration < LATEST) return now + duration;
	throw refusedLimit(
		`${shown(resumeAmount)} with the unit ${shown(resumeUnit)} is not a time to wait`,
		'Set a number of minutes, hours or days, one minute at least.',
	);
}

function readLimitDate(value: unknown, timezone: string, now: number): number {
	let refusal = 'There is no date';
	try {
		const { instant } = readSendingTime(value, { timezone, now });
		// `now` is rounded up to a whole second, as "{{ $now }}" was.
		if (instant !== null && instant > Math.ceil(now / 1000) * 1000) return instant;
		if (instant !== null) refusal = 'The date is not in the future';
	} catch (reason) {
		refusal = reason instanceof InvalidInput ? reason.message : String(reason);
	}
	throw refusedLimit(refusal, 'Set a date and a time that are still to come.');
}

const refusedLimit = (what: string, remedy: string): InvalidInput =>
	new InvalidInput('Limit Wait Time', what, remedy);
