import type { InputField } from './fields';
import { Refused } from './refused';

/** Bad input, found before anything is sent: the user's to fix, never worth trying again as it is. */
export class InvalidInput extends Refused {
	override readonly name: string = 'InvalidInput';

	/**
	 * @param field the parameter at fault
	 * @param message what is wrong, one sentence, with the value where it is short; never a secret
	 * @param remedy what the user should do about it, one or two sentences
	 * @param code where it is told apart from other bad input
	 * @param brief what a summary says after a count: `text(s) with emoji`
	 */
	constructor(
		readonly field: InputField,
		message: string,
		remedy: string,
		code = 'INVALID_INPUT',
		readonly brief?: string,
	) {
		super(code, message, remedy);
	}
}
