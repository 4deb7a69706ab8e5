import type { IExecuteFunctions } from 'n8n-workflow';

import { perItem } from '../../n8n/failure';
import type { Operation } from '../operation';
import { warningsText } from './output';
import { GivenOptions } from './givenOptions';
import { itemReader } from './message';
import { checkTestUrl, readAccount, type Account } from '../../transport/account';
import { textOf, probe } from '../../transport/exchange';
import { compose } from '../../sms/composition';
import { InvalidInput } from '../../sms/refused';
import { buildDocument } from '../../sms/document/document';
import { readEcho, sentText, withoutLogin, type Difference } from '../../sms/answer/echo';

/** Simulate hides the credential field, which this operation needs. */
const NOT_TO_BE_SIMULATED = new InvalidInput(
	'Simulate',
	'Test Request always contacts the provider, so it cannot be simulated',
	'Remove Simulate for this operation: no SMS is sent.',
);

/** Characters of the echo in the output: enough for 4,000 recipients. */
const LONGEST_ECHO = 100_000;

/**
 * Posts each item's document to the test URL, which sends no SMS, and compares what the provider
 * received with what was sent. The output never contains the username or password.
 */
export const testRequest: Operation = {
	entry: {
		name: 'Test Request',
		value: 'testRequest',
		description:
			'Compare what the provider receives with what was sent, accents included, without sending an SMS',
		action: 'Test request',
	},
	fields: [],
	async execute(context) {
		const options = new GivenOptions(context);
		const readItem = itemReader(context, options);
		let account: Promise<Account> | undefined;
		return await perItem(context, async (itemIndex) => {
			if (options.isSimulated()) throw NOT_TO_BE_SIMULATED;
			const charset = options.read('charset', itemIndex);
			const timeout = options.read('timeout', itemIndex);
			const { message, recipients, warnings } = compose(...readItem(itemIndex));
			const { testUrl, quote } = await (account ??= readTestAccount(context));
			const document = buildDocument(message, recipients, charset);
			const { status, bytes } = await probe(context, testUrl, document, timeout);
			const { serverIp, matches, firstDifference, readAs } = readEcho(
				bytes,
				document,
				charset,
				quote,
			);
			const flat = {
				verdict: echoVerdict(matches, firstDifference, message.text),
				serverIp,
				matches,
				firstDifference: firstDifference === null ? null : differenceInWords(firstDifference),
				charset,
				httpStatus: status,
				warnings: warningsText(warnings),
			};
			if (options.read('simplify', itemIndex)) return flat;
			const details = {
				difference: firstDifference,
				readAs,
				sent: sentText(document, charset),
				echo: quote(withoutLogin(textOf(bytes)), 0, LONGEST_ECHO),
				warnings,
			};
			return { ...flat, details };
		});
	},
};

async function readTestAccount(context: IExecuteFunctions): Promise<Account> {
	const account = await readAccount(context);
	checkTestUrl(account);
	return account;
}

function echoVerdict(matches: boolean | null, difference: Difference | null, text: string): string {
	if (difference !== null) {
		return `The provider received different text: ${differenceInWords(difference)}. Try another Letter Encoding.`;
	}
	if (matches !== true) {
		return 'The answer holds no copy of the request, so nothing could be compared. Check the Test URL in the credential.';
	}
	return /[^\s!-~]/.test(text)
		? 'The provider received exactly what was sent, accents included.'
		: 'The provider received exactly what was sent. To test accents, send a text with é, ç and €.';
}

function differenceInWords({ position, sent, received }: Difference): string {
	return `from character ${String(position)} on, “${sent}” became “${received}”`;
}
