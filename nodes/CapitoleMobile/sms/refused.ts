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
