import type { IExecuteFunctions } from 'n8n-workflow';

import { approveCost, type Cost, type Limits } from '../../campaign/rules/budget';
import { KEPT_KEYS, keysOf } from '../../campaign/keys/markRecord';
import type { CampaignItem, Ledger } from '../../campaign/ledger';
import { sendCampaign, type SendDependencies } from '../../campaign/send';
import { simulatedBackend } from '../../campaign/simulation';
import { Refused } from '../../sms/refused';
import type { Warning } from '../../sms/codes';
import { readAccount } from '../../transport/account';
import { askBalance, createPost } from '../../transport/exchange';
import type { RunSettings } from './options';
import { prefixSimulated } from './output';

/**
 * Sends the items of a ledger from the node's account.
 *
 * @param isRetry whether an earlier try of the run already sent something
 * @returns warnings about the whole run
 * @throws Refused, or whatever n8n throws for a credential; nothing was sent then
 */
export async function sendAll(
	context: IExecuteFunctions,
	settings: RunSettings,
	ledger: Ledger,
	isRetry = false,
): Promise<Warning[]> {
	const { items } = ledger;
	refuseTooManyKeys(items);
	const { maxSms, checkCredits } = settings;
	const { post, keys, balance } = settings.simulate
		? simulatedBackend()
		: await realBackend(context, settings);
	const warnings: Warning[] = [];
	const budget: Limits = { maxSms, askBalance: checkCredits ? balance : null };
	const approve = async (cost: Cost): Promise<void> => {
		const isUnsure = await approveCost(cost, budget, isRetry);
		if (isUnsure) warnings.push(BALANCE_NOT_TOLD);
	};
	await sendCampaign(ledger, settings, {
		post,
		approve: maxSms !== null || checkCredits ? approve : null,
		keys,
		cancelled: context.getExecutionCancelSignal(),
		simulated: settings.simulate,
		log: (line) => context.logger.info(prefixSimulated(line, settings.simulate)),
	});
	return warnings;
}

async function realBackend(
	context: IExecuteFunctions,
	settings: RunSettings,
): Promise<Pick<SendDependencies, 'post' | 'keys'> & { balance: () => Promise<number | null> }> {
	const account = await readAccount(context);
	return {
		post: createPost(context, account, settings),
		keys: keysOf(context),
		balance: async () => await askBalance(context, settings.timeout),
	};
}

const BALANCE_NOT_TOLD: Warning = {
	code: 'BALANCE_NOT_TOLD',
	message:
		'Check Credits First: the provider did not give the balance, so the SMS were sent without that check.',
};

/**
 * Refuses a run with more keys than n8n keeps, which could send twice.
 *
 * @throws Refused before anything is sent
 */
function refuseTooManyKeys(items: readonly CampaignItem[]): void {
	const keys = new Set(items.flatMap(({ key }) => key?.key ?? []));
	if (keys.size <= KEPT_KEYS) return;
	throw new Refused(
		'TOO_MANY_KEYS',
		`Never Send Twice (Key): the items have ${String(keys.size)} different keys, and the node remembers ${String(KEPT_KEYS)}`,
		`Send at most ${String(KEPT_KEYS)} items with a key at a time, for example with Loop Over Items.`,
	);
}
