import { Refused } from './refused';

/** The node parameters that can hold a bad value, by their names in the node. */
export type InputField =
	/** The input item itself. */
	| 'item'
	| 'recipients'
	| 'text'
	| 'message'
	| 'sender'
	| 'route'
	| 'long'
	| 'prog'
	| 'id'
	| 'options.charset'
	| 'options.maxRecipients'
	| 'options.parallelRequests'
	| 'options.sendingWindow'
	| 'options.timezone'
	| 'options.timeout'
	| 'options.idempotencyKey'
	| 'options.combineItems'
	| 'options.costlyLetters'
	| 'options.includeInput'
	| 'options.limitWaitTime'
	| 'options.invalidRecipients'
	| 'options.outputPer'
	| 'options.allowedRecipients'
	| 'options.checkCredits'
	| 'options.doNotContact'
	| 'options.maxRecipientsPerCall'
	| 'options.maxSms'
	| 'options.simulate'
	| 'options.unsupportedCharacters';

/** Bad input, found before anything is sent: the user's to fix, never worth trying again as it is. */
export class InvalidInput extends Refused {
	override readonly name: string = 'InvalidInput';

	/**
	 * @param field the parameter at fault
	 * @param message what is wrong, one sentence, with the value where it is short; never a secret
	 * @param remedy what the user should do about it, one or two sentences
	 * @param code where it is told apart from other bad input
	 */
	constructor(
		readonly field: InputField,
		message: string,
		remedy: string,
		code = 'INVALID_INPUT',
	) {
		super(code, message, remedy);
	}
}
