import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isNearHost } from '../../sms/addresses';
import { codeMeaning, type Warning } from '../../sms/codes';
import { compose, type Composition } from '../../sms/composition';
import { figure } from '../../sms/figure';
import { oneOf, readRoute, readText, shown } from '../../sms/optionReaders';
import { InvalidInput, Refused } from '../../sms/refused';
import { countParts } from '../../sms/text/length';
import { capacityOf, MAXIMUM_SEGMENTS, type SegmentCount } from '../../sms/text/segments';
import { prepareText, type TextRules } from '../../sms/text/text';
import { Parameters } from '../../n8n/parameters';
import { type GivenOptions, readLimits } from '../sms/givenOptions';
import { missingIn } from '../sms/message';
import { signedLink, withLink, withLinkAtEnd, withoutLink } from './link';
import { isReview, numberOfNext, type AskedQuestion } from './answer';
import { isBlank, type AnswerWanted } from './page';

export interface QuestionToAsk {
	readonly question: AskedQuestion;
	readonly composition: Composition;
	readonly link: string;
	/** Sentences for the user that do not stop the SMS. */
	readonly warnings: readonly string[];
}

/**
 * @throws InvalidInput for an invalid field
 * @throws Refused for a person on a do-not-contact list, whose answer the workflow would never get
 */
export function readQuestion(
	context: IExecuteFunctions,
	options: GivenOptions,
	simulated: boolean,
): QuestionToAsk {
	const parameters = new Parameters(context);
	const noticed: Warning[] = [];
	const number = numberOfNext(context);
	const link = signedLink(context, number);
	const rules = readRules(context, options);
	const { sms, page, isShortened } = textsOf(context, parameters, link.href, rules);
	const limits = readLimits(options);
	if (limits.refusal !== undefined) throw limits.refusal;
	const { doNotContact } = limits;
	const window = options.read('sendingWindow', 0);
	const timezone = options.read('timezone', 0);
	const composition = compose(
		{
			recipients: parameters.given('recipients', 'recipients', 0, ''),
			text: sms,
			sender: parameters.filled('sender', 'sender', 0, (hole) =>
				noticed.push(missingIn('sender', hole)),
			),
			route: parameters.given('route', 'route', 0, 'N'),
			// The link leaves hardly any room in one part.
			long: true,
			prog: '',
			id: '',
		},
		{
			...rules,
			costlyLetters: 'plain',
			invalidRecipients: 'error',
			doNotContact: doNotContact.numbers,
			// A postponed question could arrive after its wait.
			sendingWindow: window && { ...window, outside: 'error' },
			timezone,
			now: Date.now(),
			noticed,
		},
	);
	limits.check(0, composition.recipients);
	const waitLimit = options.read('limitWaitTime', 0);
	const question: AskedQuestion = {
		number,
		phone: onlyPhone(composition),
		askedAt: Date.now(),
		question: {
			text: page,
			sender: composition.message.sender,
			answer: readAnswerWanted(context, parameters),
		},
		until: waitLimit === null ? null : waitLimit(timezone, Date.now()),
		simulated,
		includesInput: options.read('includeInput', 0),
	};
	return {
		question,
		composition,
		link: link.href,
		warnings: [
			...(isNearHost(link) ? [privateLink(link)] : []),
			...(isShortened ? [SHORTENED] : []),
			...[...doNotContact.warnings, ...composition.warnings]
				// Every question with a link has several parts; its field says so.
				.filter(({ code }) => code !== 'SEVERAL_PARTS')
				.map((warning) => warning.message),
		],
	};
}

export interface QuestionRules extends TextRules {
	/** Whether the provider may append its STOP mention. */
	readonly isMarketing: boolean;
}

/**
 * The question for the SMS and for the page. In a review, the message holds what the agent wants to do:
 * it may be longer than an SMS, and is shown literally, `{link}` included.
 */
function textsOf(
	context: IExecuteFunctions,
	parameters: Parameters,
	link: string,
	rules: QuestionRules,
): { readonly sms: string; readonly page: string; readonly isShortened: boolean } {
	const review = isReview(context);
	const message = readText(
		review
			? parameters.given('message', 'message', 0, '')
			: parameters.filled('message', 'message', 0),
	);
	const written = review ? shortened(message, link, rules) : message;
	if (!review) refuseTooLong(message, link, rules);
	const page = review ? message.trim() : withoutLink(message);
	if (isBlank(page)) {
		throw new InvalidInput('message', 'The question is empty', 'Write what you want to know.');
	}
	const sms = review ? withLinkAtEnd(written, link) : withLink(message, link);
	return { sms, page, isShortened: written !== message };
}

/** Longer messages are not normalised, which could take seconds. */
const MAX_COUNTED = 2000;

/** @throws InvalidInput `message` with figures if it does not fit beside its link */
export function refuseTooLong(message: string, link: string, rules: QuestionRules): void {
	const count = message.length > MAX_COUNTED ? null : countOf(withLink(message, link), rules);
	if (count !== null && count.segments <= MAXIMUM_SEGMENTS) return;
	const room = capacityOf(count?.encoding ?? 'GSM-7', MAXIMUM_SEGMENTS);
	const characters = count ? Math.max(0, count.characters - link.length) : message.length;
	throw new InvalidInput(
		'message',
		`The question has ${figure(characters)} characters and the link ${String(link.length)}; ${String(MAXIMUM_SEGMENTS)} SMS hold ${String(room)}`,
		`Shorten the question to ${String(Math.max(0, room - link.length))} characters.`,
	);
}

/** What a page can show and a person can read; an agent may pass whole files. */
const MAX_REVIEW = 100_000;

/**
 * Shortens the message in the middle until it fits with a link at its end.
 *
 * @throws InvalidInput `message` if it is too long for the page
 */
export function shortened(message: string, link: string, rules: QuestionRules): string {
	if (message.length > MAX_REVIEW) {
		throw new InvalidInput(
			'message',
			`The message has ${figure(message.length)} characters, and the page shows ${figure(MAX_REVIEW)} at most`,
			'Shorten the description of the tool in the message.',
		);
	}
	const fits = (text: string): boolean =>
		countOf(withLinkAtEnd(text, link), rules).segments <= MAXIMUM_SEGMENTS;
	if (message.length <= MAX_COUNTED && fits(message)) return message;
	const characters = Array.from(message);
	// Each character takes at least one unit, so no more than this can fit.
	for (let kept = Math.min(characters.length, 612); ; kept -= 1) {
		const end = Math.floor(kept / 2);
		const start = characters.slice(0, kept - end).join('');
		const rest = characters.slice(characters.length - end).join('');
		const text = `${start.trimEnd()} ... ${rest.trimStart()}`;
		if (kept <= 0 || fits(text)) return text;
	}
}

function countOf(message: string, rules: QuestionRules): SegmentCount {
	const { text } = prepareText(message, rules);
	return countParts(text, { long: true, stopMention: rules.isMarketing });
}

/** Rewords an error of Send for a question: its text is the field Message. */
export function ofQuestion(reason: unknown): unknown {
	if (!(reason instanceof InvalidInput)) return reason;
	const { field, message, remedy, code } = reason;
	if (field === 'text') return new InvalidInput('message', message, remedy, code);
	return field === 'Sending Window' && message.includes('outside the sending window')
		? new InvalidInput(field, message, OUTSIDE)
		: reason;
}

const OUTSIDE =
	'Ask again within the window, or change Sending Window. A question is never postponed: it could arrive when its wait is over.';

function readRules(context: IExecuteFunctions, options: GivenOptions): QuestionRules {
	return {
		// The user cannot correct an agent's text; the page shows it whole.
		unsupportedCharacters:
			isReview(context) && !options.has('unsupportedCharacters')
				? 'remove'
				: options.read('unsupportedCharacters', 0),
		// With a link, one ç always costs an extra SMS or two; the page shows the original text.
		plainLetters: true,
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

const privateLink = ({ origin }: URL): string =>
	`Phones cannot open the link, because n8n takes its own address to be ${origin}. Set the environment variable N8N_WEBHOOK_URL (WEBHOOK_URL before n8n 2.41) to its public address.`;

const SHORTENED =
	'The message and its link do not fit in 4 SMS. The SMS leaves out the middle of the message; the page shows all of it.';

const readResponseType = oneOf('approval', 'freeText');
const readApprovalType = oneOf('single', 'double');

/** @throws InvalidInput `responseType` or `approvalOptions` if it is not on the list */
function readAnswerWanted(context: IExecuteFunctions, parameters: Parameters): AnswerWanted {
	const wanted = context.getNodeParameter('responseType', 0, 'approval') as unknown;
	if (readResponseType('responseType', wanted) === 'freeText') return { type: 'freeText' };
	const options = context.getNodeParameter('approvalOptions.values', 0, {}) as IDataObject;
	const { approvalType = 'double' } = options;
	const label = (name: 'approveLabel' | 'disapproveLabel'): string =>
		buttonLabel(parameters.given('approvalOptions', `approvalOptions.values.${name}`, 0, ''));
	const isDouble = readApprovalType('approvalOptions', approvalType) === 'double';
	return {
		type: 'approval',
		approve: label('approveLabel'),
		decline: isDouble ? label('disapproveLabel') : null,
	};
}

const MAX_LABEL = 100;

/** Empty for the page's own label. */
function buttonLabel(value: unknown): string {
	const label = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	if (label.length <= MAX_LABEL) return isBlank(label) ? '' : label.trim();
	throw new InvalidInput(
		'approvalOptions',
		`The label ${shown(label)} has ${String(label.length)} characters`,
		`Shorten it to ${String(MAX_LABEL)} or fewer.`,
	);
}
