import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { readAccount } from '../../transport/account';
import { eachItem } from '../../n8n/eachItem';
import { textOf } from '../../transport/exchange';
import { probe } from '../../transport/probe';
import { readAnswer } from '../../sms/answer/answer';
import { codeMeaning } from '../../sms/answer/codeMeaning';
import { buildEmptyDocument } from '../../sms/document/document';
import { readLogin } from '../../sms/answer/login';

/** The SMS credits left, asked once, for every input item. The request cannot send an SMS. */
export async function getBalance(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	let balance: Promise<{ creditsLeft: number | null }> | undefined;
	return await eachItem(context, async () => await (balance ??= askBalance(context)));
}

async function askBalance(context: IExecuteFunctions): Promise<{ creditsLeft: number | null }> {
	const { sendUrl, quote } = await readAccount(context);
	const { status, bytes } = await probe(context, sendUrl, buildEmptyDocument());
	const body = textOf(bytes);
	const login = readLogin(readAnswer(body));
	if (login.state === 'accepted') return { creditsLeft: login.creditsLeft };
	const httpCode = String(status);
	if (login.state === 'refused') {
		const { meaning, remedy } = codeMeaning('AUTH_FAILED');
		throw new NodeApiError(
			context.getNode(),
			{},
			{ message: `${meaning} (AUTH_FAILED)`, description: remedy, httpCode },
		);
	}
	throw new NodeApiError(
		context.getNode(),
		{},
		{
			message: 'The answer is not one that the provider documents',
			description: `Check the Sending URL in the credential. The answer began: ${JSON.stringify(quote(body))}`,
			httpCode,
		},
	);
}
