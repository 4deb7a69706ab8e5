import { codeMeaning, NUMBER_CODES, type CodeMeaning, type Warning } from '../../sms/codes';
import type { Composition } from '../../sms/composition';
import { savingOf, type Saving } from '../../sms/credits';
import { tooLongAdvice } from '../../sms/text/length';
import type { Deliveries } from '../ledger';
import {
	smsOf,
	verdictOf,
	type NumberOutcome,
	type RejectedNumber,
	type Row,
	type Verdict,
} from './verdict';

/** A row, and the failure to report to n8n, if any. */
export interface Entry {
	readonly row: Row;
	readonly failure: CodeMeaning | null;
	readonly saving?: Saving | null;
}

export const itemEntry = (composition: Composition, deliveries: Deliveries): Entry =>
	entryOf(composition, deliveries, numbersOf(composition, deliveries));

/** One entry for each recipient, skipped ones last. None is a failure unless the item is one. */
export function recipientEntries(composition: Composition, deliveries: Deliveries): Entry[] {
	const numbers = numbersOf(composition, deliveries);
	const { isFailure } = verdictOf(numbers);
	return numbers.map((number) => {
		const entry = entryOf(composition, deliveries, [number]);
		return isFailure ? entry : { ...entry, failure: null };
	});
}

/** Every recipient of the item, including those without an outcome: none may go missing. */
function numbersOf(
	{ recipients, rejected }: Composition,
	{ outcomes }: Deliveries,
): readonly NumberOutcome[] {
	const known = new Map(outcomes.map((outcome) => [outcome.recipient, outcome]));
	return [
		...recipients.map((recipient): NumberOutcome => {
			return known.get(recipient) ?? { recipient, outcome: 'notSent', code: 'NOT_TRIED' };
		}),
		...rejected.map((one): NumberOutcome => ({ ...one, outcome: 'rejected', isSkipped: true })),
	];
}

function entryOf(
	composition: Composition,
	deliveries: Deliveries,
	numbers: readonly NumberOutcome[],
): Entry {
	const { isOtherText = false, scheduledAt = composition.scheduledAt } = deliveries;
	const verdict = verdictOf(numbers);
	const row: Row = {
		outcome: verdict.outcome,
		recipient: numbers.map(({ recipient }) => recipient).join(', '),
		reason: reasonOf(verdict, numbers),
		credits: numbers.reduce((sum, { credits = 0 }) => sum + credits, 0),
		code: verdict.code,
		accepted: numbers.filter(({ outcome }) => outcome === 'accepted').length,
		creditsLeft: deliveries.creditsLeft,
		campaignId: isOtherText ? '' : composition.message.id,
		scheduledAt,
		details: {
			recipients: numbers.filter(({ isSkipped }) => !isSkipped).map(({ recipient }) => recipient),
			rejected: numbers.filter(isRejected).map((number) => {
				const { recipient, outcome, code } = number;
				return { recipient, outcome, code, reason: whyOf(number) };
			}),
			warnings: [...(isOtherText ? [] : composition.warnings), ...deliveries.warnings],
			sms: isOtherText ? null : smsOf(composition),
		},
	};
	const cause = numbers.find((number) => number.cause !== undefined)?.cause;
	const paidFor = numbers.filter(({ credits = 0 }) => credits > 0);
	return {
		row,
		failure: verdict.isFailure ? failureToTell(row, cause, deliveries.warnings, composition) : null,
		saving: isOtherText
			? null
			: savingOf(
					composition,
					paidFor.map(({ recipient }) => recipient),
				),
	};
}

const isRejected = ({ outcome }: NumberOutcome): boolean =>
	outcome !== 'accepted' && outcome !== 'duplicate';

/** The reason for an outcome in one sentence. If the recipient was not tried, includes the cause. */
function whyOf({ code, cause, reason }: NumberOutcome): string {
	if (reason !== undefined) return reason;
	const { meaning } = codeMeaning(code);
	return cause === undefined ? meaning : `${meaning} (${cause}). ${codeMeaning(cause).meaning}`;
}

function reasonOf({ outcome, code }: Verdict, numbers: readonly NumberOutcome[]): string {
	if (outcome === 'accepted' && code === 'SENDING_OK') return 'Accepted';
	const worst = numbers.find((number) => number.code === code);
	const why = worst === undefined ? codeMeaning(code).meaning : whyOf(worst);
	if (outcome !== 'partial') return why;
	const accepted = numbers.filter((number) => number.outcome === 'accepted').length;
	const others = new Set(numbers.filter(isRejected).map((number) => number.code));
	const more = others.size > 1 ? ' (among other reasons)' : '';
	return `${String(accepted)} of ${String(numbers.length)} numbers accepted. ${why}${more}`;
}

/** The failure to report when the SMS did not reach everyone, or may not have. */
function failureToTell(
	{ code, reason, recipient, details }: Row,
	cause: string | undefined,
	answers: readonly Warning[],
	{ message, phoneText }: Composition,
): CodeMeaning {
	const { long, text } = message;
	const rules = { long, stopMention: phoneText !== text };
	const advice = code === 'TOO_LONG_MESSAGE' ? tooLongAdvice(text, rules) : null;
	if (advice !== null) return { ...advice, meaning: `${advice.meaning} (${code})` };
	const { remedy } = codeMeaning(cause ?? code);
	const isAboutOne = details.rejected.length === 1 && !recipient.includes(',');
	const isRefusedNumber = NUMBER_CODES.some((one) => one === code);
	const number = isAboutOne && isRefusedNumber ? `${recipient}: ` : '';
	const seen = answers
		.filter((warning) => warning.code === 'UNEXPECTED_ANSWER' || warning.code === 'NO_ANSWER')
		.map(({ message: told }) => told.replace(`${reason} (`, '(').replace(/"$/, '".'));
	return { meaning: `${number}${reason} (${code})`, remedy: [remedy, ...seen].join(' ').trim() };
}

/** The entry of an item that was not sent, because of the item or the whole run. */
export function unsentEntry(
	outcome: 'rejected' | 'notSent',
	failure: CodeMeaning & Pick<Row, 'code' | 'brief'>,
	known: { readonly recipient?: string; readonly composition?: Composition } = {},
	rejected: readonly RejectedNumber[] = [],
): Entry {
	const { composition } = known;
	const { code, meaning, remedy, brief } = failure;
	const { recipients = [], warnings = [] } = composition ?? {};
	const row: Row = {
		outcome,
		recipient: composition ? recipients.join(', ') : (known.recipient ?? ''),
		// A single recipient has one reason, whoever refused it.
		reason: rejected.length === 1 ? (rejected[0]?.reason ?? meaning) : meaning,
		credits: 0,
		code,
		...(brief === undefined ? {} : { brief }),
		accepted: 0,
		creditsLeft: null,
		campaignId: composition?.message.id ?? '',
		scheduledAt: composition?.scheduledAt ?? null,
		details: { recipients, rejected, warnings, sms: null },
	};
	return { row, failure: { meaning, remedy } };
}
