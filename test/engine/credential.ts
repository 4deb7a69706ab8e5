import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Emulator } from '../../dev/emulator/emulator';

/**
 * The credential of Capitole SMS in a test: its differences from one for the emulator, or the reason n8n
 * cannot provide it. The node names none, it was deleted, or n8n cannot decrypt it.
 */
export type Credential =
	| Partial<ICredentialDataDecryptedObject>
	| 'none'
	| 'deleted'
	| 'unreadable';

/** n8n's messages, see `credentials-helper.ts` and n8n-core's `constants.ts`. */
const REFUSALS: Readonly<Record<string, string>> = {
	deleted: 'Credential with ID "1" does not exist for type "capitoleMobileApi".',
	unreadable:
		'Credentials could not be decrypted. The likely reason is that a different "encryptionKey" was used to encrypt the data.',
};

/** Throws like n8n if it cannot provide the credential. */
export function dataOf(
	credential: Credential,
	{ sendUrl, testUrl, options }: Emulator,
): ICredentialDataDecryptedObject {
	if (typeof credential === 'string') throw new Error(REFUSALS[credential]);
	const { username, password } = options;
	return { username, password, sendUrl, testUrl, callbackSecret: '', ...credential };
}
