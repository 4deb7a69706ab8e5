import type { IDataObject } from 'n8n-workflow';

import type { Row } from '../../campaign/outcome/row';
import { figure } from '../../sms/figure';
import type { Warning } from '../../sms/codes';

/** Numbers that a cell of a table can show. */
const SHOWN_NUMBERS = 3;

/** What a table shows at one glance: no value is nested, and what has none is null. */
export function flatRow(row: Row): IDataObject {
	const { outcome, reason, credits, creditsLeft, scheduledAt, code, details } = row;
	return {
		outcome,
		recipient: fewNumbers(row.recipient),
		reason,
		credits,
		creditsLeft,
		text: details.sms?.text ?? null,
		warnings: warningsText(details.warnings),
		campaignId: row.campaignId || null,
		scheduledAt,
		code,
	};
}

/** The same with everything that is known. */
export function wholeRow(row: Row): IDataObject {
	const { recipient, accepted, details } = row;
	return { ...flatRow(row), recipient, accepted, details };
}

/** What the error output holds, where one look must do: the failure, and what was spent all the same. */
export function flatFailure({
	outcome,
	code,
	recipient,
	accepted,
	credits,
	creditsLeft,
}: Row): IDataObject {
	const spent = accepted > 0 ? { accepted, credits, creditsLeft } : {};
	return { outcome, code, recipient: fewNumbers(recipient), ...spent };
}

/** All of them as one text, empty where there is none. */
export const warningsText = (warnings: readonly Warning[]): string =>
	warnings.map(({ message }) => message).join('; ');

/** @param joined numbers, joined by ", " */
export function fewNumbers(joined: string): string {
	const numbers = joined.split(', ');
	if (numbers.length <= SHOWN_NUMBERS) return joined;
	const others = figure(numbers.length - SHOWN_NUMBERS);
	return `${numbers.slice(0, SHOWN_NUMBERS).join(', ')} and ${others} more`;
}
