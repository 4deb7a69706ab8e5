import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readAccount } from '../../transport/account';
import { composeItem } from './draft';
import { eachItem } from '../../n8n/eachItem';
import { textOf } from '../../transport/exchange';
import { probe } from '../../transport/probe';
import { readSettings } from './settings';
import { buildDocument } from '../../sms/document/document';
import { readEcho, sentText, withoutLogin } from '../../sms/answer/echo';

/** Characters shown of an echo: a document of 4,000 numbers. */
const LONGEST_ECHO = 100_000;

/**
 * Posts the items' documents to the test URL, which sends nothing, and holds what the provider says
 * it received against what was sent. Neither password nor username comes out.
 */
export async function testRequest(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const settings = readSettings(context);
	const account = await readAccount(context);
	return await eachItem(context, async (itemIndex) => {
		const { message, recipients, warnings } = composeItem(context, itemIndex);
		const document = buildDocument(message, recipients, settings.charset);
		const { status, bytes } = await probe(context, account.testUrl, document, settings.timeout);
		return {
			...readEcho(bytes, document, settings.charset, account.quote),
			charset: settings.charset,
			httpStatus: status,
			sent: sentText(document, settings.charset),
			echo: account.quote(withoutLogin(textOf(bytes)), 0, LONGEST_ECHO),
			warnings,
		};
	});
}
