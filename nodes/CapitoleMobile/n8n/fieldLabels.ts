import type { InputField } from '../sms/invalidInput';

/** What the node's form calls each field, for messages. A test holds it against the descriptions. */
export const FIELD_LABELS: Readonly<Record<InputField, string>> = {
	item: 'Input',
	recipients: 'Recipients',
	text: 'Text',
	sender: 'Sender',
	route: 'Route',
	long: 'Long Message',
	prog: 'Send At',
	id: 'Campaign ID',
	'options.charset': 'Charset',
	'options.maxRecipients': 'Maximum Recipients per Request',
	'options.parallelRequests': 'Parallel Requests',
	'options.sendingWindow': 'Sending Window',
	'options.timezone': "Provider's Time Zone",
	'options.timeout': 'Timeout',
	'options.idempotencyKey': 'Idempotency Key',
	'options.combineItems': 'Combine Items',
	'options.gsm7Only': 'GSM-7 Only',
	'options.invalidRecipients': 'Invalid Recipients',
	'options.outputPer': 'Output Per',
	'options.simulate': 'Simulate',
	'options.unsupportedCharacters': 'Unsupported Characters',
};
