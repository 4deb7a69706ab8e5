import { codeMeaning, type CodeMeaning } from '../sms/codes';
import { labelOf } from '../sms/fields';
import { InvalidInput } from '../sms/invalidInput';
import { Refused } from '../sms/refused';

/** Why something did not go well, for a person, and for workflows to branch on. */
export interface Failure extends CodeMeaning {
	readonly code: string;
	/** What a summary says after a count, where the code alone tells too little. */
	readonly brief?: string | undefined;
}

/** What n8n throws for a value that it cannot give: an expression that does not resolve, mostly. */
const OF_N8N = /^(?:Expression\w*|NodeOperation|NodeApi|Application)Error$/;

/** What to say of anything that was thrown before an SMS left. */
export function failureOf(reason: unknown): Failure {
	if (reason instanceof InvalidInput) {
		const { code, field, message, remedy } = reason;
		const text = message.replace(/\.$/, '');
		// What is said of a text names it by what is in it.
		const meaning = field === 'text' ? text : `${labelOf(field)}: ${text}`;
		const brief = code === 'INVALID_INPUT' ? `with an invalid ${labelOf(field)}` : undefined;
		return { code, meaning, remedy, brief: reason.brief ?? brief };
	}
	if (reason instanceof Refused) {
		return { code: reason.code, meaning: reason.message, remedy: reason.remedy };
	}
	const { name, message, description } = reason as Partial<Record<string, unknown>>;
	const text = typeof message === 'string' ? message : String(reason);
	if (OF_N8N.test(String(name))) {
		const hint =
			typeof description === 'string' ? description : 'Check the expressions of this node.';
		return { code: 'INVALID_INPUT', meaning: text, remedy: hint };
	}
	const { remedy } = codeMeaning('UNEXPECTED');
	const meaning = `Something unexpected happened in this node: ${text}`;
	return { code: 'UNEXPECTED', meaning, remedy };
}
