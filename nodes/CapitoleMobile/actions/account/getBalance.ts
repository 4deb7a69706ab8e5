import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { perItem } from '../../n8n/perItem';
import { readAccount } from '../../transport/account';

import { textOf } from '../../transport/exchange';
import { ask } from '../../transport/question';
import { readAnswer } from '../../sms/answer/answer';
import { PROVIDER_CODES } from '../../sms/answer/codes';
import { buildEmptyDocument } from '../../sms/document/document';
import { readLogin } from '../../sms/answer/login';
import type { Operation } from '../operation';
import { redactedExcerpt } from '../../sms/secrets/redact';

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
	const { sendUrl, redact } = await readAccount(context);
	const { bytes } = await ask(context, sendUrl, buildEmptyDocument());
	const body = textOf(bytes);
	const login = readLogin(readAnswer(body));
	if (login.state === 'accepted') return { creditsLeft: login.creditsLeft };
	if (login.state === 'refused') {
		const { meaning, remedy } = PROVIDER_CODES.AUTH_FAILED;
		throw new NodeOperationError(context.getNode(), `${meaning} (AUTH_FAILED)`, {
			description: remedy,
		});
	}
	throw new NodeOperationError(
		context.getNode(),
		'The answer is not one that the provider documents',
		{
			description: `Check the Sending URL in the credential. The answer began: ${JSON.stringify(redactedExcerpt(body, redact))}`,
		},
	);
}
