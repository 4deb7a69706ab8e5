import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { KeyStore } from '../../campaign/keys/keyStore';
import { KEPT_KEYS } from '../../campaign/keys/markStore';
import { isSettled, type CampaignItem, type Deliveries } from '../../campaign/ledger';
import { RetryGuard, type Earlier } from '../../campaign/retryGuard';
import { itemEntry, recipientEntries, unsentEntry, type Entry } from '../../campaign/row';
import { runCampaign, type World } from '../../campaign/runCampaign';
import { simulatedWorld } from '../../campaign/simulation';
import { itemsLine } from '../../campaign/tally';
import { FIELD_LABELS } from '../../n8n/fieldLabels';
import { failureOf, type Failure } from '../../n8n/itemFailure';
import { onErrorOf } from '../../n8n/onError';
import { Refused } from '../../sms/refused';
import { readAccount } from '../../transport/account';
import { createPost } from '../../transport/post';
import type { Operation } from '../operation';
import { readIdempotencyKey, readMessage } from './message';
import { outputItems, told, type ItemOutput } from './output';
import { isSimulated, readSettings, type Settings } from './settings';

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
		action: 'Send SMS',
	},
	fields: [],
	async execute(context) {
		const simulated = isSimulated(context);
		const kind = simulated ? 'simulated' : 'sent';
		const guard = new RetryGuard(context, context.getInputData(), kind);
		const { outputs, items, earlier } = readItems(context, guard);
		let outputPer: Settings['outputPer'] = 'item';
		let failure: Failure = NOT_TRIED;
		try {
			const { settings, refused } = readSettings(context);
			({ outputPer } = settings);
			for (const [itemIndex, reason] of refused) outputs[itemIndex] ??= refusedOutput(reason);
			const open = items.filter(({ itemIndex }) => outputs[itemIndex] === undefined);
			const isHeldBack = onErrorOf(context.getNode()) === 'stop' && outputs.some(isFailure);
			if (open.length > 0 && !isHeldBack) {
				const deliveries = await sendAll(context, settings, open, earlier);
				for (const item of open) outputs[item.itemIndex] = outputOf(item, deliveries);
				keepForRetry(context, guard, open, deliveries, outputs);
			}
		} catch (reason) {
			failure = failureOf(reason);
		}
		for (const item of items) {
			outputs[item.itemIndex] ??= earlier.has(item.itemIndex)
				? outputOf(item, earlier)
				: only(unsentEntry('notSent', failure, item));
		}
		if (isCancelled(context)) {
			const rows = outputs.map(({ entry }) => entry.row);
			context.logger.info(told(`Capitole SMS was stopped. ${itemsLine(rows)}`, simulated));
		}
		return outputItems(context, outputs, { outputPer, simulated });
	},
};

/** Of items that waited for the others to be checked. */
const NOT_TRIED: Failure = {
	code: 'NOT_TRIED',
	meaning: 'Not tried: another item could not be sent as it is',
	remedy: '',
};

const only = (entry: Entry): ItemOutput => ({ entry, perRecipient: () => [entry] });

const isFailure = (output: ItemOutput | undefined): boolean =>
	output !== undefined && output.entry.failure !== null;

function refusedOutput(reason: unknown, recipient = ''): ItemOutput {
	return only(unsentEntry('rejected', failureOf(reason), { recipient }));
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

const NOTHING_KNOWN: Deliveries = { outcomes: [], creditsLeft: null, warnings: [] };

interface Read {
	/** By item index, of those of which all is known already. */
	readonly outputs: ItemOutput[];
	readonly items: CampaignItem[];
	/** What an earlier try of this run knows, by item index. */
	readonly earlier: ReadonlyMap<number, Deliveries>;
}

/** What every item wants sent. */
function readItems(context: IExecuteFunctions, guard: RetryGuard): Read {
	const outputs: ItemOutput[] = [];
	const items: CampaignItem[] = [];
	const earlier = new Map<number, Deliveries>();
	for (const itemIndex of context.getInputData().keys()) {
		let before: Earlier | undefined;
		try {
			before = guard.of(itemIndex);
			if (before) earlier.set(itemIndex, before.deliveries);
			if (before?.isOver) outputs[itemIndex] = outputOf({ ...before, itemIndex }, earlier);
			else {
				const composition = readMessage(context, itemIndex);
				const idempotencyKey = readIdempotencyKey(context, itemIndex);
				items.push({ itemIndex, composition, idempotencyKey });
			}
		} catch (reason) {
			outputs[itemIndex] = before
				? outputOf({ ...before, itemIndex }, earlier)
				: refusedOutput(reason, recipientAsWritten(context, itemIndex));
		}
	}
	return { outputs, items, earlier };
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

async function sendAll(
	context: IExecuteFunctions,
	settings: Settings,
	items: readonly CampaignItem[],
	earlier: ReadonlyMap<number, Deliveries>,
): Promise<Map<number, Deliveries>> {
	refuseTooManyKeys(items);
	const { post, keys } = settings.simulate ? simulatedWorld() : await realWorld(context, settings);
	return await runCampaign(items, earlier, settings, {
		post,
		keys,
		cancelled: context.getExecutionCancelSignal(),
		log: (line) => context.logger.info(told(line, settings.simulate)),
	});
}

async function realWorld(
	context: IExecuteFunctions,
	settings: Settings,
): Promise<Pick<World, 'post' | 'keys'>> {
	const account = await readAccount(context);
	return {
		post: createPost(context, account, settings),
		keys: new KeyStore(context, randomUUID(), settings.timeout),
	};
}

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

function isCancelled(context: IExecuteFunctions): boolean {
	return context.getExecutionCancelSignal()?.aborted === true;
}
