import type { Check, Verdict } from './codes';

type Code = Exclude<Check, 'NUMBERS'> | 'SENDING_OK' | 'TOO_LONG_SENDER' | '_IS_REFUSED';

/**
 * How an answer is laid out when several codes are due: undocumented. Given the lines for the
 * refused numbers, the sender's warning, and `SENDING_OK;balance` (null when nothing was sent).
 */
export type AnswerLayout = (lines: {
	refusals: readonly string[];
	warning: string | null;
	ok: string | null;
}) => string;

const present = (lines: ReadonlyArray<string | null>): string[] =>
	lines.filter((line) => line !== null);

export const ANSWER_LAYOUTS = {
	lines: ({ refusals, warning, ok }) => present([...refusals, warning, ok]).join('\n'),
	lineBreakTags: ({ refusals, warning, ok }) => present([...refusals, warning, ok]).join('<br>'),
	oneLine: ({ refusals, warning, ok }) => present([...refusals, warning, ok]).join(' '),
	successFirst: ({ refusals, warning, ok }) => present([ok, warning, ...refusals]).join('\n'),
	refusalsOnly: ({ refusals, warning, ok }) =>
		refusals.length > 0 ? refusals.join('\n') : present([warning, ok]).join('\n'),
} as const satisfies Record<string, AnswerLayout>;

export interface AnswerOptions {
	partialAnswer: keyof typeof ANSWER_LAYOUTS | AnswerLayout;
	/** "En plus du code réponse, vous recevez l'état du solde": which codes `;balance` follows. */
	balanceFollows: readonly Code[];
}

/** The body of the answer, in the codes of the page. `balance` is what is left, in SMS. */
export function writeAnswer(verdict: Verdict, balance: number, options: AnswerOptions): string {
	const withBalance = (line: string, code: Code) =>
		options.balanceFollows.includes(code) ? `${line};${balance}` : line;
	if (verdict.kind === 'refused') return withBalance(verdict.code, verdict.code);
	const { partialAnswer } = options;
	const layout =
		typeof partialAnswer === 'function' ? partialAnswer : ANSWER_LAYOUTS[partialAnswer];
	const isSent = verdict.messages.length > 0;
	return layout({
		refusals: verdict.refusals.map((line) => withBalance(line, '_IS_REFUSED')),
		warning:
			isSent && verdict.isSenderTooLong ? withBalance('TOO_LONG_SENDER', 'TOO_LONG_SENDER') : null,
		ok: isSent ? withBalance('SENDING_OK', 'SENDING_OK') : null,
	});
}
