import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { CapitoleMobileApi } from '../../../credentials/CapitoleMobileApi.credentials';
import { QUESTION_TIMEOUT_MS } from '../sending/question';
import { readAnswer } from '../sms/answer/answer';
import { codeMeaning } from '../sms/answer/codes';
import { buildEmptyDocument } from '../sms/request/document';
import { classifyFailure } from '../sms/answer/failure';
import { readLogin } from '../sms/answer/login';
import { createRedactor, redactedExcerpt } from '../sms/secrets/redact';

/**
 * The credential's test: the request of Get Balance, which cannot send an SMS. A method of the node,
 * because n8n's declarative tests only compare a whole answer, and a balance may follow the code.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const data = credential.data ?? {};
	const { request } = this.helpers;
	try {
		const { url, method, headers, body } = await new CapitoleMobileApi().authenticate(data, {
			url: String(data.sendUrl),
			method: 'POST',
			body: buildEmptyDocument(),
		});
		const answer: unknown = await request({
			url,
			method,
			headers,
			body,
			timeout: QUESTION_TIMEOUT_MS,
			followRedirect: false,
			simple: false,
		});
		return verdict(String(answer), data);
	} catch (failure) {
		const { message, remedy } = classifyFailure(failure);
		return { status: 'Error', message: `${message}. ${remedy}` };
	}
}

function verdict(body: string, data: ICredentialDataDecryptedObject): INodeCredentialTestResult {
	const login = readLogin(readAnswer(body));
	if (login.state === 'accepted') {
		const balance = login.creditsLeft === null ? '' : `, ${String(login.creditsLeft)} SMS left`;
		return { status: 'OK', message: `The login is right${balance}` };
	}
	if (login.state === 'refused') {
		const { meaning, remedy } = codeMeaning('AUTH_FAILED');
		return { status: 'Error', message: `${meaning}. ${remedy}` };
	}
	const redact = createRedactor({
		username: String(data.username ?? ''),
		password: String(data.password ?? ''),
	});
	const excerpt = JSON.stringify(redactedExcerpt(body, redact));
	return {
		status: 'Error',
		message: `The answer is not one that the provider documents: check the Sending URL. It began: ${excerpt}`,
	};
}
