import type { IExecuteFunctions } from 'n8n-workflow';

import { perItem } from '../../n8n/perItem';
import { readAccount } from '../../transport/account';
import { textOf } from '../../transport/exchange';
import { probe } from '../../transport/probe';
import { readAnswer } from '../../sms/answer/answer';
import { codeMeaning } from '../../sms/answer/codeMeaning';
import { buildEmptyDocument } from '../../sms/document/document';
import { readLogin } from '../../sms/answer/login';
import { Refused } from '../../sms/refused';
import type { Operation } from '../operation';

/** The SMS credits left, asked once, for every input item. The request cannot send an SMS. */
export const getBalance: Operation = {
	entry: {
		name: 'Get Balance',
		value: 'getBalance',
		description: 'Get the number of SMS credits left on the account',
		action: 'Get the balance',
	},
	fields: [],
	async execute(context) {
		let balance: Promise<{ creditsLeft: number | null }> | undefined;
		return await perItem(context, async () => await (balance ??= askBalance(context)));
	},
};

async function askBalance(context: IExecuteFunctions): Promise<{ creditsLeft: number | null }> {
	const { sendUrl, quote } = await readAccount(context);
	const { status, bytes } = await probe(context, sendUrl, buildEmptyDocument());
	const body = textOf(bytes);
	const login = readLogin(readAnswer(body));
	if (login.state === 'accepted') return { creditsLeft: login.creditsLeft };
	if (login.state === 'refused') {
		const { meaning, remedy } = codeMeaning('AUTH_FAILED');
		throw new Refused('AUTH_FAILED', `${meaning} (AUTH_FAILED)`, remedy);
	}
	throw new Refused(
		status >= 200 && status < 300 ? 'UNKNOWN_ANSWER' : `HTTP_${String(status)}`,
		'The answer is not one that the provider documents',
		`Check the Sending URL in the credential. The answer began: ${JSON.stringify(quote(body))}`,
	);
}
