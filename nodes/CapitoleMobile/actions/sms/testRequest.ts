import { perItem } from '../../n8n/perItem';
import type { Operation } from '../operation';
import { readMessage } from './message';
import { readAccount } from '../../transport/account';
import { textOf } from '../../transport/exchange';
import { ask } from '../../transport/question';
import { readSettings } from './settings';
import { buildDocument } from '../../sms/document/document';
import { readEcho, sentText } from '../../sms/answer/echo';

/**
 * Posts the items' documents to the test URL, which sends nothing, and holds what the provider says
 * it received against what was sent. Neither password nor username comes out.
 */
export const testRequest: Operation = {
	entry: {
		name: 'Test Request',
		value: 'testRequest',
		description:
			'Post to the test URL and compare what the provider received with what was sent, without sending an SMS',
		action: 'Test the request',
	},
	fields: [],
	async execute(context) {
		const settings = readSettings(context);
		const account = await readAccount(context);
		return await perItem(context, async (itemIndex) => {
			const { message, recipients, warnings } = readMessage(context, itemIndex);
			const document = buildDocument(message, recipients, settings.charset);
			const { status, bytes } = await ask(context, account.testUrl, document, settings.timeout);
			return {
				...readEcho(bytes, document, settings.charset, account.redact),
				charset: settings.charset,
				httpStatus: status,
				sent: sentText(document, settings.charset),
				echo: account.redact(textOf(bytes)),
				warnings,
			};
		});
	},
};
