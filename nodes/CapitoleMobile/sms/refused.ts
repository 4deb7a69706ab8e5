/** The fields of a message that can hold a bad value, by their names, with what the form calls them. */
export const FIELD_LABELS = {
	/** The input item itself. */
	item: 'Input',
	recipients: 'Recipients',
	text: 'Text',
	message: 'Message',
	responseType: 'Response Type',
	approvalOptions: 'Approval Options',
	sender: 'Sender',
	route: 'Route',
	long: 'Long Message',
	prog: 'Send At',
	id: 'Campaign ID',
} as const;

/** A field of a message by its name, or an option by its label. */
export type InputField = keyof typeof FIELD_LABELS | Capitalize<string>;

/** What the form calls a field. */
export const labelOf = (field: InputField): string =>
	Object.hasOwn(FIELD_LABELS, field) ? FIELD_LABELS[field as keyof typeof FIELD_LABELS] : field;

/** Something is not done, and no SMS has left: for a reason that a person can settle. */
export class Refused extends Error {
	override readonly name: string = 'Refused';

	/**
	 * @param code stable, in capitals, for workflows to branch on
	 * @param message what is wrong, one sentence without its full stop; never a secret
	 * @param remedy what the user should do about it, one or two sentences
	 */
	constructor(
		readonly code: string,
		message: string,
		readonly remedy: string,
	) {
		super(message);
	}
}

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
