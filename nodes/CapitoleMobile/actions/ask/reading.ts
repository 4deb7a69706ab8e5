import type { IExecuteFunctions } from 'n8n-workflow';

import type { Options } from '../../n8n/options';
import { codeMeaning } from '../../sms/codes';
import { compose, type Composition } from '../../sms/composition';
import { oneOf, readLong, readRoute, readText, shown } from '../../sms/givenValue';
import { InvalidInput } from '../../sms/invalidInput';
import { Refused } from '../../sms/refused';
import { readSendingTime } from '../../sms/schedule/schedule';
import { PROVIDER_TIMEZONE } from '../../sms/schedule/timeZone';
import { UNSUPPORTED_CHARACTERS } from '../sms/message';
import { doNotContactOf } from '../sms/whom';
import { linkParameters, numberOfNext, type AskedQuestion } from './kept';
import {
	isPrivateLink,
	refuseTooLong,
	shortened,
	withLink,
	withoutLink,
	type AnswerWanted,
	type QuestionRules,
} from './question';

/** A question that is ready to be sent. */
export interface QuestionToAsk {
	readonly question: AskedQuestion;
	readonly composition: Composition;
	readonly link: string;
	/** What the user should know though the SMS goes out, in sentences. */
	readonly warnings: readonly string[];
}

/** Whether n8n runs the node to have a tool of an AI agent reviewed; it names such a node so. */
export const isReview = (context: IExecuteFunctions): boolean =>
	context.getNode().type.endsWith('HitlTool');

/**
 * @throws InvalidInput for a field that cannot be sent as it is
 * @throws Refused for somebody who is not to be contacted: there is no answer to go on with
 */
export function readQuestion(
	context: IExecuteFunctions,
	options: Options,
	simulated: boolean,
): QuestionToAsk {
	const parameter = (name: string, otherwise: unknown): unknown =>
		context.getNodeParameter(name, 0, otherwise);
	const message = readText(parameter('message', ''));
	if (message.trim() === '') {
		throw new InvalidInput('message', 'The question is empty', 'Write what you want to know.');
	}
	const number = numberOfNext(context);
	requireSignature(context);
	const link = context.getSignedResumeUrl(linkParameters(number));
	const rules = readRules(context, options);
	const written = isReview(context) ? shortened(message, link, rules) : message;
	if (written === message) refuseTooLong(message, link, rules);
	const doNotContact = doNotContactOf(options);
	const composition = compose(
		{
			recipients: parameter('recipients', ''),
			text: withLink(written, link),
			sender: parameter('sender', ''),
			route: parameter('route', 'N'),
			long: rules.long,
			prog: '',
			id: '',
		},
		{
			...rules,
			costlyLetters: 'plain',
			invalidRecipients: 'error',
			doNotContact: doNotContact.numbers,
			sendingWindow: null,
			timezone: PROVIDER_TIMEZONE,
			now: Date.now(),
		},
	);
	const until = readWaitLimit(context, Date.now());
	const question = {
		text: withoutLink(message),
		answer: readAnswerWanted(context, isReview(context)),
	};
	return {
		question: { number, phone: onlyPhone(composition), question, until, simulated },
		composition,
		link,
		warnings: [
			...warningsOf(link, written !== message),
			...[...doNotContact.warnings, ...composition.warnings]
				// Beside a link every question is, which its field says.
				.filter(({ code }) => code !== 'SEVERAL_PARTS')
				.map((warning) => warning.message),
		],
	};
}

/** n8n 1.x looks at a link's signature only where a node says so; n8n 2.x always does. */
function requireSignature(context: IExecuteFunctions): void {
	const n8n1: { readonly setSignatureValidationRequired?: unknown } & object = context;
	if (typeof n8n1.setSignatureValidationRequired === 'function') {
		n8n1.setSignatureValidationRequired();
	}
}

/** The text of the SMS is our field Message. */
export function aboutMessage(reason: unknown): unknown {
	return reason instanceof InvalidInput && reason.field === 'text'
		? new InvalidInput('message', reason.message, reason.remedy)
		: reason;
}

function readRules(context: IExecuteFunctions, options: Options): QuestionRules {
	return {
		// What an agent writes into its tool is not the user's to correct; the page shows it whole.
		unsupportedCharacters: options.read(
			'options.unsupportedCharacters',
			0,
			isReview(context) ? 'remove' : 'replace',
			UNSUPPORTED_CHARACTERS,
		),
		// Beside a link one ç always costs an SMS or two, and the page shows it as it was written.
		plainLetters: true,
		long: readLong(context.getNodeParameter('long', 0, true)),
		isMarketing: readRoute(context.getNodeParameter('route', 0, 'N')) === 'M',
	};
}

function onlyPhone({ recipients, rejected }: Composition): string {
	const [phone] = recipients;
	const count = recipients.length + rejected.length;
	if (count === 1 && phone !== undefined) return phone;
	if (count === 1) {
		const { meaning, remedy } = codeMeaning('DO_NOT_CONTACT');
		throw new Refused('DO_NOT_CONTACT', meaning, remedy);
	}
	throw new InvalidInput(
		'recipients',
		`There are ${String(count)} numbers, but only one person can answer`,
		'Give one number. To ask several people, put Loop Over Items before this node.',
	);
}

function warningsOf(link: string, isShortened: boolean): string[] {
	const warnings: string[] = [];
	if (isPrivateLink(link)) {
		warnings.push(
			`Phones cannot open the link, because n8n takes its own address to be ${new URL(link).origin}. Set the environment variable WEBHOOK_URL to its public address.`,
		);
	}
	if (isShortened) {
		warnings.push(
			'The message is longer than 4 SMS hold beside the link. Its middle is left out of the SMS; the page shows all of it.',
		);
	}
	return warnings;
}

const readResponseType = oneOf('approval', 'freeText');
const readApprovalType = oneOf('single', 'double');

/**
 * What the page asks for.
 *
 * @param isReview whether a person reviews what an agent is about to do
 * @throws InvalidInput `responseType` or `approvalOptions` for what the list does not offer
 */
function readAnswerWanted(context: IExecuteFunctions, isReview: boolean): AnswerWanted {
	const wanted = context.getNodeParameter('responseType', 0, 'approval') as unknown;
	if (readResponseType('responseType', wanted) === 'freeText') return { type: 'freeText' };
	const options = context.getNodeParameter('approvalOptions.values', 0, {}) as {
		approvalType?: unknown;
		approveLabel?: unknown;
		disapproveLabel?: unknown;
	};
	// A review that nobody can decline is none.
	const { approvalType = isReview ? 'double' : 'single' } = options;
	return {
		type: 'approval',
		approve: labelOf(options.approveLabel),
		decline:
			readApprovalType('approvalOptions', approvalType) === 'double'
				? labelOf(options.disapproveLabel)
				: null,
	};
}

const labelOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

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
function readWaitLimit(context: IExecuteFunctions, now: number): number | null {
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

function readDate(value: unknown, timezone: string, now: number): number {
	let refusal = 'There is no date';
	try {
		const { instant } = readSendingTime(value, { timezone, now });
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
