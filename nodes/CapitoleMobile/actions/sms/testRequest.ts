import { Options } from '../../n8n/options';
import { perItem } from '../../n8n/perItem';
import type { Operation } from '../operation';
import { readMessage } from './message';
import { readAccount, type Account } from '../../transport/account';
import { textOf } from '../../transport/exchange';
import { probe } from '../../transport/probe';
import { readCharset, readTimeout } from './settings';
import { buildDocument } from '../../sms/document/document';
import { readEcho, sentText, withoutLogin } from '../../sms/answer/echo';

/** Characters shown of an echo: a document of 4,000 numbers. */
const LONGEST_ECHO = 100_000;

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
		const options = new Options(context);
		let account: Promise<Account> | undefined;
		return await perItem(context, async (itemIndex) => {
			const charset = readCharset(options.of('charset', itemIndex, 'iso-8859-15'));
			const timeout = readTimeout(options.of('timeout', itemIndex, 30_000));
			const { message, recipients, warnings } = readMessage(context, itemIndex);
			const { testUrl, quote } = await (account ??= readAccount(context));
			const document = buildDocument(message, recipients, charset);
			const { status, bytes } = await probe(context, testUrl, document, timeout);
			return {
				...readEcho(bytes, document, charset, quote),
				charset,
				httpStatus: status,
				sent: sentText(document, charset),
				echo: quote(withoutLogin(textOf(bytes)), 0, LONGEST_ECHO),
				warnings,
			};
		});
	},
};
