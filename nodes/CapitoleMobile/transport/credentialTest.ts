import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { readAnswer } from '../sms/answer/answer';
import { codeMeaning } from '../sms/answer/codeMeaning';
import { readLogin } from '../sms/answer/login';
import { buildEmptyDocument } from '../sms/document/document';
import { createQuoter } from '../sms/secrets';
import { isUrl, tooLongField } from './account';
import { readStart, textOf } from './exchange';
import { classifyFailure } from './failure';
import { withLogin } from './login';
import { PROBE_TIMEOUT_MS } from './probe';

type CredentialTest = (
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
) => Promise<INodeCredentialTestResult>;

/**
 * The credential's test: the request of Get Balance, which cannot send an SMS. A method of the node,
 * because n8n's declarative tests only compare a whole answer, and a balance may follow the code.
 *
 * @param timeout milliseconds for the request and its whole answer
 */
export function credentialTestWithin(timeout: number): CredentialTest {
	return async function test({ data = {} }) {
		const label = tooLongField(data);
		if (label !== null) return { status: 'Error', message: `The ${label} is too long` };
		if (!isUrl(String(data.sendUrl ?? '').trim())) {
			return { status: 'Error', message: 'The Sending URL is not a URL: it starts with https://' };
		}
		try {
			// n8n's `timeout` for a test limits silences only, and there is no signal to end it by.
			const body = await Promise.race([askProvider(this, data, timeout), after(timeout)]);
			return body === null ? noAnswer('NO_ANSWER') : verdict(body, data);
		} catch (failure) {
			return noAnswer(classifyFailure(failure).code);
		}
	};
}

/** The test of both nodes. */
export const testCredential = credentialTestWithin(PROBE_TIMEOUT_MS);

/** Unlike n8n's `sleep`, it keeps no process from ending. */
async function after(ms: number): Promise<null> {
	const limit = AbortSignal.timeout(ms);
	return await new Promise((resolve) => {
		limit.addEventListener('abort', () => resolve(null), { once: true });
	});
}

async function askProvider(
	context: ICredentialTestFunctions,
	data: ICredentialDataDecryptedObject,
	timeout: number,
): Promise<string> {
	const url = String(data.sendUrl ?? '').trim();
	const { headers, body } = withLogin({ url, body: buildEmptyDocument() }, data);
	const { request } = context.helpers;
	const stream: AsyncIterable<Uint8Array> = await request({
		url,
		method: 'POST',
		headers,
		body,
		timeout,
		followRedirect: false,
		simple: false,
		useStream: true,
	});
	return textOf((await readStart(stream)).bytes);
}

function noAnswer(code: string): INodeCredentialTestResult {
	return {
		status: 'Error',
		message: `The provider gave no answer (${code}). Check the Sending URL and the network of this machine, then try again.`,
	};
}

function verdict(body: string, data: ICredentialDataDecryptedObject): INodeCredentialTestResult {
	const login = readLogin(readAnswer(body));
	if (login.state === 'accepted') {
		const balance = login.creditsLeft === null ? '' : `, ${String(login.creditsLeft)} SMS left`;
		return { status: 'OK', message: `Login accepted${balance}` };
	}
	if (login.state === 'refused') {
		const { meaning, remedy } = codeMeaning('AUTH_FAILED');
		return { status: 'Error', message: `${meaning}. ${remedy}` };
	}
	const quote = createQuoter({ username: data.username, password: data.password });
	const excerpt = JSON.stringify(quote(body));
	return {
		status: 'Error',
		message: `The answer is not one that the provider documents: check the Sending URL. It began: ${excerpt}`,
	};
}
