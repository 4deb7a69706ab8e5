/**
 * A process that does the package's own work for a message and no other: numbers read, text checked,
 * parts counted, requests planned, document built, encoded and escaped. No n8n, no network.
 */
import { createRequire } from 'node:module';
import path from 'node:path';

import { answerQuestions } from './companion';
import { COMMON_TEXT, personalText, writtenNumber } from './messages';

export type Question =
	| { readonly kind: 'single'; readonly messages: number }
	| { readonly kind: 'bulk'; readonly recipients: number; readonly perRequest: number };

/** Milliseconds of the processor, the garbage collector's included. */
export interface Worked {
	readonly cpuMs: number;
	readonly requests: number;
}

const [, packageFolder = ''] = process.argv.slice(2);
const require = createRequire(__filename);
const load = (module: string): unknown =>
	require(path.join(packageFolder, 'dist', 'nodes', 'CapitoleMobile', 'sms', `${module}.js`));
const { compose } = load(
	'composition',
) as typeof import('../../nodes/CapitoleMobile/sms/composition');
const { planRequests } = load(
	'../campaign/requests',
) as typeof import('../../nodes/CapitoleMobile/campaign/requests');
const { buildDocument } = load(
	'document/document',
) as typeof import('../../nodes/CapitoleMobile/sms/document/document');
const { authenticatedForm } = load(
	'../transport/login',
) as typeof import('../../nodes/CapitoleMobile/transport/login');
const { DEFAULT_SENDING_WINDOW } = load(
	'schedule/sendingWindowOptions',
) as typeof import('../../nodes/CapitoleMobile/sms/schedule/sendingWindowOptions');

const RULES = {
	unsupportedCharacters: 'replace',
	gsm7Only: false,
	invalidRecipients: 'error',
	sendingWindow: 'off',
	window: DEFAULT_SENDING_WINDOW,
	workflowTimezone: 'Europe/Paris',
	providerTimezone: 'Europe/Paris',
	now: Date.now(),
} as const;
const LOGIN = { username: 'demo', password: 'demo-password' };

/** Gives the number of requests. */
function work(recipients: unknown, text: string, maxRecipients: number): number {
	const fields = { recipients, text, sender: '', route: 'N', long: false, prog: '', id: '' };
	const composition = compose(fields, RULES);
	const item = {
		itemIndex: 0,
		message: composition.message,
		recipients: composition.recipients,
	};
	const requests = planRequests([item], { combineItems: false, maxRecipients });
	for (const request of requests) {
		const document = buildDocument(request.message, request.recipients, 'iso-8859-15');
		authenticatedForm(document, LOGIN);
	}
	return requests.length;
}

function workOn(question: Question): number {
	if (question.kind === 'single') {
		let requests = 0;
		for (let index = 0; index < question.messages; index++) {
			requests += work(writtenNumber(index), personalText(index), 500);
		}
		return requests;
	}
	const numbers = Array.from({ length: question.recipients }, (_, index) => writtenNumber(index));
	return work(numbers, COMMON_TEXT, question.perRequest);
}

answerQuestions<Question>(async (question): Promise<Worked> => {
	const before = process.cpuUsage();
	const requests = workOn(question);
	const { user, system } = process.cpuUsage(before);
	return await Promise.resolve({ cpuMs: (user + system) / 1000, requests });
});
