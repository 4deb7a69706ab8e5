import type { Check, Verdict } from './codes';

type Code = Exclude<Check, 'NUMBERS'> | 'SENDING_OK' | 'TOO_LONG_SENDER' | '_IS_REFUSED';

export interface AnswerOptions {
	/** How several codes stand in one answer, or that refusals stand alone: undocumented. */
	partialAnswer: 'lines' | 'semicolons' | 'refusalsOnly';
	/** "En plus du code réponse, vous recevez l'état du solde": which codes `;balance` follows. */
	balanceFollows: readonly Code[];
}

/** The body of the answer, in the codes of the page. `balance` is what is left, in SMS. */
export function writeAnswer(verdict: Verdict, balance: number, options: AnswerOptions): string {
	const withBalance = (line: string, code: Code) =>
		options.balanceFollows.includes(code) ? `${line};${balance}` : line;
	if (verdict.kind === 'refused') return withBalance(verdict.code, verdict.code);
	const lines = verdict.refusals.map((line) => withBalance(line, '_IS_REFUSED'));
	const sign = options.partialAnswer === 'semicolons' ? ';' : '\n';
	const isAlone = lines.length > 0 && options.partialAnswer === 'refusalsOnly';
	if (verdict.messages.length === 0 || isAlone) return lines.join(sign);
	if (verdict.isSenderTooLong) lines.push(withBalance('TOO_LONG_SENDER', 'TOO_LONG_SENDER'));
	return [...lines, withBalance('SENDING_OK', 'SENDING_OK')].join(sign);
}
