import type { IExecuteFunctions } from 'n8n-workflow';

import type { AnswerWanted } from '../../../sms/ask/question';
import { oneOf } from '../../../sms/givenValue';

const readResponseType = oneOf('approval', 'freeText');
const readApprovalType = oneOf('single', 'double');

/**
 * What the page asks for.
 *
 * @param isReview whether a person reviews what an agent is about to do
 * @throws InvalidInput `responseType` or `approvalOptions` for what the list does not offer
 */
export function readAnswerWanted(context: IExecuteFunctions, isReview: boolean): AnswerWanted {
	const wanted = context.getNodeParameter('responseType', 0, 'approval') as unknown;
	if (readResponseType('responseType', wanted) === 'freeText') return { type: 'freeText' };
	const options = context.getNodeParameter('approvalOptions.values', 0, {}) as {
		approvalType?: unknown;
		approveLabel?: unknown;
		disapproveLabel?: unknown;
	};
	// A review that nobody can decline is none.
	const { approvalType = isReview ? 'double' : 'single' } = options;
	return {
		type: 'approval',
		approve: labelOf(options.approveLabel),
		decline:
			readApprovalType('approvalOptions', approvalType) === 'double'
				? labelOf(options.disapproveLabel)
				: null,
	};
}

const labelOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
