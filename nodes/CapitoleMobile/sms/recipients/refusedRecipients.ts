import { InvalidInput } from '../invalidInput';

/** A recipient that no SMS can be sent to. */
export interface RejectedRecipient {
	/** As written, its start where it is long. */
	readonly recipient: string;
	/** See `InvalidNumberCode`. */
	readonly code: string;
	/** One sentence without its full stop, with the number in it. */
	readonly reason: string;
}

/** Recipients that keep a whole message from being sent; the code is that of the first. */
export class RefusedRecipients extends InvalidInput {
	override readonly name = 'RefusedRecipients';

	constructor(
		readonly rejected: readonly RejectedRecipient[],
		message: string,
		remedy: string,
	) {
		super('recipients', message, remedy, rejected[0]?.code);
	}
}
