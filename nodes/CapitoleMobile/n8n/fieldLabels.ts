import type { InputField } from '../sms/invalidInput';

/** What the node's form calls each field, for messages. A test holds it against the descriptions. */
export const FIELD_LABELS: Readonly<Record<InputField, string>> = {
	item: 'Input',
	recipients: 'Recipients',
	text: 'Text',
	message: 'Message',
	sender: 'Sender',
	route: 'Route',
	long: 'Long Message',
	prog: 'Send At',
	id: 'Campaign ID',
	'options.charset': 'Letter Encoding',
	'options.maxRecipients': 'Recipients per Request',
	'options.parallelRequests': 'Parallel Requests',
	'options.sendingWindow': 'Sending Window',
	'options.timezone': "Provider's Time Zone",
	'options.timeout': 'Timeout',
	'options.idempotencyKey': 'Never Send Twice (Key)',
	'options.combineItems': 'Combine Items',
	'options.costlyLetters': 'Letters That Cost More',
	'options.includeInput': 'Include Input Fields',
	'options.limitWaitTime': 'Limit Wait Time',
	'options.invalidRecipients': 'Invalid Recipients',
	'options.outputPer': 'One Output Item Per',
	'options.unsupportedCharacters': 'Unsupported Characters',
};
