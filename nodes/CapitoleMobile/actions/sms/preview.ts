import { perItem } from '../../n8n/perItem';
import type { Operation } from '../operation';
import { readMessage } from './message';
import { doNotContactOf } from './whom';

/** Everything about the items' SMS that is known without sending them; no request, no credential. */
export const preview: Operation = {
	entry: {
		name: 'Preview',
		value: 'preview',
		description:
			'Show the final text, its parts and price, the numbers and any warnings, without sending',
		action: 'Preview SMS',
	},
	fields: [],
	async execute(context) {
		const { numbers } = doNotContactOf(context);
		return await perItem(context, async (itemIndex) => {
			const { message, recipients, rejected, count, scheduledAt, warnings } = readMessage(
				context,
				itemIndex,
				numbers,
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
	},
};
