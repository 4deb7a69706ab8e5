import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { approveCost, type Limits } from '../../campaign/budget';
import { KEPT_KEYS } from '../../campaign/keys/markRecord';
import { keysOf } from '../../campaign/keys/n8nKeys';
import {
	isSettled,
	NOTHING_KNOWN,
	type CampaignItem,
	type Deliveries,
} from '../../campaign/ledger';
import { RetryGuard, type Earlier } from '../../campaign/retryGuard';
import { itemEntry, recipientEntries, unsentEntry, type Entry } from '../../campaign/row';
import { runCampaign, type World } from '../../campaign/runCampaign';
import { simulatedWorld } from '../../campaign/simulation';
import { itemsLine } from '../../campaign/tally';
import { FIELD_LABELS } from '../../n8n/fieldLabels';
import { failureOf, type Failure } from '../../n8n/itemFailure';
import { onErrorOf } from '../../n8n/onError';
import { RunOptions } from '../../n8n/options';
import { codeMeaning } from '../../sms/answer/codeMeaning';
import { NOBODY, type DoNotContact } from '../../sms/recipients/doNotContact';
import { RefusedRecipients } from '../../sms/recipients/refusedRecipients';
import { Refused } from '../../sms/refused';
import type { Warning } from '../../sms/warning';
import { readAccount } from '../../transport/account';
import { askBalance } from '../../transport/balance';
import { createPost } from '../../transport/post';
import type { Operation } from '../operation';
import { readIdempotencyKey, readIncludeInput, readMessage } from './message';
import { outputItems, told, type ItemOutput } from './output';
import {
	isSimulated,
	readOutputPer,
	readSettings,
	type OutputPer,
	type Settings,
} from './settings';
import { doNotContactOf, toolLimitsOf, type ToolLimits } from './whom';

/**
 * Sends the SMS of all input items, and gives one output item for each, for each number, or for all.
 *
 * All items are checked before anything is sent: with On Error set to Stop, one that cannot be sent
 * as it is stops them all while none has left. Whatever goes wrong for the whole run is the failure of
 * every item that was not sent: were it thrown with On Error set to Continue, n8n would pass the input
 * on as if it had been sent.
 */
export const send: Operation = {
	entry: {
		name: 'Send',
		value: 'send',
		description: 'Send an SMS to one or more numbers, now or at a set time',
		action: 'Send an SMS',
	},
	fields: [],
	ifNotRun: { outcome: 'notSent' },
	async execute(context) {
		const simulated = isSimulated(context);
		const kind = simulated ? 'simulated' : 'sent';
		const guard = new RetryGuard(context, context.getInputData(), kind);
		const limits = readLimits(context);
		const { outputs, items, earlier, inputs } = readItems(context, guard, limits);
		const warnings = [...limits.doNotContact.warnings];
		let outputPer: OutputPer = 'item';
		let failure: Failure = { code: 'NOT_TRIED', ...codeMeaning('NOT_TRIED') };
		try {
			if (limits.refusal !== undefined) throw limits.refusal;
			const options = new RunOptions(context, context.getInputData().length);
			outputPer = readOutputPer(options);
			const settings = readSettings(options);
			for (const [itemIndex, reason] of options.refused)
				outputs[itemIndex] ??= refusedOutput(reason);
			const open = items.filter(({ itemIndex }) => outputs[itemIndex] === undefined);
			// What an earlier try made of an item holds no other back.
			const isInvalid = outputs.some((output, item) => isFailure(output) && !earlier.has(item));
			const isHeldBack = isInvalid && onErrorOf(context.getNode()) === 'stop';
			if (open.length > 0 && !isHeldBack) {
				const deliveries = await sendAll(context, settings, open, earlier, warnings);
				for (const item of open) outputs[item.itemIndex] = outputOf(item, deliveries);
				keepForRetry(context, guard, open, deliveries, outputs);
				tellIfCancelled(context, outputs, simulated);
			}
		} catch (reason) {
			failure = failureOf(reason);
		}
		for (const item of items) {
			const isTold = earlier.has(item.itemIndex) || item.composition.recipients.length === 0;
			outputs[item.itemIndex] ??= isTold
				? outputOf(item, earlier)
				: only(unsentEntry('notSent', failure, item));
		}
		const toTell = outputs.map((output, item) => ({ ...output, input: inputs.get(item) }));
		return outputItems(context, toTell, { outputPer, simulated, warnings });
	},
};

const only = (entry: Entry): ItemOutput => ({ entry, perRecipient: () => [entry] });

const isFailure = (output: ItemOutput | undefined): boolean =>
	output !== undefined && output.entry.failure !== null;

function refusedOutput(reason: unknown, recipient = ''): ItemOutput {
	const refused = reason instanceof RefusedRecipients ? reason.rejected : [];
	const rejected = refused.map((one) => ({ ...one, outcome: 'rejected' as const }));
	return only(unsentEntry('rejected', failureOf(reason), { recipient }, rejected));
}

function outputOf(
	{ itemIndex, composition }: Pick<CampaignItem, 'itemIndex' | 'composition'>,
	known: ReadonlyMap<number, Deliveries>,
): ItemOutput {
	const deliveries = known.get(itemIndex) ?? NOTHING_KNOWN;
	return {
		entry: itemEntry(composition, deliveries),
		perRecipient: () => recipientEntries(composition, deliveries),
	};
}

interface Read {
	/** By item index, of those of which all is known already. */
	readonly outputs: ItemOutput[];
	readonly items: CampaignItem[];
	/** What an earlier try of this run knows, by item index. */
	readonly earlier: ReadonlyMap<number, Deliveries>;
	/** Fields to add to results, by item index. */
	readonly inputs: ReadonlyMap<number, IDataObject>;
}

/** To whom the items may be sent. */
interface ItemLimits {
	readonly doNotContact: DoNotContact;
	readonly forTool: ToolLimits;
	/** Why these cannot be read, for when the items are: nothing is sent then. */
	readonly refusal?: unknown;
}

function readLimits(context: IExecuteFunctions): ItemLimits {
	try {
		return { doNotContact: doNotContactOf(context), forTool: toolLimitsOf(context) };
	} catch (refusal) {
		return { doNotContact: NOBODY, forTool: () => undefined, refusal };
	}
}

/** What every item wants sent. */
function readItems(context: IExecuteFunctions, guard: RetryGuard, limits: ItemLimits): Read {
	const outputs: ItemOutput[] = [];
	const items: CampaignItem[] = [];
	const earlier = new Map<number, Deliveries>();
	const inputs = new Map<number, IDataObject>();
	for (const [itemIndex, { json }] of context.getInputData().entries()) {
		let before: Earlier | undefined;
		try {
			before = guard.of(itemIndex);
			if (readIncludeInput(context, itemIndex)) inputs.set(itemIndex, json);
			if (before) earlier.set(itemIndex, before.deliveries);
			if (before?.isOver) outputs[itemIndex] = outputOf({ ...before, itemIndex }, earlier);
			else {
				const composition = readMessage(context, itemIndex, limits.doNotContact.numbers);
				limits.forTool(composition.recipients);
				const idempotencyKey = readIdempotencyKey(context, itemIndex);
				items.push({ itemIndex, composition, idempotencyKey });
			}
		} catch (reason) {
			outputs[itemIndex] = before
				? outputOf({ ...before, itemIndex }, earlier)
				: refusedOutput(reason, recipientAsWritten(context, itemIndex));
		}
	}
	return { outputs, items, earlier, inputs };
}

/** For the row of an item that could not be read. */
function recipientAsWritten(context: IExecuteFunctions, itemIndex: number): string {
	try {
		const written = context.getNodeParameter('recipients', itemIndex, '') as unknown;
		const isShort =
			typeof written === 'number' || (typeof written === 'string' && written.length <= 200);
		return isShort ? String(written).trim() : '';
	} catch {
		return '';
	}
}

/** Keeps what another try of this run must not send again, where n8n may make one. */
function keepForRetry(
	context: IExecuteFunctions,
	guard: RetryGuard,
	items: readonly CampaignItem[],
	known: ReadonlyMap<number, Deliveries>,
	outputs: readonly ItemOutput[],
): void {
	const node = context.getNode();
	// Without one of these, n8n has no reason to run the node again.
	const mayRunAgain = onErrorOf(node) === 'stop' || node.retryOnFail === true;
	if (!mayRunAgain || !outputs.some(isFailure)) {
		guard.forget();
		return;
	}
	const sent = new Map<number, Earlier>();
	for (const { itemIndex, composition } of items) {
		const deliveries = known.get(itemIndex);
		if (!deliveries?.outcomes.some(isSettled)) continue;
		const isOver = !isFailure(outputs[itemIndex]) || deliveries.outcomes.every(isSettled);
		sent.set(itemIndex, { composition, deliveries, isOver });
	}
	guard.keep(sent);
}

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

function tellIfCancelled(
	context: IExecuteFunctions,
	outputs: readonly ItemOutput[],
	simulated: boolean,
): void {
	if (context.getExecutionCancelSignal()?.aborted !== true) return;
	const rows = outputs.map(({ entry }) => entry.row);
	context.logger.info(told(`Capitole SMS was stopped. ${itemsLine(rows)}`, simulated));
}
