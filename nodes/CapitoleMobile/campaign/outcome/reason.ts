import { codeMeaning, type CodeMeaning, NUMBER_CODES, type Warning } from '../../sms/codes';
import type { Composition } from '../../sms/composition';
import { tooLongAdvice } from '../../sms/text/length';
import type { Row } from './row';
import type { ItemOutcome, NumberOutcome } from './verdict';

/** Whether a number got nothing, and not because it was sent to before. */
export const isRejected = ({ outcome }: NumberOutcome): boolean =>
	outcome !== 'accepted' && outcome !== 'duplicate';

/** Why a number has its outcome, in one sentence; of what was not tried, the cause is what matters. */
export function whyOf({ code, cause, reason }: NumberOutcome): string {
	if (reason !== undefined) return reason;
	const { meaning } = codeMeaning(code);
	return cause === undefined ? meaning : `${meaning} (${cause}). ${codeMeaning(cause).meaning}`;
}

/** The same of an item. */
export function reasonOf(
	outcome: ItemOutcome,
	code: string,
	accepted: number,
	numbers: readonly NumberOutcome[],
): string {
	if (outcome === 'accepted' && code === 'SENDING_OK') return 'Accepted';
	const worst = numbers.find((number) => number.code === code);
	const why = worst === undefined ? codeMeaning(code).meaning : whyOf(worst);
	if (outcome !== 'partial') return why;
	const others = new Set(numbers.filter(isRejected).map((number) => number.code));
	const more = others.size > 1 ? ' (among other reasons)' : '';
	return `${String(accepted)} of ${String(numbers.length)} numbers accepted. ${why}${more}`;
}

/** What to say when the SMS did not go, or may not have gone, to all. */
export function failureOf(
	{ code, reason, recipient, details }: Row,
	cause: string | undefined,
	answers: readonly Warning[],
	{ message, phoneText }: Composition,
): CodeMeaning {
	const { long, text } = message;
	const rules = { long, stopMention: phoneText !== text };
	const advice = (cause ?? code) === 'TOO_LONG_MESSAGE' ? tooLongAdvice(text, rules) : null;
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
