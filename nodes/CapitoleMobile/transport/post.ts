import type { IExecuteFunctions } from 'n8n-workflow';

import type { SmsRequest } from '../campaign/requests';
import { buildDocument } from '../sms/document/document';
import { classifyFailure } from './failure';
import { sameForAll, type RequestResult } from '../sms/answer/outcome';
import { redactedExcerpt, type Redact } from '../sms/secrets/redact';
import { resultOfResponse } from '../sms/answer/response';
import type { Warning } from '../sms/warning';
import type { Account } from './account';
import { exchange, textOf, type Exchange } from './exchange';
import { pause } from './pause';
import type { Settings } from '../actions/sms/settings';

/** Milliseconds before a request that certainly did not leave is tried again. */
const WAITS_MS = [500, 1500];

/** Timers and clocks differ by less. */
const CLOCK_MS = 5;

/** Sends one planned request, and says what is known of each of its numbers. */
export function postWith(
	context: IExecuteFunctions,
	account: Account,
	{ charset, timeout }: Settings,
): (request: SmsRequest) => Promise<RequestResult> {
	return async ({ message, recipients }) => {
		const cancelled = context.getExecutionCancelSignal();
		const post = async (): Promise<Exchange> =>
			await exchange(context, {
				url: account.sendUrl,
				document: buildDocument(message, recipients, charset),
				timeout,
			});
		const attempt = async (): Promise<RequestResult> =>
			await resultOf(post(), { recipients, timeout, redact: account.redact });
		let result = await attempt();
		for (const wait of WAITS_MS) {
			if (result.outcomes.some(({ outcome }) => outcome !== 'notSent')) break;
			await pause(wait, cancelled);
			if (cancelled?.aborted === true) break;
			result = await attempt();
		}
		return result;
	};
}

/** What an exchange means for its numbers; its texts are free of secrets. Never throws. */
async function resultOf(
	exchanged: Promise<Exchange>,
	{
		recipients,
		timeout,
		redact,
	}: { recipients: readonly string[]; timeout: number; redact: Redact },
): Promise<RequestResult> {
	const lateAt = Date.now() + timeout - CLOCK_MS;
	try {
		const { status, bytes, isComplete } = await exchanged;
		const response = { status, body: textOf(bytes), complete: isComplete };
		return withoutSecrets(resultOfResponse(response, recipients), redact);
	} catch (failure) {
		// n8n 1.x drops what tells the time limit from a cancellation.
		const seen = Date.now() < lateAt ? failure : { name: 'TimeoutError', cause: failure };
		const { outcome, code, message } = classifyFailure(seen);
		const warnings: Warning[] = [{ code: 'NO_ANSWER', message }];
		return { ...sameForAll(recipients, outcome, code), warnings };
	}
}

function withoutSecrets(result: RequestResult, redact: Redact): RequestResult {
	const { excerpt, warnings, ...rest } = result;
	const redacted = warnings.map(({ code, message }) => ({ code, message: redact(message) }));
	if (excerpt === undefined) return { ...rest, warnings: redacted };
	const message = `The answer began: ${JSON.stringify(redactedExcerpt(excerpt, redact))}`;
	return { ...rest, warnings: [...redacted, { code: 'UNEXPECTED_ANSWER', message }] };
}
