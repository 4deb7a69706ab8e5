import type { IExecuteFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { PlannedRequest } from '../sms/request/batches';
import { buildDocument } from '../sms/request/document';
import { classifyFailure } from '../sms/answer/failure';
import { sameForAll, type RequestResult } from '../sms/answer/outcome';
import { redactedExcerpt, type Redact } from '../sms/secrets/redact';
import { resultOfResponse } from '../sms/answer/response';
import type { Warning } from '../sms/warning';
import type { Account } from './account';
import { exchange, textOf, type Exchange } from './exchange';
import type { Settings } from './settings';

/** Milliseconds before a request that certainly did not leave is tried again. */
const WAITS_MS = [500, 1500];

/** Sends one planned request, and says what is known of each of its numbers. */
export function postWith(
	context: IExecuteFunctions,
	account: Account,
	{ charset, timeout }: Settings,
): (request: PlannedRequest) => Promise<RequestResult> {
	return async ({ message, recipients }) => {
		const document = buildDocument(message, recipients, charset);
		const attempt = async (): Promise<RequestResult> =>
			await resultOf(
				exchange(context, { url: account.sendUrl, document, timeout }),
				recipients,
				account.redact,
			);
		let result = await attempt();
		for (const wait of WAITS_MS) {
			const isTriedAgain =
				result.outcomes.every(({ outcome }) => outcome === 'notSent') &&
				context.getExecutionCancelSignal()?.aborted !== true;
			if (!isTriedAgain) break;
			await sleep(wait);
			result = await attempt();
		}
		return result;
	};
}

/** What an exchange means for its numbers; its texts are free of secrets. Never throws. */
async function resultOf(
	exchanged: Promise<Exchange>,
	recipients: readonly string[],
	redact: Redact,
): Promise<RequestResult> {
	try {
		const { status, bytes, isComplete } = await exchanged;
		const response = { status, body: textOf(bytes), complete: isComplete };
		return withoutSecrets(resultOfResponse(response, recipients), redact);
	} catch (failure) {
		const { outcome, code, message } = classifyFailure(failure);
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
