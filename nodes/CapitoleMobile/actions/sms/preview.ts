import { perItem } from '../../n8n/perItem';
import type { Operation } from '../operation';
import { readMessage } from './message';
import { doNotContactOf } from './whom';

/** Everything about the items' SMS that is known without sending them; no request, no credential. */
export const preview: Operation = {
	entry: {
		name: 'Preview',
		value: 'preview',
		description: 'Show what the phone will show, what it costs and what to know, without sending',
		action: 'Preview an SMS',
	},
	fields: [],
	async execute(context) {
		const { numbers } = doNotContactOf(context);
		return await perItem(context, async (itemIndex) => {
			const composition = readMessage(context, itemIndex, numbers);
			const { message, recipients, rejected, count, plainParts, warnings } = composition;
			return {
				/** SMS that are paid for. */
				credits: count.segments * recipients.length,
				parts: count.segments,
				text: composition.phoneText,
				charactersLeft: count.charactersLeft,
				recipient: recipients.join(', '),
				sender: message.sender,
				route: message.route,
				campaignId: message.id,
				scheduledAt: composition.scheduledAt,
				/** SMS that plain letters would save. */
				plainLettersSave: (count.segments - plainParts) * recipients.length,
				details: {
					recipients,
					rejected,
					warnings,
					sms: {
						text: composition.phoneText,
						encoding: count.encoding,
						characters: count.characters,
						parts: count.segments,
						changes: composition.changes,
					},
				},
			};
		});
	},
};
