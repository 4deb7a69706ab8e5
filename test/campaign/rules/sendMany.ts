import type { IDataObject } from 'n8n-workflow';

import type { Emulator } from '../../../dev/emulator/emulator';
import { execute, type Ended, type Flow } from '../../engine/engine';

export const ITEMS = Array.from({ length: 60 }, (_, item) => ({
	phone: String(33611220000 + item),
}));

/** Sends 60 items, one request each, with the node's defaults. */
export const sendMany = async (
	emulator: Emulator,
	more: Partial<Flow> = {},
	options: IDataObject = {},
): Promise<Ended> =>
	await execute(emulator, {
		items: ITEMS,
		parameters: {
			recipients: '={{ $json.phone }}',
			text: 'Bonjour',
			options,
		},
		settings: { onError: 'continueRegularOutput' },
		...more,
	});
