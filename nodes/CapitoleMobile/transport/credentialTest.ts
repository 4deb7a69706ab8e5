import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { readBalance } from '../sms/answer/response';
import { buildEmptyDocument } from '../sms/document/document';
import { Refused } from '../sms/refused';
import { accountOf, checkPrivacy, checkTestUrl } from './account';
import { readStart, textOf, noAnswer, PROBE_TIMEOUT_MS } from './exchange';
import { withLogin } from './login';

type CredentialTest = (
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
) => Promise<INodeCredentialTestResult>;

/**
 * Tests the credential with the request of Get Balance, which cannot send an SMS. It is a node method,
 * because n8n's declarative tests only compare a whole answer, and a balance may follow the code.
 *
 * @param timeout milliseconds for the request and its whole answer
 */
export function credentialTestWithin(timeout: number): CredentialTest {
	return async function test({ data = {} }) {
		try {
			const account = accountOf(data);
			checkTestUrl(account);
			checkPrivacy(account);
			const { sendUrl, quote } = account;
			// n8n's `timeout` limits only silence here, and a credential test cannot be aborted.
			const asked = askProvider(this, sendUrl, data, timeout);
			const creditsLeft = readBalance(await Promise.race([asked, after(timeout)]), quote);
			const balance = creditsLeft === null ? '' : `, ${String(creditsLeft)} SMS left`;
			return { status: 'OK', message: `Login accepted${balance}` };
		} catch (reason) {
			const { message, remedy } = reason instanceof Refused ? reason : noAnswer(reason);
			return { status: 'Error', message: `${message}. ${remedy}` };
		}
	};
}

/** The test of both nodes. */
export const testCredential = credentialTestWithin(PROBE_TIMEOUT_MS);

/** Rejects after this time. Unlike n8n's `sleep`, it does not keep a process alive. */
async function after(ms: number): Promise<never> {
	const limit = AbortSignal.timeout(ms);
	return await new Promise((_, reject) => {
		limit.addEventListener('abort', () => reject(limit.reason), { once: true });
	});
}

async function askProvider(
	context: ICredentialTestFunctions,
	url: string,
	data: ICredentialDataDecryptedObject,
	timeout: number,
): Promise<string> {
	const { headers, body } = withLogin({ url, body: buildEmptyDocument() }, data);
	const options = { followRedirect: false, simple: false, useStream: true };
	const request = { url, method: 'POST', headers, body, timeout, ...options };
	const stream: AsyncIterable<Uint8Array> = await context.helpers.request(request);
	return textOf((await readStart(stream)).bytes);
}
