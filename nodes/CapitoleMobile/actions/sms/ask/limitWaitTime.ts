import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InvalidInput } from '../../../sms/invalidInput';
import { oneOf, shown } from '../../../sms/givenValue';
import { readSendingTime } from '../../../sms/schedule/schedule';
import { PROVIDER_TIMEZONE } from '../../../sms/schedule/timeZone';

/** As n8n's own nodes that ask have it. */
export const LIMIT_WAIT_TIME: INodeProperties = {
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
					description: 'How the end of the wait is given',
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
					description: 'Until when to wait, in the time zone of the workflow',
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
				},
			],
		},
	],
};

const readLimitType = oneOf('afterTimeInterval', 'atSpecifiedTime');

const MILLISECONDS: Readonly<Record<string, number>> = {
	minutes: 60_000,
	hours: 3_600_000,
	days: 86_400_000,
};

/** A wait that ends later is none: the SMS would be out, and n8n could not keep the date. */
const LATEST = Date.UTC(9999, 0);

/**
 * When the wait is over, in milliseconds since the epoch; null for never.
 *
 * @param now milliseconds since the epoch
 * @throws InvalidInput `options.limitWaitTime` for what is no time to come
 */
export function readWaitLimit(context: IExecuteFunctions, now: number): number | null {
	const values = context.getNodeParameter('options.limitWaitTime.values', 0, null) as {
		limitType?: unknown;
		resumeAmount?: unknown;
		resumeUnit?: unknown;
		maxDateAndTime?: unknown;
	} | null;
	if (values === null) return null;
	const { resumeAmount = 1, resumeUnit = 'hours' } = values;
	const { limitType = 'afterTimeInterval' } = values;
	if (readLimitType('options.limitWaitTime', limitType) === 'atSpecifiedTime') {
		return readDate(values.maxDateAndTime, context.getTimezone(), now);
	}
	const duration = Number(resumeAmount) * (MILLISECONDS[String(resumeUnit)] ?? Number.NaN);
	if (duration > 0 && now + duration < LATEST) return now + Math.round(duration);
	throw new InvalidInput(
		'options.limitWaitTime',
		`${shown(resumeAmount)} with the unit ${shown(resumeUnit)} is not a time to wait`,
		'Set an amount above 0, in minutes, hours or days.',
	);
}

function readDate(value: unknown, workflowTimezone: string, now: number): number {
	const zones = { workflowTimezone, providerTimezone: PROVIDER_TIMEZONE };
	let refusal = 'There is no date';
	try {
		const { instant } = readSendingTime(value, { ...zones, now });
		if (instant !== null) return instant;
	} catch (reason) {
		refusal = reason instanceof InvalidInput ? reason.message : String(reason);
	}
	throw new InvalidInput(
		'options.limitWaitTime',
		refusal,
		'Set a date and a time that are still to come.',
	);
}
