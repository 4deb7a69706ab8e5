import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { composeItem } from './draft';
import { eachItem } from '../../n8n/eachItem';

/** Everything about the items' SMS that is known without sending them; no request, no credential. */
export async function preview(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await eachItem(context, async (itemIndex) => {
		const { message, recipients, rejected, count, scheduledAt, warnings } = composeItem(
			context,
			itemIndex,
		);
		return {
			recipients,
			rejected,
			sender: message.sender,
			route: message.route,
			campaignId: message.id,
			scheduledAt,
			message: { text: message.text, ...count },
			/** SMS that are paid for, by the count above. */
			cost: count.segments * recipients.length,
			warnings,
		};
	});
}
