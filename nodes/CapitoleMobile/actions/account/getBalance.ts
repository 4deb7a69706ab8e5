import { perItem } from '../../n8n/failure';
import { askBalance } from '../../transport/exchange';
import type { Operation } from '../operation';

/** Gets the SMS credits once and returns them for every input item. The request cannot send an SMS. */
export const getBalance: Operation = {
	entry: {
		name: 'Get Balance',
		value: 'getBalance',
		description: 'Get the number of SMS credits left on the account',
		action: 'Get balance',
	},
	fields: [],
	async execute(context) {
		let balance: Promise<number | null> | undefined;
		return await perItem(context, async () => ({
			creditsLeft: await (balance ??= askBalance(context)),
		}));
	},
};
