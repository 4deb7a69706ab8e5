/** The labels of a message's fields, by parameter name. */
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

/** The label of a field in the form. */
export const labelOf = (field: InputField): string =>
	Object.hasOwn(FIELD_LABELS, field) ? FIELD_LABELS[field as keyof typeof FIELD_LABELS] : field;

/** Nothing was done and no SMS left, for a reason that a person can fix. */
export class Refused extends Error {
	override readonly name: string = 'Refused';

	/**
	 * @param code stable, in capitals, for workflows to branch on
	 * @param message what is wrong, one sentence without its full stop; never a secret
	 * @param remedy what to do about it, one or two sentences
	 */
	constructor(
		readonly code: string,
		message: string,
		readonly remedy: string,
	) {
		super(message);
	}
}

/** Bad input, found before anything is sent. A retry without a correction fails again. */
export class InvalidInput extends Refused {
	override readonly name: string = 'InvalidInput';

	/**
	 * @param field the parameter at fault
	 * @param message what is wrong, one sentence, with the value if it is short; never a secret
	 * @param remedy what to do about it, one or two sentences
	 * @param code for input that has a code of its own
	 * @param brief the words after a count in a summary: `text(s) with emoji`
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
