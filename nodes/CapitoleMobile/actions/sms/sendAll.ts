import type { IExecuteFunctions } from 'n8n-workflow';

import { approveCost, type Limits } from '../../campaign/rules/budget';
import { KEPT_KEYS } from '../../campaign/keys/markRecord';
import { keysOf } from '../../campaign/keys/n8nKeys';
import type { CampaignItem, Deliveries } from '../../campaign/ledger';
import { runCampaign, type World } from '../../campaign/runCampaign';
import { simulatedWorld } from '../../campaign/simulation';
import { FIELD_LABELS } from '../../sms/fields';
import { Refused } from '../../sms/refused';
import type { Warning } from '../../sms/warning';
import { readAccount } from '../../transport/account';
import { askBalance } from '../../transport/balance';
import { createPost } from '../../transport/post';
import { told } from './output';
import type { Settings } from './settings';

/** Sends items from this node's account; what is known of each afterwards, by its index. */
export async function sendAll(
	context: IExecuteFunctions,
	settings: Settings,
	items: readonly CampaignItem[],
	earlier: ReadonlyMap<number, Deliveries> = new Map(),
	warnings: Warning[] = [],
): Promise<Map<number, Deliveries>> {
	refuseTooManyKeys(items);
	const { maxSms, checkCredits } = settings;
	const { post, keys, balance } = settings.simulate
		? simulatedWorld()
		: await realWorld(context, settings);
	const budget: Limits = { maxSms, askBalance: checkCredits ? balance : null };
	const approve = async (sms: number): Promise<void> => {
		const isUnsure = await approveCost(sms, budget, earlier.size > 0);
		if (isUnsure) warnings.push(BALANCE_NOT_TOLD);
	};
	return await runCampaign(items, earlier, settings, {
		post,
		approve: maxSms !== null || checkCredits ? approve : null,
		keys,
		cancelled: context.getExecutionCancelSignal(),
		log: (line) => context.logger.info(told(line, settings.simulate)),
	});
}

async function realWorld(
	context: IExecuteFunctions,
	settings: Settings,
): Promise<Pick<World, 'post' | 'keys'> & { balance: () => Promise<number | null> }> {
	const account = await readAccount(context);
	return {
		post: createPost(context, account, settings),
		keys: keysOf(context, settings.timeout),
		balance: async () => await askBalance(context, settings.timeout),
	};
}

const BALANCE_NOT_TOLD: Warning = {
	code: 'BALANCE_NOT_TOLD',
	message:
		'Check Credits First: the provider did not tell the balance, so the SMS were sent without that check.',
};

/**
 * A run whose own keys push each other out of what n8n keeps could send twice.
 *
 * @throws Refused before anything is sent
 */
function refuseTooManyKeys(items: readonly CampaignItem[]): void {
	const keys = new Set(items.map(({ idempotencyKey }) => idempotencyKey));
	keys.delete('');
	if (keys.size <= KEPT_KEYS) return;
	throw new Refused(
		'TOO_MANY_KEYS',
		`${FIELD_LABELS['options.idempotencyKey']}: the items have ${String(keys.size)} different keys, and n8n keeps ${String(KEPT_KEYS)}`,
		`Send at most ${String(KEPT_KEYS)} items with a key at a time, for example with Loop Over Items.`,
	);
}
