import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Emulator } from '../../dev/emulator/emulator';

/**
 * The credential of Capitole SMS in a test: what differs from one that leads to the emulator, or
 * what keeps n8n from giving it: the node names none, it was deleted since, n8n cannot decrypt it.
 */
export type Credential =
	| Partial<ICredentialDataDecryptedObject>
	| 'none'
	| 'deleted'
	| 'unreadable';

/** What n8n says of them, see `credentials-helper.ts` and n8n-core's `constants.ts`. */
const REFUSALS: Readonly<Record<string, string>> = {
	deleted: 'Credential with ID "1" does not exist for type "capitoleMobileApi".',
	unreadable:
		'Credentials could not be decrypted. The likely reason is that a different "encryptionKey" was used to encrypt the data.',
};

/** Throws as n8n does where it cannot give the credential. */
export function dataOf(
	credential: Credential,
	{ sendUrl, testUrl, options }: Emulator,
): ICredentialDataDecryptedObject {
	if (typeof credential === 'string') throw new Error(REFUSALS[credential]);
	const { username, password } = options;
	return { username, password, sendUrl, testUrl, callbackSecret: '', ...credential };
}
