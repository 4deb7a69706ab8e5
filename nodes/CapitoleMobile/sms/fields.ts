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
