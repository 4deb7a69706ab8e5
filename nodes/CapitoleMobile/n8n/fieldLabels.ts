import type { InputField } from '../sms/invalidInput';

/** What the node's form calls each field, for messages. A test holds it against the descriptions. */
export const FIELD_LABELS: Readonly<Record<InputField, string>> = {
	recipients: 'Recipients',
	text: 'Text',
	message: 'Message',
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
	'options.limitWaitTime': 'Limit Wait Time',
};
